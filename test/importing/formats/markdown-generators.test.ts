import { describe, expect, it } from 'vitest';
import { plainAddress, withoutTemplates } from '../../../src/importing/formats/markdown/generators.ts';
import { cpuSeconds, MOST_SECONDS } from '../../support/cpu.ts';

const read = (body: string) => withoutTemplates(body, (it) => it);
const YOUTUBE = '[youtube.com](https://www.youtube.com/watch?v=aB3_dE-gH1k)';
const VIMEO = '[vimeo.com](https://vimeo.com/20485761)';

describe('Syntax of site generators', () => {
  it.each([
    ['{{< youtube aB3_dE-gH1k >}}', YOUTUBE],
    ['{{% youtube id="aB3_dE-gH1k" autoplay="true" %}}', YOUTUBE],
    ['See {{< vimeo 20485761 >}}.', `See ${VIMEO}.`],
    ['{% include youtube.html id="aB3_dE-gH1k" %}', YOUTUBE],
    ["{%- include embeds/youtube-player.html video_id='aB3_dE-gH1k' -%}", YOUTUBE],
    ['{% include video id="20485761" provider="vimeo" %}', VIMEO],
    ['{% youtube aB3_dE-gH1k %}', YOUTUBE],
  ])('for videos becomes a link: %s', (body, link) => {
    expect(read(body)).toBe(link);
  });

  it.each([
    '{% include youtube.html id="abc" %}',
    '{% include youtube.html id=page.video %}',
    '{% include map.html id="aB3_dE-gH1k" %}',
    '{% include video id="aB3_dE-gH1k" %}',
    '{{< youtube >}}',
    '{{< gallery aB3_dE-gH1k >}}',
    '{{< constructor aB3_dE-gH1k >}}',
    '`{{< youtube aB3_dE-gH1k >}}`',
    '```\n{{< youtube aB3_dE-gH1k >}}\n```',
    'It is {{< ref "posts/fog.md" >}} again',
    'At {{ site.url }}/about',
    '[a]({tag}fog) [b]({{< ref "a b" >}}) [c]({{ page.url }})',
    'A {filename}/word and |filename|/another',
  ])('stays where it is not plain what it stands for: %s', (body) => {
    expect(read(body)).toBe(body);
  });

  it.each([
    ['[a]({{< ref "posts/fog.md" >}})', '[a]({filename}/posts/fog.md)'],
    ['[a]({{< relref path="fog#map" >}} "T")', '[a]({filename}/fog#map "T")'],
    ['[a]: {{% ref fog %}}', '[a]: {filename}/fog'],
    ['<a href="{{< ref "fog" >}}">a</a>', '<a href="{filename}/fog">a</a>'],
    ['[a]({{< ref "#map" >}})', '[a](#map)'],
    ['[a]({% post_url 2022-03-03-fog %}#map)', '[a]({filename}/2022-03-03-fog#map)'],
    ['[a]({{ site.baseurl }}{% link _posts/2022-03-03-fog.md %})', '[a]({filename}/_posts/2022-03-03-fog.md)'],
    ['[a]({% link files/plan.pdf %})', '[a](/files/plan.pdf)'],
    ['[a]({{ site.url }}{{site.baseurl}}/fog/)', '[a](/fog/)'],
    ['![a]({{ "/img/a.png" | relative_url }})', '![a](/img/a.png)'],
    ["[a]({{ 'fog/' | prepend: site.baseurl | prepend: site.url }})", '[a](/fog/)'],
    ['![a]({static}/images/a.png) <img src="{attach}a.png">', '![a](/images/a.png) <img src="a.png">'],
    ['[a](|filename|../fog.md) ![b](|filename|/images/b.png)', '[a]({filename}/../fog.md) ![b](/images/b.png)'],
  ])('for addresses becomes an address: %s', (body, plain) => {
    expect(read(body)).toBe(plain);
  });

  it('for figures becomes a figure on as many lines, if nothing else stands there', () => {
    expect(
      read(
        'Above.\n\n{{< figure\n  src="/a.png" alt="A \'buoy\'"\n  caption="Seen < far" attr="Ivo" attrlink="https://i.example/" width="300" >}}\n{{< figure src="/b.png" link="/b" title="B" >}}\n\nBelow.',
      ),
    ).toBe(
      `Above.

<figure><img src="/a.png" alt="A 'buoy'" width="300"><figcaption>Seen < far <a href="https://i.example/">Ivo</a></figcaption></figure>


<figure><a href="/b"><img src="/b.png" alt=""></a><figcaption><strong>B</strong></figcaption></figure>

Below.`,
    );
    for (const it of ['A {{< figure src="/a.png" >}}', '{{< figure src="/a.png" >}}\nwords', '{{< figure alt="a" >}}'])
      expect(read(it)).toBe(it);
  });

  it('is read in front matter, too', () => {
    expect(['{static}/a.png', '{{ site.baseurl }}/a.png', '/a.png'].map(plainAddress)).toEqual([
      '/a.png',
      '/a.png',
      '/a.png',
    ]);
  });

  it.each(['](', '{{< figure ', '{{<', '{% include ', '{%', '[a]: ', '](|filename|', '"{', '{{ site.url }}', 'src="'])(
    'does not need long for a megabyte of %j',
    (part) => {
      const body = `${part.repeat(1_000_000 / part.length)}{% x {{< y`;
      const started = cpuSeconds();
      read(body);
      expect(cpuSeconds() - started).toBeLessThan(MOST_SECONDS);
    },
  );
});
