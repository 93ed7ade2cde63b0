import { readFile } from 'node:fs/promises';
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import Parser from 'rss-parser';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { projectPath } from '../../src/cli/local.ts';
import {
  ForeignSite,
  inPage,
  keepScreenshot,
  launchBrowser,
  MAX_SHIFT,
  shiftOf,
  type Visit,
  Visitors,
} from '../support/browser.ts';
import { openNewsroom, PAGES } from '../support/newsroom.ts';
import { Worker } from '../support/worker.ts';

const WIDE = { width: 1200, height: 800 };
const REFLOWED = 320;
const NARROW = { width: 360, height: 740 };
/** Bytes of a first visit, as they stand in files: less goes through the network. */
const MAX_PAGE_BYTES = 30_000;
const CLIPBOARD = { permissions: ['clipboard-read', 'clipboard-write'] };
const CORRIDOR_STORIES = [
  'First buses leave Sumy by the agreed corridor',
  'Із Сум до Полтави запрацював гуманітарний коридор',
  'ممر إنساني يفتح من سومي',
  'Mariupol evacuation halted hours after the ceasefire was due to begin, and both sides blame each other',
];

let wire: Worker;
let site: ForeignSite;
let browser: Browser;
let visitors: Visitors;

beforeAll(async () => {
  [wire, site, browser] = await Promise.all([Worker.startBuilt(), ForeignSite.open(), launchBrowser()]);
  visitors = new Visitors(browser);
  await openNewsroom(wire, new Date());
});

afterEach(() => visitors.leave());

afterAll(async () => {
  await browser?.close();
  await site?.close();
  await wire?.stop();
});

const visit = (path: string, options: BrowserContextOptions = {}): Promise<Visit> =>
  visitors.visit(wire.url + path, { viewport: WIDE, ...options });
const pathOf = (page: Page) => page.url().slice(wire.url.length);
const heading = (page: Page) => page.getByRole('heading', { level: 1 }).textContent();
const copied = (page: Page) => page.evaluate<string>('navigator.clipboard.readText()');
/** Texts of all such elements, once the page that a click led to is there. */
async function textsOf(page: Page, elements: Locator): Promise<string[]> {
  await page.waitForLoadState();
  return elements.allTextContents();
}
const titles = (page: Page) => textsOf(page, page.locator('.stories h3'));
const shownChannels = (page: Page) => textsOf(page, page.locator('#channels h3').filter({ visible: true }));

