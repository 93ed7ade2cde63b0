import { SaxesParser } from 'saxes';
import { beforeAll, describe, expect, it } from 'vitest';
import { get, text } from '../../support/pages.ts';
import { freshWire, wire } from '../../support/wire.ts';

describe('hostile texts', () => {
  const HOSTILE = [
    '</script><script>alert(1)</script>',
    '<!--<script>',
    '"><img src=x onerror=alert(1)>',
    `' onmouseover='alert(1)`,
    '</title><svg onload=alert(1)>',
    '</textarea><script>alert(1)</script>',
    'javascript:alert(1)',
    '\u2028</script>\u2029',
  ];

  beforeAll(async () => {
    await freshWire();
    await wire.putTags(
      HOSTILE.map((hostile, index) => ({
        slug: `tag-${index}`,
        label: `Tag ${index} ${hostile}`,
        description: hostile,
        ...(index > 0 && { broader: 'tag-0' }),
      })),
    );
    for (const [index, hostile] of HOSTILE.entries()) {
      await wire.story(`s${index}`, {
        title: hostile,
        summary: hostile,
        tags: [`tag-${index}`, 'tag-0', `Other ${hostile}`],
        authors: [{ name: hostile, url: 'https://x.example/"onclick=x' }],
        image: { url: '/x.png"onerror="x', alt: hostile, credit: hostile },
      });
    }
  });

  const expectHarmless = (page: string) => {
    const own =
      /<script src="\/site\/[0-9a-f]{16}\.js" defer=""><\/script>|<script type="application\/ld\+json">[^<]*<\/script>/g;
    // The snippets that one pastes are text: no tag begins in them.
    const rest = page.replace(own, '').replace(/<textarea[^>]*>[^<]*<\/textarea>/g, '');
    expect(rest).not.toMatch(/<script|<svg onload|<img src=x|<!--|<\/textarea><|href="javascript:/i);
    // Whatever is in quotes is an attribute's value: outside of quotes there is no handler.
    expect(rest.replace(/"[^"]*"/g, '""')).not.toMatch(/<[^>]*\son[a-z]+=/i);
  };

  it('are text on every page', async () => {
    const paths = HOSTILE.flatMap((_, index) => [`/articles/s${index}`, `/channels/tag-${index}`]);
    for (const path of ['/', '/channels/all', '/channels/tag-1,tag-2', ...paths]) {
      const { response, text } = await get(path);
      expect([path, response.status]).toEqual([path, 200]);
      expectHarmless(text);
    }
  });

  it('are text where they are searched for, and in addresses that lead nowhere', async () => {
    for (const hostile of HOSTILE) {
      for (const path of [
        `/?${new URLSearchParams({ q: hostile })}`,
        `/channels/${encodeURIComponent(hostile)}`,
        `/channels?${new URLSearchParams({ tag: hostile })}`,
        `/articles/${encodeURIComponent(hostile)}`,
        `/feeds.opml?expression=${encodeURIComponent(hostile)}`,
        `/${encodeURIComponent(hostile)}`,
      ])
        expectHarmless(await text(path));
    }
  });

  it('keep OPML and sitemaps well-formed', async () => {
    for (const path of ['/feeds.opml', '/sitemap.xml', '/sitemaps/channels.xml', '/sitemaps/stories-2026-02.xml']) {
      const parser = new SaxesParser({ xmlns: true });
      parser.on('error', (error) => {
        throw error;
      });
      parser.write(await text(path)).close();
    }
  });
});
