import { decodeHTML } from 'entities';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ForeignSite, launchBrowser } from '../support/browser.ts';
import { accepted, Worker } from '../support/worker.ts';
import { naivePages, POKE, WATCH, XSS_PAYLOADS } from '../support/xss.ts';

const ABREAST = 4;
const IN_A_GROUP = 40;
/** Milliseconds for what begins after a page has been loaded: animations, timers, modules. */
const SETTLING = 30;

let wire: Worker;
let site: ForeignSite;
let browser: Browser;

const PAYLOADS = [...XSS_PAYLOADS.entries()];
const groups = [...new Set(PAYLOADS.map(([index]) => groupOf(index)))];

function groupOf(index: number): string {
  return `group-${Math.floor(index / IN_A_GROUP)}`;
}

function inParts<T>(all: T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, part) => all.slice(part * size, (part + 1) * size));
}

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
const inQuery = (name: string, text: string) => new URLSearchParams({ [name]: text });

beforeAll(async () => {
  [wire, site, browser] = await Promise.all([Worker.startBuilt(), ForeignSite.open(), launchBrowser()]);
  const tags = PAYLOADS.map(([index, payload]) => ({
    slug: `tag-${index}`,
    label: `${index} ${payload}`,
    description: payload,
    broader: groupOf(index),
  }));
  const broad = groups.map((slug) => ({ slug, label: slug }));
  await accepted(wire.api('PUT', '/api/tags', { version: 1, tags: [...broad, ...tags] }));
  for (const [index, payload] of PAYLOADS) {
    const [published, image] = ['2026-03-01T10:00:00Z', { url: '/images/tents.png', alt: payload, credit: payload }];
    const fields = { title: payload, summary: payload, authors: [{ name: payload }], image };
    const corrections = [{ date: '2026-03-02T10:00:00Z', text: payload }];
    const all = { ...fields, corrections, published, tags: [`tag-${index}`] };
    const inMarkup = `<p>A text. ${payload}</p><img src="/images/tents.png" alt="${escaped(payload)}"><a href="${escaped(payload)}">x</a>`;
    const inMarkdown = `A text.\n\n${payload}\n\n- ${payload}\n\n[x](${payload}) ![${payload}](/images/tents.png "${payload}")`;
    await accepted(wire.api('PUT', `/api/articles/text-${index}`, { ...all, body: inMarkdown }));
    await accepted(wire.api('PUT', `/api/articles/markup-${index}`, { ...all, body: inMarkup }));
  }
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await site?.close();
  await wire?.stop();
});

/** A profile in which what runs is told. Policies are ignored, unless asked for: escaping has to do alone. */
async function profile({ bypassCSP = true } = {}): Promise<{ context: BrowserContext; ran: string[] }> {
  const context = await browser.newContext({ bypassCSP });
  await context.addInitScript(WATCH);
  const ran: string[] = [];
  context.on('console', (message) => {
    if (/^RAN/.test(message.text())) ran.push(`${message.text().slice('RAN '.length)} ${message.page()?.url()}`);
  });
  return { context, ran };
}

/** Does to a page and its frames what people do. */
async function poke(page: Page): Promise<void> {
  // A frame that loads when it comes into sight has no document before.
  await page.evaluate("document.querySelector('iframe[loading=lazy]')?.scrollIntoView()");
  for (const frame of page.frames()) {
    // What runs may have taken the frame away: that it ran is known already.
    await frame.evaluate(POKE).catch((error: Error) => {
      if (!/destroyed|detached|navigat/.test(error.message)) throw error;
    });
  }
  await page.waitForTimeout(SETTLING);
}

/** Opens addresses, some at a time. @returns the statuses that were met, and the addresses at which something ran */
async function openAll(addresses: string[]): Promise<{ statuses: number[]; ran: string[] }> {
  const { context, ran } = await profile();
  const left = [...addresses];
  const statuses = new Set<number>();
  const work = async () => {
    const page = await context.newPage();
    for (let address = left.pop(); address !== undefined; address = left.pop()) {
      const response = await page.goto(address);
      statuses.add(response?.status() ?? 0);
      await poke(page);
    }
  };
  await Promise.all(Array.from({ length: ABREAST }, work));
  await context.close();
  return { statuses: [...statuses].sort(), ran };
}

