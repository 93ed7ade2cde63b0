import { beforeAll, describe, expect, it } from 'vitest';
import { digest, embeddedStories, headersOf, read, site } from '../../support/embedding.ts';
import { embedSnippet, frameSnippet } from '../../support/inside.ts';
import { ORIGIN, wire } from '../../support/wire.ts';

const SCRIPT_BUDGET = 6144;
const POLICY =
  "default-src 'none'; style-src 'sha256-'; base-uri 'none'; form-action 'none'; frame-ancestors *; sandbox allow-popups allow-popups-to-escape-sandbox";

const POLICY_WITH_MESSAGES =
  "default-src 'none'; style-src 'sha256-'; script-src 'sha256-'; base-uri 'none'; form-action 'none'; frame-ancestors *; sandbox allow-scripts allow-popups allow-popups-to-escape-sandbox";

const policyOf = (response: Response) => response.headers.get('content-security-policy') ?? '';
const withoutHashes = (policy: string) => policy.replaceAll(/sha256-[^']+/g, 'sha256-');

const sizeGzipped = async (text: string) =>
  (await new Response(new Blob([text]).stream().pipeThrough(new CompressionStream('gzip'))).arrayBuffer()).byteLength;

describe('embedding', () => {
  beforeAll(embeddedStories);

  describe('the script', () => {
    const addressIn = (snippet: string) => /src="([^"]+\.js)"/.exec(snippet)?.[1]?.replace(ORIGIN, '') ?? '';
    const versioned = async () => addressIn(await embedSnippet(site(), { name: 'ukraine', label: 'Ukraine' }));

    it('is within its budget, and the same at both addresses', async () => {
      const text = await read('/embed.js');
      expect(await sizeGzipped(text)).toBeLessThanOrEqual(SCRIPT_BUDGET);
      expect(await read(await versioned())).toBe(text);
      expect(text).not.toMatch(
        /innerHTML|outerHTML|insertAdjacentHTML|\beval\b|new Function|document\.write|^ *\/[/*]/m,
      );
    });

    it('may be kept for a year under its version, an hour otherwise', async () => {
      const names = ['content-type', 'cache-control', 'access-control-allow-origin', 'cross-origin-resource-policy'];
      const open = {
        'content-type': 'text/javascript; charset=utf-8',
        'access-control-allow-origin': '*',
        'cross-origin-resource-policy': 'cross-origin',
      };
      expect(headersOf(await wire.fetch(await versioned()), names)).toEqual({
        ...open,
        'cache-control': 'public, max-age=31536000, immutable',
      });
      expect(headersOf(await wire.fetch('/embed.js'), names)).toEqual({
        ...open,
        'cache-control': 'public, max-age=3600, stale-while-revalidate=86400',
      });
    });

    it('answers 304 to whoever has it', async () => {
      const etag = (await wire.fetch('/embed.js')).headers.get('etag') ?? '';
      const response = await wire.fetch('/embed.js', { headers: { 'if-none-match': etag } });
      expect([response.status, await response.text()]).toEqual([304, '']);
    });

    it('leads from a version that is unknown to the present one', async () => {
      const response = await wire.fetch('/embed/0123456789abcdef.js');
      expect([response.status, response.headers.get('location')]).toEqual([302, `${ORIGIN}/embed.js`]);
    });
  });

  describe('a snippet', () => {
    it('holds links, and a script with its integrity', async () => {
      const snippet = await embedSnippet(site(), { name: 'sport+ukraine', label: 'Sport & Ukraine' });
      const integrity = await digest('SHA-384', await read('/embed.js'));
      const path = /\/embed\/[0-9a-f]{16}\.js/.exec(snippet)?.[0];
      expect(
        snippet,
      ).toBe(`<script src="${ORIGIN}${path}" integrity="sha384-${integrity}" crossorigin="anonymous" async></script>
<tagwire-feed src="${ORIGIN}/feeds/sport+ukraine.json" limit="5">
  <p><a href="${ORIGIN}/channels/sport+ukraine">Sport &amp; Ukraine - Tagwire</a></p>
</tagwire-feed>
`);
    });

    it('of a frame is sandboxed, without style', () => {
      expect(frameSnippet(site(), { name: 'ukraine', label: 'Ukraine "now"' })).toBe(
        `<iframe src="${ORIGIN}/embed/ukraine" title="Ukraine &quot;now&quot; - Tagwire" width="100%" height="420" sandbox="allow-popups allow-popups-to-escape-sandbox" loading="lazy" frameborder="0"></iframe>\n`,
      );
    });
  });

  describe('a frame', () => {
    it.each([
      ['/embed/Ukraine', '/embed/ukraine'],
      ['/embed/ukraine/', '/embed/ukraine'],
      ['/embed/ukraine+sport', '/embed/sport+ukraine'],
      ['/embed/ukraine?limit=5', '/embed/ukraine'],
      ['/embed/ukraine?limit=99', '/embed/ukraine?limit=50'],
      ['/embed/ukraine?theme=pink&utm_source=x', '/embed/ukraine'],
      ['/embed/ukraine?theme=dark&limit=3', '/embed/ukraine?limit=3&theme=dark'],
      ['/embed/ukraine?theme=dark&messages=wordpress&limit=3', '/embed/ukraine?limit=3&messages=wordpress&theme=dark'],
      ['/embed/ukraine?messages=drupal', '/embed/ukraine'],
      ['/embed/articles/s1?limit=3', '/embed/articles/s1'],
      ['/embed/articles/s1?limit=3&messages=wordpress', '/embed/articles/s1?messages=wordpress'],
    ])('%s is a 301 to %s', async (path, target) => {
      const response = await wire.fetch(path);
      expect([response.status, response.headers.get('location')]).toEqual([301, ORIGIN + target]);
    });

    it('lists the latest stories, and no withdrawn one', async () => {
      const titles = (text: string) => [...text.matchAll(/Story (\d)/g)].map((it) => Number(it[1]));
      const text = await read('/embed/ukraine');
      expect(titles(text)).toEqual([7, 6, 5, 4, 3]);
      expect(text).not.toMatch(/Withdrawn|Never again/);
      expect(titles(await read('/embed/ukraine+!sport?limit=2'))).toEqual([7, 5]);
      expect(text).toContain(`<a href="${ORIGIN}/articles/s7" target="_blank" rel="noopener">Story 7</a>`);
      expect(text).toContain(
        'Olena Marchuk · <time datetime="2026-02-07T10:00:00.000Z">Feb 7, 2026, 10:00 AM UTC</time>',
      );
    });

    it('may be framed by anybody and run nothing', async () => {
      const response = await wire.fetch('/embed/ukraine');
      const policy = policyOf(response);
      expect(withoutHashes(policy)).toBe(POLICY);
      const text = await response.text();
      expect(text).not.toContain('<script');
      const style = /<style>([\s\S]*)<\/style>/.exec(text)?.[1] ?? '';
      expect(policy).toContain(`'sha256-${await digest('SHA-256', style)}'`);
      const names = [
        'content-type',
        'cache-control',
        'cache-tag',
        'set-cookie',
        'x-content-type-options',
        'referrer-policy',
        'cross-origin-resource-policy',
      ];
      expect(headersOf(response, names)).toEqual({
        'content-type': 'text/html; charset=utf-8',
        'cache-control': 'public, max-age=900, stale-while-revalidate=300, stale-if-error=86400',
        'cache-tag': 'ukraine',
        'set-cookie': null,
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'strict-origin-when-cross-origin',
        'cross-origin-resource-policy': 'cross-origin',
      });
    });

    it.each([
      ['/embed/ukraine', 200],
      ['/embed/articles/s7', 200],
      ['/embed/articles/gone', 410],
      ['/embed/nowhere', 404],
    ])('%s runs the one script that its policy names if it sends messages', async (path, status) => {
      const response = await wire.fetch(`${path}?messages=wordpress`);
      expect(response.status).toBe(status);
      const policy = policyOf(response);
      expect(withoutHashes(policy)).toBe(POLICY_WITH_MESSAGES);
      const scripts = [...(await response.text()).matchAll(/<script>([\s\S]*?)<\/script>/g)].map((it) => it[1] ?? '');
      expect(scripts).toHaveLength(1);
      expect(policy).toContain(`script-src 'sha256-${await digest('SHA-256', scripts[0] ?? '')}';`);
      expect(scripts[0]).not.toMatch(/innerHTML|\beval\b|new Function|document\.write|^ *\/[/*]/m);
    });

    it('links to its own host if it sends messages, else to where a story is at home', async () => {
      const home = 'https://news.example/a?b=1&amp;c=2';
      const linksOf = async (path: string) => [...(await read(path)).matchAll(/<a href="([^"]+)"/g)].map((it) => it[1]);
      expect(await linksOf('/embed/else')).toEqual([`${ORIGIN}/channels/else`, home]);
      expect(await linksOf('/embed/else?messages=wordpress')).toEqual([
        `${ORIGIN}/channels/else`,
        `${ORIGIN}/articles/elsewhere`,
      ]);
      expect(await linksOf('/embed/articles/elsewhere')).toEqual([home, ORIGIN]);
      expect(await linksOf('/embed/articles/elsewhere?messages=wordpress')).toEqual([
        `${ORIGIN}/articles/elsewhere`,
        ORIGIN,
      ]);
      const response = await wire.fetch('/articles/elsewhere');
      expect([response.status, response.headers.get('location')]).toEqual([302, 'https://news.example/a?b=1&c=2']);
    });

    it('answers 304 to whoever has it', async () => {
      const etag = (await wire.fetch('/embed/ukraine')).headers.get('etag') ?? '';
      expect((await wire.fetch('/embed/ukraine', { headers: { 'if-none-match': etag } })).status).toBe(304);
      expect((await wire.fetch('/embed/sport', { headers: { 'if-none-match': etag } })).status).toBe(200);
    });

    it('has the colours that are asked for', async () => {
      const dark = await read('/embed/ukraine?theme=dark');
      expect(dark).toContain('data-theme="dark"');
      expect(dark).toContain('<meta name="color-scheme" content="dark">');
      expect(await read('/embed/ukraine')).toContain('<meta name="color-scheme" content="light dark">');
    });

    it.each([
      ['/embed/articles/gone', 410, 'This story has been withdrawn.'],
      ['/embed/articles/nowhere', 404, 'There is nothing here at the moment.'],
      ['/embed/nowhere', 404, 'There is nothing here at the moment.'],
    ])('%s is a %i for people', async (path, status, message) => {
      const response = await wire.fetch(path);
      expect([response.status, response.headers.get('content-type')]).toEqual([status, 'text/html; charset=utf-8']);
      expect(response.headers.get('cache-control')).toBe('public, max-age=60');
      expect(await response.text()).toContain(message);
    });

    it.each(['/embed/hostile', '/embed/articles/hostile'])('%s has text where the story has markup', async (path) => {
      const text = await read(path);
      expect(text).not.toMatch(/<script|<img src=x|=alert\(2\)>/);
      expect(text).toContain(
        '&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&lt;img src=x onerror=alert(2)&gt; &amp; &#39;',
      );
      expect(text).toContain('dir="rtl"');
    });

    it.each([
      ['ur', 'rtl'],
      ['ur-Latn', 'auto'],
      ['uk', 'auto'],
    ])('has the direction of a story’s language and script: %s', async (language, direction) => {
      await wire.story(`in-${language.toLowerCase()}`, { language, tags: ['Languages'] });
      const text = await read(`/embed/articles/in-${language.toLowerCase()}`);
      expect(text).toContain(`<article class="card" dir="${direction}">`);
    });

    it('takes pictures from where the story has its own, and nowhere else', async () => {
      const policy = policyOf(await wire.fetch('/embed/articles/hostile'));
      expect(policy).toContain('img-src https://cdn.example;');
    });
  });
});