describe('somebody who has never heard of feeds', () => {
  it('finds a subject, copies its address, and a reader shows the stories', async () => {
    const { page, complaints } = await visit('/', CLIPBOARD);
    expect(await page.locator('main').innerText()).toContain(
      'Subscribe to one, and its new stories come to you by themselves, in an app that you choose: a feed reader.',
    );
    await page.getByLabel('Find a channel').pressSequentially('corridor');
    expect(await shownChannels(page)).toEqual(['Humanitarian corridors']);
    expect(await page.getByRole('status').textContent()).toBe('1 channel');
    await page.getByRole('link', { name: 'Humanitarian corridors', exact: true }).click();
    expect(await heading(page)).toBe('Humanitarian corridors');
    const button = page.locator('[data-copy=address]');
    await button.click();
    await page.getByRole('button', { name: 'Copied' }).waitFor();
    await keepScreenshot(page, 'page-copied');
    const address = await copied(page);
    expect(address).toBe(`${wire.url}/feeds/humanitarian-corridors.rss`);
    const feed = await new Parser().parseURL(address);
    expect(feed.items.map((it) => it.title)).toEqual(CORRIDOR_STORIES);
    expect(complaints).toEqual([]);
    await expect.poll(() => button.textContent(), { timeout: 10_000 }).toBe('Copy');
  });

  it('copies it where the browser has no clipboard for pages', async () => {
    const { page } = await visit('/', CLIPBOARD);
    await page.addInitScript("Object.defineProperty(Navigator.prototype, 'clipboard', { value: undefined })");
    await page.goto(`${wire.url}/channels/lviv`);
    await page.locator('[data-copy=address]').click();
    await page.getByRole('button', { name: 'Copied' }).waitFor();
    await page.getByLabel('Search all stories').focus();
    await page.keyboard.press('ControlOrMeta+V');
    expect(await page.getByLabel('Search all stories').inputValue()).toBe(`${wire.url}/feeds/lviv.rss`);
  });

  it('is told where it could not be copied, and has it selected', async () => {
    const { page, complaints } = await visit('/');
    await page.addInitScript(
      "Object.defineProperty(Navigator.prototype, 'clipboard', { value: { writeText: () => Promise.reject(new Error('no')) } }); document.execCommand = () => false;",
    );
    await page.goto(`${wire.url}/channels/lviv`);
    await page.locator('[data-copy=address]').click();
    await page.getByRole('button', { name: 'Selected' }).waitFor();
    expect(await page.evaluate('String(getSelection())')).toBe(`${wire.url}/feeds/lviv.rss`);
    expect(complaints).toEqual([]);
  });

  it('presses the button of a reader', async () => {
    const { page } = await visit('/channels/humanitarian-corridors');
    const feed = `${wire.url}/feeds/humanitarian-corridors.rss`;
    const links = page.locator('.subscribe .buttons a');
    expect(await links.evaluateAll(inPage('it.map((one) => [one.textContent, one.href])'))).toEqual([
      ['Feedly', `https://feedly.com/i/subscription/feed%2F${encodeURIComponent(feed)}`],
      ['Inoreader', `https://www.inoreader.com/?add_feed=${encodeURIComponent(feed)}`],
      ['NewsBlur', `https://www.newsblur.com/?url=${encodeURIComponent(feed)}`],
      ['The Old Reader', `https://theoldreader.com/feeds/subscribe?url=${encodeURIComponent(feed)}`],
      ['Feedbin', `https://feedbin.com/?subscribe=${encodeURIComponent(feed)}`],
      ['An app on this device', `feed:${feed}`],
    ]);
  });

  it('gets to the page of a channel by the address of its feed', async () => {
    const { page } = await visit('/feeds/humanitarian-corridors');
    expect(pathOf(page)).toBe('/channels/humanitarian-corridors');
  });

  it.each([
    ['rss', 'light'],
    ['atom', 'dark'],
  ] as const)('sees what a raw feed is: %s, %s', async (format, colorScheme) => {
    const { page, complaints } = await visit(`/feeds/humanitarian-corridors.${format}`, { colorScheme });
    const root = page.locator(':root');
    expect(await root.evaluate(inPage("getComputedStyle(it, '::before').content"))).toContain('This is a feed');
    const visible = page.locator(format === 'rss' ? 'item > title' : 'entry > title').filter({ visible: true });
    expect(await visible.allTextContents()).toEqual(CORRIDOR_STORIES);
    expect(await page.locator('guid, category, id, updated, content').filter({ visible: true }).count()).toBe(0);
    expect(await root.evaluate(inPage('getComputedStyle(it).backgroundColor'))).toBe(
      colorScheme === 'dark' ? 'rgb(23, 22, 26)' : 'rgb(255, 255, 255)',
    );
    expect(complaints).toEqual([]);
    await keepScreenshot(page, `feed-${format}-${colorScheme}`);
  });
});