describe(`${PAYLOADS.length} texts that run as script where they are trusted`, () => {
  it('are each different, a hundred and more, and do run there', async () => {
    expect(new Set(XSS_PAYLOADS).size).toBeGreaterThanOrEqual(100);
    expect(new Set(XSS_PAYLOADS).size).toBe(XSS_PAYLOADS.length);
    const { context, ran } = await profile();
    const page = await context.newPage();
    await page.route('**/images/**', (route) => route.continue({ url: `${wire.url}/images/tents.png` }));
    const idle = new Set(XSS_PAYLOADS.keys());
    for (const [kind] of naivePages('').entries()) {
      const frames = [...idle].map((index) => {
        const html = `<!doctype html>${naivePages(XSS_PAYLOADS[index] as string)[kind]}`;
        return `<iframe name="${index}" srcdoc="${escaped(html)}"></iframe>`;
      });
      await page.goto(site.publish('/naive', { html: `<!doctype html>${frames.join('')}` }));
      await poke(page);
      await page.waitForTimeout(5 * SETTLING);
      for (const it of ran) idle.delete(Number.parseInt(it, 10));
      if (idle.size === 0) break;
    }
    await context.close();
    expect([...idle].map((it) => XSS_PAYLOADS[it])).toEqual([]);
  });

  it('do nothing as titles, texts, authors, tags, and pictures of a story', async () => {
    const slugs = PAYLOADS.flatMap(([index]) => [`text-${index}`, `markup-${index}`]);
    expect(await openAll(slugs.map((it) => `${wire.url}/articles/${it}`))).toEqual({ statuses: [200], ran: [] });
  });

  it('do nothing in the frame of a story', async () => {
    const paths = PAYLOADS.map(([index]) => `/embed/articles/text-${index}`);
    // The policy of those that send messages allows a script.
    const addresses = paths.flatMap((it) => [it, `${it}?messages=wordpress`]).map((it) => wire.url + it);
    expect(await openAll(addresses)).toEqual({ statuses: [200], ran: [] });
  });

  it('do nothing on the front page, on pages of channels and combinations, and in their frames', async () => {
    const tags = PAYLOADS.map(([index]) => `tag-${index}`);
    // As many as a combination may have: its name, too, is made of theirs.
    const combinations = inParts(tags, 8).map((it) => it.join(','));
    const channels = ['all', ...groups, ...tags, ...combinations].map((it) => `/channels/${it}`);
    const frames = ['all', ...groups, ...combinations].map((it) => `/embed/${it}?limit=50`);
    const addresses = ['/', ...channels, ...frames].map((it) => wire.url + it);
    expect(await openAll(addresses)).toEqual({ statuses: [200], ran: [] });
  });

  it('do nothing as what is looked for', async () => {
    const searches = PAYLOADS.flatMap(([, it]) => [`/search?${inQuery('q', it)}`, `/?${inQuery('q', it)}`]);
    expect(await openAll(searches.map((it) => wire.url + it))).toEqual({ statuses: [200, 404], ran: [] });
  });

  it('do nothing where an address is expected', async () => {
    const paths = PAYLOADS.flatMap(([, payload]) => {
      const text = encodeURIComponent(payload);
      return [`/channels/${text}`, `/embed/${text}`];
    });
    expect(await openAll(paths.map((it) => wire.url + it))).toEqual({ statuses: [404], ran: [] });
  });

  it('do nothing in what programs read, when a browser opens it', async () => {
    const feeds = groups.flatMap((it) => ['rss', 'atom', 'json'].map((format) => `/feeds/${it}.${format}?limit=100`));
    const oembed = PAYLOADS.map(
      ([index]) => `/oembed?${new URLSearchParams({ format: 'xml', url: `${wire.url}/articles/text-${index}` })}`,
    );
    // Not the OPML, which a browser keeps as a file.
    const addresses = [...feeds, ...oembed, '/sitemap.xml', '/sitemaps/channels.xml', '/robots.txt'];
    expect(await openAll(addresses.map((it) => wire.url + it))).toEqual({ statuses: [200], ran: [] });
  });

  it('do nothing in the pages of others: what editors paste, and what oEmbed gives them', async () => {
    const text = async (path: string) => (await accepted(fetch(wire.url + path))).text();
    const paste = async (index: number) => {
      const [, snippet = ''] = /<textarea id="snippet"[^>]*>([^<]*)/.exec(await text(`/channels/tag-${index}`)) ?? [];
      const story = `${wire.url}/articles/text-${index}`;
      const { html } = JSON.parse(await text(`/oembed?${inQuery('url', story)}`));
      expect(decodeHTML(snippet) + html).toMatch(/<tagwire-feed src=.*<iframe src=/s);
      return decodeHTML(snippet) + html;
    };
    const pages = inParts(PAYLOADS, 5).map(async (part, number) => {
      const pasted = await Promise.all(part.map(([index]) => paste(index)));
      return site.publish(`/pasted/${number}`, { html: `<!doctype html>${pasted.join('')}` });
    });
    expect(await openAll(await Promise.all(pages))).toEqual({ statuses: [200], ran: [] });
  });

  it('do nothing in the element', async () => {
    const { context, ran } = await profile();
    const page = await context.newPage();
    for (const group of groups) {
      const element = `<tagwire-feed src="${wire.url}/feeds/${group}.json" limit="50" summaries></tagwire-feed>`;
      const html = `<!doctype html><script src="${wire.url}/embed.js"></script>${element}`;
      await page.goto(site.publish('/element', { html }));
      await page.locator('tagwire-feed [aria-busy=false] ol > li').nth(30).waitFor();
      await poke(page);
    }
    await context.close();
    expect(ran).toEqual([]);
  });

  it.each(['authors', 'image', 'url'])('are refused as addresses, or harmless: %s', async (field) => {
    const taken: string[] = [];
    for (const [index, payload] of PAYLOADS) {
      const value = { authors: [{ name: 'A', url: payload }], image: { url: payload, alt: '' }, url: payload }[field];
      const story = { title: 'T', body: 'B', tags: ['Addresses'], published: '2026-03-01T10:00:00Z', [field]: value };
      const response = await wire.api('PUT', `/api/articles/${field}-${index}`, story);
      await response.body?.cancel();
      if (response.ok) taken.push(`${wire.url}/articles/${field}-${index}`);
      else expect([payload, response.status]).toEqual([payload, 422]);
    }
    expect((await openAll([...taken, `${wire.url}/channels/addresses`])).ran).toEqual([]);
  });
});

