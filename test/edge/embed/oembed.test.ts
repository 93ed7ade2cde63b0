import { beforeAll, describe, expect, it } from 'vitest';
import { embeddedStories, HOSTILE, headersOf, read } from '../../support/embedding.ts';
import { ORIGIN, wire } from '../../support/wire.ts';

describe('embedding', () => {
  beforeAll(embeddedStories);

  describe('oEmbed', () => {
    const ask = (url: string, more = '') => `/oembed?url=${encodeURIComponent(url)}${more}`;

    it('describes a channel', async () => {
      const response = await wire.fetch(ask(`${ORIGIN}/channels/ukraine`));
      expect(
        headersOf(response, ['content-type', 'access-control-allow-origin', 'cache-control', 'cache-tag']),
      ).toEqual({
        'content-type': 'application/json; charset=utf-8',
        'access-control-allow-origin': '*',
        'cache-control': 'public, max-age=900, stale-while-revalidate=300, stale-if-error=86400',
        'cache-tag': 'ukraine',
      });
      expect(await response.json()).toEqual({
        type: 'rich',
        version: '1.0',
        title: 'Ukraine - Tagwire',
        provider_name: 'Tagwire',
        provider_url: ORIGIN,
        cache_age: 3600,
        html: `<blockquote hidden><a href="${ORIGIN}/channels/ukraine">Ukraine - Tagwire</a></blockquote><iframe src="${ORIGIN}/embed/ukraine?messages=wordpress" title="Ukraine - Tagwire" width="600" height="420" sandbox="allow-scripts allow-popups allow-popups-to-escape-sandbox" loading="lazy" frameborder="0"></iframe>`,
        width: 600,
        height: 420,
      });
    });

    it('keeps within the room that there is', async () => {
      const described = JSON.parse(await read(ask(`${ORIGIN}/channels/Sport+Ukraine`, '&maxwidth=300&maxheight=210')));
      expect([described.width, described.height]).toEqual([300, 210]);
      expect(described.html).toContain(`src="${ORIGIN}/embed/sport+ukraine?limit=2&amp;messages=wordpress" title="`);
      const small = JSON.parse(await read(ask(`${ORIGIN}/articles/hostile`, '&maxwidth=300&maxheight=x')));
      expect([small.width, small.height, small.thumbnail_url]).toEqual([300, 220, undefined]);
    });

    it('describes a story, wherever its home is', async () => {
      const described = JSON.parse(await read(ask(`${ORIGIN}/articles/hostile`)));
      expect(described).toMatchObject({
        title: HOSTILE,
        author_name: HOSTILE,
        thumbnail_url: 'https://cdn.example/a.png',
        thumbnail_width: 400,
        thumbnail_height: 300,
        width: 600,
        height: 220,
      });
      expect(described.html).toContain(
        `src="${ORIGIN}/embed/articles/hostile?messages=wordpress" title="&quot;&gt;&lt;script&gt;`,
      );
      expect(described.html).not.toContain('<script');
      expect(JSON.parse(await read(ask(`${ORIGIN}/articles/elsewhere`))).title).toBe('Elsewhere');
      expect(await read('/embed/articles/elsewhere')).toContain('href="https://news.example/a?b=1&amp;c=2"');
    });

    it('leaves the class of WordPress to WordPress: Discourse drops markup that has it', async () => {
      for (const path of ['/channels/ukraine', '/articles/s7']) {
        expect(await read(ask(ORIGIN + path))).not.toContain('wp-embedded-content');
      }
    });

    it('says the same in XML', async () => {
      const response = await wire.fetch(ask(`${ORIGIN}/articles/s7`, '&format=xml'));
      expect(response.headers.get('content-type')).toBe('text/xml; charset=utf-8');
      expect(await response.text()).toBe(`<?xml version="1.0" encoding="utf-8" standalone="yes"?>
<oembed>
<type>rich</type>
<version>1.0</version>
<title>Story 7</title>
<provider_name>Tagwire</provider_name>
<provider_url>${ORIGIN}</provider_url>
<cache_age>3600</cache_age>
<author_name>Olena Marchuk</author_name>
<html>&lt;blockquote hidden&gt;&lt;a href=&quot;${ORIGIN}/articles/s7&quot;&gt;Story 7&lt;/a&gt;&lt;/blockquote&gt;&lt;iframe src=&quot;${ORIGIN}/embed/articles/s7?messages=wordpress&quot; title=&quot;Story 7&quot; width=&quot;600&quot; height=&quot;220&quot; sandbox=&quot;allow-scripts allow-popups allow-popups-to-escape-sandbox&quot; loading=&quot;lazy&quot; frameborder=&quot;0&quot;&gt;&lt;/iframe&gt;</html>
<width>600</width>
<height>220</height>
</oembed>
`);
    });

    it.each([
      ['/oembed', 400],
      ['/oembed?format=yaml&url=x', 501],
      [ask('https://other.example/channels/ukraine'), 404],
      [ask('no address'), 404],
      [ask(`${ORIGIN}/`), 404],
      [ask(`${ORIGIN}/feeds/ukraine.rss`), 404],
      [ask(`${ORIGIN}/channels/nowhere`), 404],
      [ask(`${ORIGIN}/channels/%zz`), 404],
      [ask(`${ORIGIN}/articles/nowhere`), 404],
      [ask(`${ORIGIN}/articles/gone`), 410],
    ])('%s is a %i', async (path, status) => {
      expect((await wire.fetch(path)).status).toBe(status);
    });

    it.each(['/channels/ukraine', '/articles/s7'])('is found from %s', async (path) => {
      const page = await read(path);
      const links = [...page.matchAll(/<link rel="alternate" type="([^"]+\+oembed)" href="([^"]+)">/g)];
      expect(links.map((it) => it[1])).toEqual(['application/json+oembed', 'text/xml+oembed']);
      for (const [, , href = ''] of links) {
        const found = await read(href.replaceAll('&amp;', '&').replace(ORIGIN, ''));
        expect(found).toContain(path === '/channels/ukraine' ? 'Ukraine - Tagwire' : 'Story 7');
      }
    });
  });
});