describe('a combination', () => {
  it('shows its address while boxes are ticked, and is a channel', async () => {
    const { page, complaints } = await visit('/');
    const address = page.locator('output.address');
    await page.getByLabel('Combine Ukraine').check();
    expect(await address.isVisible()).toBe(false);
    await page.getByLabel('Combine Humanitarian corridors').check();
    expect(await address.textContent()).toBe(`${wire.url}/channels/humanitarian-corridors+ukraine`);
    await page.getByLabel('but not in').selectOption('Sport');
    expect(await address.textContent()).toBe(`${wire.url}/channels/humanitarian-corridors+ukraine+!sport`);
    await page.getByLabel('Stories in').selectOption('any of them');
    const any = `${wire.url}/channels/humanitarian-corridors+!sport,ukraine+!sport`;
    expect(await address.textContent()).toBe(any);
    await keepScreenshot(page, 'page-combining');
    await page.getByRole('button', { name: 'Show the combination' }).click();
    expect(page.url()).toBe(any);
    expect(await heading(page)).toBe('Humanitarian corridors but not Sport, or Ukraine but not Sport');
    expect(await titles(page)).toEqual([...CORRIDOR_STORIES, 'Lviv opens its theatres as shelters']);
    expect(complaints).toEqual([]);
  });

  it('is told to be too much, or impossible, before it is asked for', async () => {
    const { page } = await visit('/');
    const address = page.locator('output.address');
    await page.getByLabel('Combine Ukraine').check();
    await page.getByLabel('but not in').selectOption('Ukraine');
    expect(await address.textContent()).toBe('Nothing matches: the same channel is ticked and left out.');
    await page.getByLabel('Stories in').selectOption('any of them');
    await page.getByLabel('Combine Sport').check();
    expect(await address.textContent()).toBe(`${wire.url}/channels/sport+!ukraine`);
    for (const name of ['Europe', 'Mariupol', 'Lviv']) await page.getByLabel(`Combine ${name}`).check();
    expect(await address.textContent()).toBe('Too many for one channel: tick fewer.');
    await page.getByLabel('Combine Sport').uncheck();
    const most = `${wire.url}/channels/europe+!ukraine,lviv+!ukraine,mariupol+!ukraine`;
    expect(await address.textContent()).toBe(most);
    expect((await page.goto(most))?.status()).toBe(200);
  });

  it('still shows its address to whoever comes back', async () => {
    const { page } = await visit('/');
    await page.getByLabel('Combine Ukraine').check();
    await page.getByLabel('Combine Sport').check();
    await page.getByLabel('Find a channel').fill('s');
    await page.getByLabel('Find a channel').fill('sport');
    await page.goto(`${wire.url}/channels/sport`);
    await page.goBack();
    expect(await page.getByLabel('Combine Sport').isChecked()).toBe(true);
    expect(await page.locator('output.address').innerText()).toBe(`${wire.url}/channels/sport+ukraine`);
    expect(await shownChannels(page)).toEqual(['Sport']);
  });

  it('goes on from a channel', async () => {
    const { page } = await visit('/channels/humanitarian-corridors');
    expect(await page.getByRole('checkbox', { name: 'Humanitarian corridors' }).isChecked()).toBe(true);
    await page.getByRole('checkbox', { name: 'Refugees' }).check();
    await page.getByRole('button', { name: 'Show the combination' }).click();
    expect(pathOf(page)).toBe('/channels/humanitarian-corridors+refugees');
    expect(await titles(page)).toEqual(['ممر إنساني يفتح من سومي']);
  });

  it('of what is left out alone is everything else', async () => {
    const { page } = await visit('/');
    await page.getByLabel('Stories in').selectOption('any of them');
    await page.getByLabel('but not in').selectOption('Ukraine');
    await page.getByLabel('Combine Sport').check();
    await page.getByLabel('Combine Sport').uncheck();
    await page.getByRole('button', { name: 'Show the combination' }).click();
    expect(pathOf(page)).toBe('/channels/all+!ukraine');
  });
});

describe('a search', () => {
  it('finds stories in every language, and is a feed', async () => {
    const { page, complaints } = await visit('/');
    await page.getByLabel('Search all stories').fill('автобусів');
    await page.keyboard.press('Enter');
    await page.waitForURL(`**/search?q=${encodeURIComponent('автобусів')}`);
    expect(await titles(page)).toEqual(['Із Сум до Полтави запрацював гуманітарний коридор']);
    const feeds = page.locator('link[rel=alternate][type="application/rss+xml"]');
    const address = (await feeds.first().getAttribute('href')) as string;
    expect(await page.getByLabel('Copy this address').inputValue()).toBe(address);
    expect((await new Parser().parseURL(address)).items).toHaveLength(1);
    await page.goto(`${wire.url}/search?q=corridors`);
    await page.getByRole('link', { name: 'channels with that name' }).click();
    expect(await shownChannels(page)).toEqual(['Humanitarian corridors']);
    expect(complaints).toEqual([]);
  });

  it('for a channel leads on to its names in other languages, and to all stories', async () => {
    const { page, complaints } = await visit('/');
    await page.getByLabel('Find a channel').pressSequentially('Україна');
    const found = page.getByRole('status');
    expect(await found.textContent()).toBe('0 channels. Look for it in all languages or in all stories');
    const stories = found.getByRole('link', { name: 'all stories' });
    expect(await stories.getAttribute('href')).toBe(`/search?${new URLSearchParams({ q: 'Україна' })}`);
    await found.getByRole('link', { name: 'all languages' }).click();
    expect(await shownChannels(page)).toEqual(['Ukraine']);
    expect(complaints).toEqual([]);
  });

  it('says when nothing is found, and what it does not take', async () => {
    const { page } = await visit('/search?q=nothingofthekind');
    expect(await page.locator('main').innerText()).toContain('No story has all of that.');
    await page.getByLabel('Search all stories').fill('-ukraine');
    await page.getByRole('button', { name: 'Search' }).click();
    expect(await page.locator('main').innerText()).toContain('Not a search: expected a word to look for.');
  });
});

