import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ForeignSite, inPage, keepScreenshot, launchBrowser, type Visit, Visitors } from '../support/browser.ts';
import { until } from '../support/tagwire.ts';
import { Worker } from '../support/worker.ts';

const SECRET = 'x36TWvItbD';

/** Does with the messages of a frame what WordPress does (wp-includes/js/wp-embed.js), and keeps them. */
const HOST = `
  self.received = [];
  addEventListener('message', ({ data, source }) => {
    received.push(data);
    const frame = document.querySelector('iframe[data-secret="' + data.secret + '"]');
    if (!frame || source !== frame.contentWindow) return;
    document.querySelector('blockquote').style.display = 'none';
    frame.removeAttribute('style');
    if (data.message === 'height') frame.height = Math.min(Math.max(data.value, 200), 1000);
    if (data.message !== 'link' || document.activeElement !== frame) return;
    if (new URL(data.value).host === new URL(frame.src).host) top.location.href = data.value;
  });`;

let wire: Worker;
let site: ForeignSite;
let browser: Browser;
let visitors: Visitors;
let number = 0;

beforeAll(async () => {
  [wire, site, browser] = await Promise.all([Worker.startBuilt(), ForeignSite.open(), launchBrowser()]);
  visitors = new Visitors(browser);
  await wire.story('here', { title: 'First buses leave Sumy', tags: ['Ukraine'] });
  const url = site.publish('/told', { html: '<!doctype html><title>Told</title>' });
  await wire.story('elsewhere', { title: 'Told elsewhere', tags: ['Ukraine'], url });
});

afterEach(() => visitors.leave());

afterAll(async () => {
  await browser?.close();
  await site?.close();
  await wire?.stop();
});

/** The markup that oEmbed gives for a page. */
async function embedded(path: string): Promise<string> {
  const query = new URLSearchParams({ url: wire.url + path });
  const { html } = (await (await fetch(`${wire.url}/oembed?${query}`)).json()) as { html: string };
  return html;
}

/** What WordPress makes of that markup (`wp_filter_oembed_result`). */
const inWordPress = (html: string) =>
  html
    .replace('<blockquote hidden>', `<blockquote class="wp-embedded-content" data-secret="${SECRET}">`)
    .replace(/ sandbox="[^"]*" loading="lazy"/, '')
    .replace(/ src="([^"]+)"/, ` src="$1#?secret=${SECRET}" data-secret="${SECRET}"`)
    .replace(
      '<iframe',
      '<iframe class="wp-embedded-content" sandbox="allow-scripts" security="restricted" style="position: absolute; visibility: hidden;"',
    );

/** Opens a page of another site that listens as WordPress does. */
async function visit(body: string): Promise<Visit> {
  const html = `<!doctype html><html lang="en"><meta charset="utf-8"><title>News</title><link rel="icon" href="data:,"><script>${HOST}</script><body>${body}</body></html>`;
  return visitors.visit(site.publish(`/${++number}`, { html }));
}

const received = (page: Page) => page.evaluate<{ message: string; value: unknown; secret: string }[]>('self.received');

/** Waits for the frame's next message after those that were received before. */
async function nextAfter(page: Page, before: number): Promise<unknown> {
  await until(
    async () => (await received(page)).length > before,
    () => 'no message',
  );
  return (await received(page)).at(-1);
}

const frameOf = (page: Page) => page.frameLocator('iframe');
const heightIn = (page: Page) =>
  frameOf(page).locator('body').evaluate(inPage('Math.ceil(it.getBoundingClientRect().height)'));
/** Longer than a message takes. */
const settle = (page: Page) => page.waitForTimeout(400);