describe('what gets into a page all the same', () => {
  const STRAY = `<script>alert(1)</script><script src="data:,alert(1)"></script><img src=x onerror=alert(1)><a href="javascript:alert(1)">x</a><base href="https://evil.example/"><form action="https://evil.example/"><button>x</button></form>`;

  it.each(['/', '/channels/all', '/articles/text-0', '/search?q=x', '/search', '/nowhere', '/embed/all'])(
    'is stopped by its policy: %s',
    async (path) => {
      const { context, ran } = await profile({ bypassCSP: false });
      const page = await context.newPage();
      const left: string[] = [];
      page.on('request', (it) => {
        if (!it.url().startsWith(wire.url)) left.push(it.url());
      });
      await page.route(wire.url + path, async (route) => {
        const response = await route.fetch();
        const body = (await response.text()).replace(/<body>/, `$&${STRAY}`);
        expect(body).toContain(STRAY);
        await route.fulfill({ response, body });
      });
      await page.goto(wire.url + path);
      await poke(page);
      await page.getByRole('button', { name: 'x' }).first().click({ noWaitAfter: true });
      await page.waitForTimeout(SETTLING);
      await context.close();
      expect([ran, left.filter((it) => !it.startsWith('data:'))]).toEqual([[], []]);
    },
  );
});