describe('an editor of another site', () => {
  function paste(snippet: string, policy: string): Promise<Visit> {
    const html = `<!doctype html><meta charset="utf-8"><title>News</title><link rel="icon" href="data:,">${snippet}`;
    const headers = { 'content-security-policy': `default-src 'none'; img-src data:; ${policy}` };
    return visitors.visit(site.publish('/pasted', { html, headers }));
  }

  it('copies the snippet, pastes it, and has the stories on the page', async () => {
    const { page, complaints } = await visit('/channels/humanitarian-corridors', CLIPBOARD);
    await page.locator('[data-copy=snippet]').click();
    await page.getByRole('button', { name: 'Copied' }).waitFor();
    const preview = page.frameLocator('iframe');
    await preview.getByText(CORRIDOR_STORIES[0] as string).waitFor();
    await keepScreenshot(page, 'page-embed-panel');
    const theirs = await paste(await copied(page), `script-src ${wire.url}; connect-src ${wire.url}`);
    await theirs.page.locator('tagwire-feed [aria-busy=false] ol > li').nth(3).waitFor();
    expect(await theirs.page.locator('tagwire-feed li .link').allTextContents()).toEqual(CORRIDOR_STORIES);
    expect(await theirs.page.locator('tagwire-feed .tight').count()).toBe(0);
    await keepScreenshot(theirs.page, 'page-pasted');
    expect([...complaints, ...theirs.complaints]).toEqual([]);
  });

  it('copies the other one where scripts are not allowed', async () => {
    const { page } = await visit('/channels/humanitarian-corridors', CLIPBOARD);
    await page.locator('[data-copy=frame-snippet]').click();
    await page.getByRole('button', { name: 'Copied' }).waitFor();
    const theirs = await paste(await copied(page), `frame-src ${wire.url}`);
    const frame = theirs.page.frameLocator('iframe');
    await frame.getByText(CORRIDOR_STORIES[3] as string).waitFor();
    expect(await frame.locator('h2').allTextContents()).toEqual(CORRIDOR_STORIES);
    expect(theirs.complaints).toEqual([]);
  });
});

describe('a story', () => {
  it('leads to the channels that it is in', async () => {
    const { page } = await visit('/articles/sumy-buses');
    await keepScreenshot(page, 'page-story');
    const picture = page.getByRole('img', { name: 'A map' });
    expect(await picture.evaluate(inPage('it.complete && it.naturalWidth > 0'))).toBe(true);
    expect(await page.locator('main').innerText()).toContain('An earlier version named another road.');
    await page.getByRole('link', { name: 'Humanitarian corridors' }).click();
    expect(pathOf(page)).toBe('/channels/humanitarian-corridors');
  });

  it('is marked when it was retracted, and gone when it was withdrawn', async () => {
    const { page } = await visit('/articles/wrong-figures');
    expect(await page.locator('.notice').innerText()).toContain('This story has been retracted.');
    expect((await page.goto(`${wire.url}/articles/never-was`))?.status()).toBe(410);
    expect(await heading(page)).toBe('This story is gone');
  });
});