describe('in WordPress, a frame from oEmbed', () => {
  it.each(['/channels/ukraine', '/articles/here'])('%s tells its height, and is shown', async (path) => {
    const { page, complaints } = await visit(inWordPress(await embedded(path)));
    const message = await nextAfter(page, 0);
    await frameOf(page).getByText('First buses leave Sumy').waitFor();
    const height = await heightIn(page);
    expect(message).toEqual({ message: 'height', value: height, secret: SECRET });
    expect(await page.locator('iframe').getAttribute('height')).toBe(String(Math.max(Number(height), 200)));
    expect(await page.locator('blockquote').isVisible()).toBe(false);
    expect(complaints).toEqual([]);
    await keepScreenshot(page, `wordpress-${path.slice(1).replace('/', '-')}`);
  });

  it('tells its height where it is far below what is seen', async () => {
    const { page } = await visit(
      `<div style="height:20000px"></div>${inWordPress(await embedded('/channels/ukraine'))}`,
    );
    expect(await nextAfter(page, 0)).toEqual({ message: 'height', value: await heightIn(page), secret: SECRET });
  });

  it.each([
    ['First buses leave Sumy', '/articles/here', () => `${wire.url}/articles/here`],
    ['Told elsewhere', '/articles/elsewhere', () => `${site.url}/told`],
    ['Ukraine - Tagwire', '/channels/ukraine', () => `${wire.url}/channels/ukraine`],
  ])('opens a link in the window itself: %s', async (text, path, address) => {
    const { page, complaints } = await visit(inWordPress(await embedded('/channels/ukraine')));
    await nextAfter(page, 0);
    const link = frameOf(page).getByText(text);
    expect(await link.getAttribute('href')).toBe(wire.url + path);
    await link.click();
    await page.waitForURL(address());
    expect(page.context().pages()).toHaveLength(1);
    expect(complaints).toEqual([]);
  });

  it('opens a link by the keyboard', async () => {
    const { page } = await visit(inWordPress(await embedded('/articles/here')));
    await nextAfter(page, 0);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.waitForURL(`${wire.url}/articles/here`);
  });

  it('tells its height again when its width changes, and when asked with the secret', async () => {
    const { page } = await visit(inWordPress(await embedded('/channels/ukraine')));
    await nextAfter(page, 0);
    await settle(page);
    const before = (await received(page)).length;
    await page.evaluate("document.querySelector('iframe').width = '140'");
    const narrow = await nextAfter(page, before);
    expect(narrow).toEqual({ message: 'height', value: await heightIn(page), secret: SECRET });
    await settle(page);

    const ask = (message: unknown) =>
      page.evaluate(`document.querySelector('iframe').contentWindow.postMessage(${JSON.stringify(message)}, '*')`);
    const told = (await received(page)).length;
    await ask({ message: 'ready', secret: 'another' });
    await ask({ message: 'height', secret: SECRET });
    await ask({ message: 'ready' });
    await ask('ready');
    await ask(null);
    await settle(page);
    expect(await received(page)).toHaveLength(told);
    await ask({ message: 'ready', secret: SECRET });
    expect(await nextAfter(page, told)).toEqual(narrow);
  });

  it('tells its height when the secret comes late', async () => {
    const { page } = await visit(inWordPress(await embedded('/channels/ukraine')).replace(`#?secret=${SECRET}`, ''));
    await settle(page);
    expect(await received(page)).toEqual([]);
    await page.evaluate(`document.querySelector('iframe').src += '#?secret=${SECRET}'`);
    expect(await nextAfter(page, 0)).toEqual({ message: 'height', value: await heightIn(page), secret: SECRET });
  });

  it('explains itself when its story was withdrawn', async () => {
    await wire.story('short-lived', { title: 'Short-lived', tags: ['World'] });
    const html = await embedded('/articles/short-lived');
    await wire.withdraw('short-lived');
    const { page } = await visit(inWordPress(html));
    expect(await nextAfter(page, 0)).toEqual({ message: 'height', value: await heightIn(page), secret: SECRET });
    expect(await frameOf(page).getByText('This story has been withdrawn.').isVisible()).toBe(true);
    expect(await page.locator('blockquote').isVisible()).toBe(false);
  });
});

describe('anywhere else, a frame', () => {
  /** Opens the link of a frame in a tab of its own. */
  async function open(page: Page): Promise<Page> {
    const link = frameOf(page).getByText('First buses leave Sumy');
    const [opened] = await Promise.all([page.context().waitForEvent('page'), link.click()]);
    await opened.waitForLoadState();
    return opened;
  }

  it('from oEmbed is alone, says nothing, and opens its links in tabs', async () => {
    const { page, complaints } = await visit(await embedded('/channels/ukraine'));
    const opened = await open(page);
    expect(opened.url()).toBe(`${wire.url}/articles/here`);
    expect(await opened.evaluate('self.opener')).toBe(null);
    await settle(page);
    expect(await received(page)).toEqual([]);
    expect(await page.locator('blockquote').isVisible()).toBe(false);
    expect(complaints).toEqual([]);
  });

  it('that was pasted says nothing, even with a secret and a sandbox that lets it', async () => {
    const src = `${wire.url}/embed/ukraine#?secret=${SECRET}`;
    const { page } = await visit(
      `<iframe src="${src}" sandbox="allow-scripts allow-popups allow-popups-to-escape-sandbox" title="Ukraine"></iframe>`,
    );
    expect((await open(page)).url()).toBe(`${wire.url}/articles/here`);
    await settle(page);
    expect(await received(page)).toEqual([]);
  });

  it('opened as a page has links that work, whatever its address says', async () => {
    const { page } = await visitors.visit(`${wire.url}/embed/ukraine?messages=wordpress#?secret=${SECRET}`);
    const link = page.getByText('First buses leave Sumy');
    const [opened] = await Promise.all([page.context().waitForEvent('page'), link.click()]);
    await opened.waitForLoadState();
    expect(opened.url()).toBe(`${wire.url}/articles/here`);
  });
});
