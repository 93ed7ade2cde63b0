import { parseAtomFeed, parseJsonFeed, parseRssFeed } from 'feedsmith';
import { beforeEach, describe, expect, it } from 'vitest';
import { text } from '../../support/pages.ts';
import { freshWire, ORIGIN, wire } from '../../support/wire.ts';

beforeEach(freshWire);

const MEDIA = [
  {
    url: '/media/talk.mp3',
    length: 1234,
    duration: '1:02:03',
    title: 'The talk & more',
    language: 'uk',
    transcript: '/media/talk.txt',
  },
  { url: 'https://cdn.example/film', type: 'video/mp4' },
];

describe('sounds and videos of a story', () => {
  beforeEach(() => wire.story('a', { tags: ['Talks'], media: MEDIA, image: { url: '/images/x.png', alt: 'A' } }));

  it('are one enclosure and a media:content each in RSS, beside the picture', async () => {
    const [item] = parseRssFeed(await text('/feeds/talks.rss')).items ?? [];
    expect(item?.enclosures).toEqual([{ url: `${ORIGIN}/media/talk.mp3`, type: 'audio/mpeg', length: 1234 }]);
    expect(item?.media?.contents).toEqual([
      expect.objectContaining({ url: `${ORIGIN}/images/x.png`, medium: 'image' }),
      {
        url: `${ORIGIN}/media/talk.mp3`,
        type: 'audio/mpeg',
        fileSize: 1234,
        duration: 3723,
        lang: 'uk',
        medium: 'audio',
        title: { value: 'The talk & more', type: 'plain' },
      },
      { url: 'https://cdn.example/film', type: 'video/mp4', medium: 'video' },
    ]);
  });

  it('have a length of 0 in RSS where it is not known, for a sound or a video alone', async () => {
    await wire.story('b', { tags: ['Film'], media: [{ url: 'https://cdn.example/film.webm', length: 0 }] });
    expect(await text('/feeds/film.rss')).toContain(
      '<enclosure length="0" type="video/webm" url="https://cdn.example/film.webm"/>',
    );
    await wire.story('c', { tags: ['Picture'], image: 'https://cdn.example/p.jpg' });
    expect(await text('/feeds/picture.rss')).not.toContain('<enclosure');
  });

  it('are a link each in Atom', async () => {
    const [entry] = parseAtomFeed(await text('/feeds/talks.atom')).entries ?? [];
    expect(entry?.links?.filter((it) => it.rel === 'enclosure')).toEqual([
      {
        rel: 'enclosure',
        href: `${ORIGIN}/media/talk.mp3`,
        type: 'audio/mpeg',
        length: 1234,
        title: 'The talk & more',
        hreflang: 'uk',
      },
      { rel: 'enclosure', href: 'https://cdn.example/film', type: 'video/mp4' },
    ]);
  });

  it('are attachments in JSON Feed', async () => {
    const json = await text('/feeds/talks.json');
    const [item] = parseJsonFeed(json).items ?? [];
    expect(item?.attachments).toEqual([
      {
        url: `${ORIGIN}/media/talk.mp3`,
        mime_type: 'audio/mpeg',
        title: 'The talk & more',
        size_in_bytes: 1234,
        duration_in_seconds: 3723,
      },
      { url: 'https://cdn.example/film', mime_type: 'video/mp4' },
    ]);
    expect(JSON.parse(json).items[0]._tagwire.media).toEqual([
      { url: `${ORIGIN}/media/talk.mp3`, language: 'uk', transcript: `${ORIGIN}/media/talk.txt` },
    ]);
  });

  it('play on the story’s page, which loads nothing before, and are told to other sites', async () => {
    const page = await text('/articles/a');
    for (const part of [
      `<figure class="player"><audio src="${ORIGIN}/media/talk.mp3" controls="" preload="none" aria-label="The talk &amp; more"></audio><figcaption><span lang="uk">The talk &amp; more</span> <a href="${ORIGIN}/media/talk.txt">Transcript</a></figcaption></figure>`,
      '<figure class="player"><video src="https://cdn.example/film" controls="" preload="none" playsinline=""></video></figure>',
      `<meta property="og:audio" content="${ORIGIN}/media/talk.mp3"/><meta property="og:audio:type" content="audio/mpeg"/>`,
      '<meta property="og:video" content="https://cdn.example/film"/><meta property="og:video:type" content="video/mp4"/>',
    ])
      expect(page).toContain(part);
  });

  it.each([
    [
      ['https://cdn.example/film'],
      'media.0',
      'needs a type such as audio/mpeg: the address does not tell it ("https://cdn.example/film")',
    ],
    [
      [{ url: 'https://cdn.example/a.mp3', type: 'image/png' }],
      'media.0.type',
      'expected a type such as audio/mpeg or video/mp4, got "image/png"',
    ],
    [
      [{ url: 'https://cdn.example/a.mp3', duration: 'long' }],
      'media.0.duration',
      'expected seconds, or hours:minutes:seconds',
    ],
    [
      [{ url: 'ftp://cdn.example/a.mp3' }],
      'media.0.url',
      'expected an http(s) address or a path such as /images/x.png, got "ftp://cdn.example/a.mp3"',
    ],
    ['https://cdn.example/a.mp3', 'media', 'expected a list of sounds and videos'],
  ])('are refused with a reason: %o', async (media, field, message) => {
    const response = await wire.putJson('x', { media });
    expect([response.status, ((await response.json()) as { problems: unknown }).problems]).toEqual([
      422,
      [{ field, message }],
    ]);
  });

  it.each([
    [
      'sound',
      { url: '/media/talk.mp3', title: 'The "talk"' },
      '<audio src="URL" controls preload="none" aria-label="The &quot;talk&quot;"></audio>',
      ORIGIN,
      290,
    ],
    [
      'video',
      { url: 'https://cdn.example/film.mp4' },
      '<video src="URL" controls preload="none" aria-label="Story e"></video>',
      'https://cdn.example',
      560,
    ],
  ])(
    'are played in the frame of a story, the first alone, and oEmbed knows its height: a %s',
    async (_, medium, player, origin, height) => {
      await wire.story('e', { title: 'Story e', media: [medium, MEDIA[1]] });
      const response = await wire.fetch('/embed/articles/e');
      const frame = await response.text();
      expect(frame.match(/<(?:audio|video).*>/g)).toEqual([player.replace('URL', new URL(medium.url, ORIGIN).href)]);
      expect(response.headers.get('content-security-policy')).toContain(`; media-src ${origin}; `);
      expect(JSON.parse(await text(`/oembed?url=${ORIGIN}/articles/e`))).toMatchObject({ width: 600, height });
    },
  );

  it('are played in a frame with the controls of WebKit, which are scripts; no other script may run there', async () => {
    const sandbox = 'allow-scripts allow-popups allow-popups-to-escape-sandbox';
    const policy = (await wire.fetch('/embed/articles/a')).headers.get('content-security-policy') ?? '';
    expect(policy.replace(/sha256-[^']+/, 'sha256-')).toBe(
      `default-src 'none'; style-src 'sha256-'; img-src ${ORIGIN}; media-src ${ORIGIN}; base-uri 'none'; form-action 'none'; frame-ancestors *; sandbox ${sandbox}`,
    );
    const { html } = JSON.parse(await text(`/oembed?url=${ORIGIN}/articles/a`)) as { html: string };
    expect(html).toContain(` sandbox="${sandbox}" `);
  });
});