describe('without script', () => {
  const PLAIN = { javaScriptEnabled: false };

  it('finds, combines and searches', async () => {
    const { page, complaints } = await visit('/', PLAIN);
    await page.getByLabel('Find a channel').fill('corridor');
    await page.getByRole('button', { name: 'Find' }).click();
    expect(pathOf(page)).toBe('/?q=corridor');
    expect(await shownChannels(page)).toEqual(['Humanitarian corridors']);
    await page.getByRole('status').getByRole('link', { name: 'All channels' }).click();
    await page.getByLabel('Combine Ukraine').check();
    await page.getByLabel('Combine Mariupol').check();
    await page.getByLabel('Stories in').selectOption('any of them');
    await page.getByRole('button', { name: 'Show the combination' }).click();
    expect(pathOf(page)).toBe('/channels/mariupol,ukraine');
    await page.getByLabel('Search all stories').fill('theatres');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/search?q=theatres');
    expect(await titles(page)).toEqual(['Lviv opens its theatres as shelters']);
    expect(complaints).toEqual([]);
  });

  it('has addresses to select, no buttons that do nothing, and the preview', async () => {
    const { page } = await visit('/channels/humanitarian-corridors', PLAIN);
    expect(await page.getByLabel('Copy this address').inputValue()).toBe(
      `${wire.url}/feeds/humanitarian-corridors.rss`,
    );
    expect(await page.locator('[data-copy]').filter({ visible: true }).count()).toBe(0);
    await page
      .frameLocator('iframe')
      .getByText(CORRIDOR_STORIES[0] as string)
      .waitFor();
    await keepScreenshot(page, 'page-no-script');
  });
});

const PREVIEW = 'What it looks like';

/** The element that has the focus: its name, and if one sees the focus. */
const FOCUSED = `(() => {
  const it = document.activeElement;
  if (it === document.body) return null;
  const { left, top, right, bottom } = it.getClientRects()[0];
  const points = [[(left + right) / 2, (top + bottom) / 2], [left + 3, top + 3], [right - 3, bottom - 3]];
  return {
    name: (it.ariaLabel || it.labels?.[0]?.textContent || it.textContent || it.title).trim(),
    ringed: getComputedStyle(it).outlineStyle === 'solid',
    seen: points.some(([x, y]) => it.contains(document.elementFromPoint(x, y))),
  };
})()`;

interface Focused {
  name: string;
  ringed: boolean;
  seen: boolean;
}

async function pressTab(page: Page): Promise<Focused | null> {
  await page.keyboard.press('Tab');
  return page.evaluate<Focused | null>(FOCUSED);
}

/** Presses Tab until something of that name has the focus. */
async function tabTo(page: Page, name: string): Promise<void> {
  const passed: (string | undefined)[] = [];
  while (passed.length < 150) {
    const focused = await pressTab(page);
    if (focused?.name === name) return;
    passed.push(focused?.name);
  }
  throw new Error(`the keyboard did not come to "${name}", only to ${passed.join(', ')}`);
}

describe('with the keyboard alone', () => {
  it('skips to the content, finds a channel, and copies its address', async () => {
    const { page } = await visit('/', CLIPBOARD);
    expect(await pressTab(page)).toEqual({ name: 'Skip to content', ringed: true, seen: true });
    await keepScreenshot(page, 'page-skip-link');
    await page.keyboard.press('Enter');
    expect(await pressTab(page)).toMatchObject({ name: 'How to subscribe' });
    await tabTo(page, 'Find a channel');
    await page.keyboard.type('corridor');
    await tabTo(page, 'Humanitarian corridors');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/channels/humanitarian-corridors');
    await tabTo(page, 'Copy');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Copied' }).waitFor();
    expect(await copied(page)).toBe(`${wire.url}/feeds/humanitarian-corridors.rss`);
  });

  it('combines channels', async () => {
    const { page } = await visit('/');
    for (const name of ['Combine Mariupol', 'Combine Humanitarian corridors']) {
      await tabTo(page, name);
      await page.keyboard.press('Space');
    }
    await tabTo(page, 'Show the combination');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/channels/humanitarian-corridors+mariupol');
  });

  it.each([
    ['/', WIDE],
    ['/', NARROW],
    ['/channels/humanitarian-corridors', WIDE],
    ['/channels/humanitarian-corridors', NARROW],
    ['/articles/sumy-buses', NARROW],
    ['/search?q=corridor', NARROW],
  ])('comes to everything that can be used, and one sees where it is: %s, %o', async (path, viewport) => {
    const { page } = await visit(path, { viewport });
    // The panel that stays in sight while boxes are ticked must cover nothing that has the focus.
    if (path === '/') await page.getByLabel('Combine Mariupol').check();
    await page.locator('.skip').focus();
    const usable = page.locator('a[href], input, select, button, textarea').filter({ visible: true });
    const names = ['Skip to content'];
    for (;;) {
      const focused = await pressTab(page);
      if (focused === null || names.length > 200) break;
      // The frame of the preview has the focus for the links in it, which are not of this page.
      if (focused.name === PREVIEW) continue;
      expect(focused, focused.name).toMatchObject({ ringed: true, seen: true });
      names.push(focused.name);
    }
    expect(names).toHaveLength(await usable.count());
    expect(names.length).toBeGreaterThan(5);
  });
});

const STATUSES: Record<string, number> = { withdrawn: 410, nothing: 404 };

const framed = (path: string) => path.startsWith('/embed/');

const LOOKS = {
  light: { viewport: WIDE, colorScheme: 'light' },
  'narrow-dark': { viewport: NARROW, colorScheme: 'dark' },
} as const;

const RUN_AXE = `axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })
  .then(({ violations, passes }) => ({
    violations: violations.map(({ id, nodes }) => id + ': ' + nodes.map((it) => it.html).join(' ')),
    passes: passes.map((it) => it.id),
  }))`;

/** Words to press that stand on more than one line. */
const BROKEN_WORDS = `[...document.querySelectorAll('button, .button, .go, .brand')].filter((it) => {
  const range = document.createRange();
  range.selectNodeContents(it);
  return /^\\S+$/.test(it.textContent) && range.getClientRects().length > 1;
}).map((it) => it.textContent)`;

/** True if a colour as browsers write it ("rgb(23, 22, 26)") is nearer to white than to black. */
const isBright = (color: string) =>
  (color.match(/\d+/g) ?? []).slice(0, 3).reduce((sum, it) => sum + Number(it), 0) > 382;

describe.each(Object.entries(PAGES))('the page %s', (name, path) => {
  let axe: string;
  beforeAll(async () => {
    axe = await readFile(projectPath('node_modules', 'axe-core', 'axe.min.js'), 'utf8');
  });

  it.each(Object.entries(LOOKS))(
    'has nothing that axe objects to, and keeps to its width: %s',
    async (look, options) => {
      // In a frame's sandbox, axe would not run either.
      const { page, complaints } = await visit(path, { ...options, bypassCSP: framed(path) });
      await page.evaluate(axe);
      const { violations, passes } = await page.evaluate<{ violations: string[]; passes: string[] }>(RUN_AXE);
      expect(violations).toEqual([]);
      expect(passes).toContain('color-contrast');
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(options.viewport.width);
      expect(await page.evaluate(BROKEN_WORDS)).toEqual([]);
      const color = String(await page.locator('body').evaluate(inPage('getComputedStyle(it).color')));
      expect(isBright(color)).toBe(options.colorScheme === 'dark');
      expect(complaints.filter((it) => !/status of 4(04|10)/.test(it))).toEqual([]);
      expect(await shiftOf(page)).toBeLessThanOrEqual(MAX_SHIFT);
      await keepScreenshot(page, `page-${name}-${look}`);
      // WCAG 2.2, 1.4.10: a wide window at 400%.
      await page.setViewportSize({ width: REFLOWED, height: 256 });
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(REFLOWED);
      // 1.4.4, on top of it: letters twice as large.
      if (framed(path)) return;
      await page.evaluate('document.documentElement.style.fontSize = "200%"');
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(REFLOWED);
    },
  );

  it('needs nothing but this site, keeps nothing on the machine, and is light', async () => {
    const { page } = await visit('/robots.txt');
    const asked: string[] = [];
    const sizes: Promise<number>[] = [];
    page.on('response', (response) => {
      asked.push(response.url());
      if (response.frame() === page.mainFrame() && response.request().resourceType() !== 'image') {
        sizes.push(response.body().then((it) => it.length));
      }
    });
    const response = await page.goto(wire.url + path, { waitUntil: 'networkidle' });
    expect(response?.status()).toBe(STATUSES[name] ?? 200);
    const bytes = (await Promise.all(sizes)).reduce((sum, it) => sum + it, 0);
    expect(asked.filter((it) => !it.startsWith(`${wire.url}/`))).toEqual([]);
    expect(await page.context().cookies()).toEqual([]);
    if (!framed(path)) expect(await page.evaluate('localStorage.length + sessionStorage.length')).toBe(0);
    expect(bytes).toBeGreaterThan(1000);
    expect(bytes).toBeLessThanOrEqual(MAX_PAGE_BYTES);
  });
});
