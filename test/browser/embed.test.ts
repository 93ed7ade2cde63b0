import { createHash } from 'node:crypto';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  ForeignSite,
  inPage,
  keepScreenshot,
  launchBrowser,
  MAX_SHIFT,
  shiftOf,
  Visitors,
} from '../support/browser.ts';
import { until } from '../support/tagwire.ts';
import { Worker } from '../support/worker.ts';

const HOSTILE = `<img src=x onerror="document.title='hacked'"><script>document.title='hacked'</script>`;

const RESET = `*{all:unset !important} *{margin:0;padding:0;border:0;font-size:20px !important}
  style,script,head,title,meta,template{display:none !important} html{display:block !important}`;

let wire: Worker;
let site: ForeignSite;
let browser: Browser;
let number = 0;
let visitors: Visitors;

beforeAll(async () => {
  [wire, site, browser] = await Promise.all([Worker.startBuilt(), ForeignSite.open(), launchBrowser()]);
  visitors = new Visitors(browser);
  const tell = (key: string, fields: Record<string, unknown>) =>
    wire.api('PUT', `/api/articles/${key}`, { published: '2022-03-08T20:45:00+02:00', body: 'Text.', ...fields });
  const titles = [
    'First buses leave Sumy by the agreed corridor',
    'Second round of talks ends without a ceasefire, and both sides agree to meet again within days',
    'Power lines to the plant have been repaired',
    'How a humanitarian corridor works',
    'More than two million people have left the country',
    'Grain ships wait',
  ];
  for (const [index, title] of titles.entries()) {
    const published = `2022-03-0${8 - index}T20:45:00+02:00`;
    await tell(`s${index}`, { title, published, tags: ['Ukraine'], authors: ['Olena Marchuk'] });
  }
  await tell('gone', { title: 'Never again', tags: ['Ukraine'], published: '2022-03-09T00:00:00Z' });
  await wire.withdraw('gone');
  await tell('arabic', {
    title: 'ممر إنساني يفتح من سومي',
    summary: 'غادرت الحافلات المدينة',
    language: 'ar',
    tags: ['World'],
  });
  await tell('ukrainian', { title: 'Евакуація із Сум: «зелений коридор»', language: 'uk', tags: ['World'] });
  await tell('hostile', { title: HOSTILE, summary: HOSTILE, authors: [HOSTILE], tags: ['Hostile'] });
  await tell('moving', { title: 'The first story', tags: ['Moving'] });
});

afterEach(() => visitors.leave());

afterAll(async () => {
  await browser?.close();
  await site?.close();
  await wire?.stop();
});

const element = (channel = 'ukraine', attributes = '', inside = '<p><a href="/by-hand">The wire</a></p>') =>
  `<tagwire-feed src="${wire.url}/feeds/${channel}.json" ${attributes}>${inside}</tagwire-feed>`;
const script = (attributes = '') => `<script src="${wire.url}/embed.js" ${attributes}></script>`;
const strict = () =>
  `default-src 'none'; script-src ${wire.url}; connect-src ${wire.url}; frame-src ${wire.url}; style-src 'nonce-page'`;

/** A page of the newspaper. Its policy allows the wire's scripts, connections and frames, and its own style. */
function publish(
  body: string,
  { css = '', head = '', html = 'lang="en"', policy = strict() }: Record<string, string> = {},
): string {
  return site.publish(`/${++number}`, {
    html: `<!doctype html><html ${html}><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>News</title><link rel="icon" href="data:,">
<style nonce="page">${css}</style>${head}</head><body>${body}<p id="below">What stands below.</p></body></html>`,
    headers: { 'content-security-policy': `${policy}; img-src data:` },
  });
}

/** The If-None-Match of requests from now on, and the statuses of responses, as they go through the network. */
async function wireOf(page: Page): Promise<{ asked: (string | undefined)[]; answered: number[] }> {
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  const asked: (string | undefined)[] = [];
  const answered: number[] = [];
  session.on('Network.requestWillBeSentExtraInfo', ({ headers }) => asked.push(headers['If-None-Match']));
  session.on('Network.responseReceivedExtraInfo', ({ statusCode }) => answered.push(statusCode));
  return { asked, answered };
}

const stories = (page: Page) => page.locator('tagwire-feed li.story .link');
const shown = (page: Page, count = 1) =>
  page
    .locator('tagwire-feed [aria-busy=false] ol >> li')
    .nth(count - 1)
    .waitFor();

describe('<tagwire-feed>', () => {
  it('shows the latest stories instead of the links, under a strict policy', async () => {
    const { page, complaints } = await visitors.visit(publish(`${script('async')}${element('ukraine', 'limit="5"')}`));
    await shown(page, 5);
    expect(await stories(page).allTextContents()).toEqual([
      'First buses leave Sumy by the agreed corridor',
      'Second round of talks ends without a ceasefire, and both sides agree to meet again within days',
      'Power lines to the plant have been repaired',
      'How a humanitarian corridor works',
      'More than two million people have left the country',
    ]);
    expect(await stories(page).first().getAttribute('href')).toBe(`${wire.url}/articles/s0`);
    expect(await page.locator('tagwire-feed .meta').first().textContent()).toBe('Olena Marchuk · Mar 8, 2022, 8:45 PM');
    expect(await page.locator('tagwire-feed time').first().getAttribute('datetime')).toBe('2022-03-08T18:45:00.000Z');
    expect(await page.getByText('The wire').isVisible()).toBe(false);
    expect(complaints).toEqual([]);
    await keepScreenshot(page, 'embed-light');
  });

  it.each([
    ['a module', () => script('type="module"') + element()],
    ['before it, at once', () => script() + element()],
    ['after it', () => element() + script()],
    ['twice', () => script('async') + element() + script('type="module"') + script()],
  ])('works with the script as %s', async (_, body) => {
    const { page, complaints } = await visitors.visit(publish(body()));
    await shown(page, 5);
    expect(complaints).toEqual([]);
  });

  it('runs the very version that a snippet names', async () => {
    const text = await (await fetch(`${wire.url}/embed.js`)).text();
    const digest = (algorithm: string) => createHash(algorithm).update(text);
    const address = `${wire.url}/embed/${digest('sha256').digest('hex').slice(0, 16)}.js`;
    const integrity = `integrity="sha384-${digest('sha384').digest('base64')}" crossorigin="anonymous" async`;
    const { page, complaints } = await visitors.visit(
      publish(`<script src="${address}" ${integrity}></script>${element()}`),
    );
    await shown(page, 5);
    expect(complaints).toEqual([]);
  });

  it.each([5, 2])(
    'takes the place of links that were there long before it, %i of them, and nothing moves',
    async (count) => {
      const items = Array.from(
        { length: count },
        (_, n) => `<li><a href="/${n}">A story by hand</a><br><time>Mar 8, 2022</time></li>`,
      );
      const links = `<p><a href="/">Ukraine</a></p><ul>${items.join('')}</ul>`;
      const { page } = await visitors.visit(publish(`<p>Above.</p>${element('ukraine', `limit="${count}"`, links)}`));
      await page.waitForTimeout(300);
      await page.evaluate(`(() => {
      const script = document.createElement('script');
      script.src = '${wire.url}/embed.js';
      document.head.append(script);
    })()`);
      await shown(page);
      expect(await shiftOf(page)).toBeLessThanOrEqual(MAX_SHIFT);
      await keepScreenshot(page, `embed-late-${count}`);
      expect(await stories(page).filter({ visible: true }).count()).toBe(count);
    },
  );

  it('counts what does move', async () => {
    const { page } = await visitors.visit(publish('<div id="top">Above.</div>'));
    await page.waitForTimeout(300);
    await page.evaluate("document.querySelector('#top').style.height = '300px'");
    expect(await shiftOf(page)).toBeGreaterThan(MAX_SHIFT);
  });

  it('keeps its place while the feed is on its way', async () => {
    const address = publish(`${script()}${element('ukraine', 'limit="5"')}`);
    const { page } = await visitors.visit('about:blank');
    await page.route('**/feeds/**', async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 700));
      await route.continue();
    });
    await page.goto(address);
    await page.locator('tagwire-feed .skeleton').waitFor();
    expect(await page.locator('tagwire-feed section').getAttribute('aria-busy')).toBe('true');
    await shown(page, 5);
    expect(await shiftOf(page)).toBeLessThanOrEqual(MAX_SHIFT);
    await page.reload();
    await page.locator('tagwire-feed .skeleton').waitFor();
    await keepScreenshot(page, 'embed-skeleton');
  });

  it('is readable on a dark page with a big reset', async () => {
    const css = `${RESET} html:root,html:root body{background:#14181d !important;display:block !important} html:root p{display:block !important;color:#eee !important}`;
    const { page, complaints } = await visitors.visit(publish(script() + element(), { css }));
    await shown(page, 5);
    expect(await page.locator('tagwire-feed section').evaluate(inPage('getComputedStyle(it).color'))).toBe(
      'rgb(255, 255, 255)',
    );
    expect(await page.locator('tagwire-feed').evaluate(inPage('getComputedStyle(it).display'))).toBe('block');
    expect(complaints).toEqual([]);
    await keepScreenshot(page, 'embed-dark-reset');
  });

  it('takes the colours of the page, or those of its theme', async () => {
    const css =
      'body{background:#102030;color:#ffe9c0;font-family:sans-serif} .own{--tagwire-link:#7cf;--tagwire-gap:2px} .own::part(meta){color:#9f9}';
    const { page } = await visitors.visit(
      publish(
        `${script()}${element()}${element('ukraine', 'class="own" limit="2"')}${element('ukraine', 'theme="light" limit="2"')}${element('ukraine', 'theme="auto" limit="2" summaries heading="3"')}`,
        { css },
      ),
      { colorScheme: 'dark' },
    );
    await page.locator('tagwire-feed').nth(3).locator('li').nth(1).waitFor();
    const color = (index: number, selector: string) =>
      page.locator('tagwire-feed').nth(index).locator(selector).first().evaluate(inPage('getComputedStyle(it).color'));
    expect(await color(0, '.link')).toBe('rgb(255, 233, 192)');
    expect(await color(1, 'li .link')).toBe('rgb(119, 204, 255)');
    expect(await color(1, '.meta')).toBe('rgb(153, 255, 153)');
    expect(await color(2, '.link')).toBe('rgb(0, 0, 0)');
    expect(await color(3, '.link')).toBe('rgb(255, 255, 255)');
    expect(await page.locator('tagwire-feed').nth(3).locator('h3, h4').count()).toBe(3);
    await keepScreenshot(page, 'embed-dark');
  });

  it('dims what is beside a headline only where that leaves it readable', async () => {
    const css = 'body{background:#fff} .grey{color:#555} .black{color:#222}';
    const { page } = await visitors.visit(
      publish(`${script()}<div class="grey">${element()}</div><div class="black">${element()}</div>`, { css }),
    );
    const byline = (index: number) => {
      const meta = page.locator('tagwire-feed').nth(index).locator('[aria-busy=false] .meta').first();
      return meta.evaluate(inPage('[getComputedStyle(it).color, getComputedStyle(it).opacity]'));
    };
    expect(await byline(0)).toEqual(['rgb(85, 85, 85)', '1']);
    expect(await byline(1)).toEqual(['rgb(34, 34, 34)', '0.78']);
  });

  it('changes its colours and how often it asks with its attributes, without asking for the feed', async () => {
    const { page, complaints } = await visitors.visit(publish(script() + element(), { css: 'body{background:#fff}' }));
    await shown(page, 5);
    const { asked } = await wireOf(page);
    const feed = page.locator('tagwire-feed');
    const colors = () =>
      feed.locator('section').evaluate(inPage('[getComputedStyle(it).color, getComputedStyle(it).backgroundColor]'));
    expect(await colors()).toEqual(['rgb(0, 0, 0)', 'rgba(0, 0, 0, 0)']);
    await feed.evaluate(inPage('it.setAttribute("theme", "dark")'));
    expect(await colors()).toEqual(['rgb(255, 255, 255)', 'rgb(18, 18, 18)']);
    await feed.evaluate(inPage('it.removeAttribute("theme")'));
    expect(await colors()).toEqual(['rgb(0, 0, 0)', 'rgba(0, 0, 0, 0)']);
    await feed.evaluate(inPage('it.setAttribute("interval", "3600")'));
    expect(asked).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it('writes each story in its own direction and language', async () => {
    const { page } = await visitors.visit(
      publish(script() + element('world', 'summaries'), {
        html: 'lang="ar" dir="rtl"',
        css: 'body{font-family:sans-serif}',
      }),
      { viewport: { width: 360, height: 640 } },
    );
    await shown(page, 2);
    const rows = page.locator('tagwire-feed li');
    expect(await rows.evaluateAll(inPage('it.map((one) => [one.lang, one.dir])'))).toEqual([
      ['ar', 'rtl'],
      ['uk', 'auto'],
    ]);
    expect(await rows.nth(1).locator('time').textContent()).toBe('8 бер. 2022 р., 20:45');
    await keepScreenshot(page, 'embed-rtl-360');
  });

  it('fits a narrow column', async () => {
    const { page } = await visitors.visit(publish(script() + element()), { viewport: { width: 360, height: 800 } });
    await shown(page, 5);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
    await keepScreenshot(page, 'embed-360');
  });

  it.each([
    ['there is no such channel', () => script() + element('nowhere'), strict],
    ['the feed is none', () => script() + element('ukraine').replace('.json', '.rss'), strict],
    ['no connection is allowed', () => script() + element(), () => strict().replace('connect-src', 'connect-src-none')],
    ['the script is blocked', () => script() + element(), () => strict().replace('script-src', 'script-src-none')],
    [
      'the script is another than was meant',
      () => script(`integrity="sha384-${'A'.repeat(64)}" crossorigin="anonymous"`) + element(),
      strict,
    ],
  ])('leaves the links where %s', async (_, body, policy) => {
    const { page } = await visitors.visit(publish(body(), { policy: policy() }));
    await page.waitForLoadState('networkidle');
    await page.getByText('The wire').waitFor();
    expect(await page.getByText('The wire').isVisible()).toBe(true);
    expect(await stories(page).count()).toBe(0);
  });

  it('takes what comes from a feed for text', async () => {
    const { page, complaints } = await visitors.visit(publish(script() + element('hostile', 'summaries')));
    await shown(page);
    expect(await stories(page).first().textContent()).toBe(HOSTILE);
    expect(await page.locator('tagwire-feed img, tagwire-feed script').count()).toBe(0);
    expect(await page.title()).toBe('News');
    expect(complaints).toEqual([]);
  });

  it('makes no link of what is no web address', async () => {
    const { page } = await visitors.visit('about:blank');
    await page.route('**/feeds/**', (route) =>
      route.fulfill({
        headers: { 'access-control-allow-origin': '*' },
        json: {
          title: 'Bad',
          home_page_url: 'javascript:alert(1)',
          language: 'no such language!',
          items: [
            null,
            { title: 'Script', url: 'javascript:alert(1)' },
            { title: 'Data', url: 'data:text/html,x', authors: 5, date_published: 'soon' },
            { title: 7, url: 'https://good.example/' },
          ],
        },
      }),
    );
    await page.goto(publish(script() + element()));
    await shown(page, 3);
    expect(await page.locator('tagwire-feed a[part]').evaluateAll(inPage('it.map((one) => one.href)'))).toEqual([
      'https://good.example/',
    ]);
  });

  it('is a list under headings, and the keyboard reaches each link', async () => {
    const { page } = await visitors.visit(publish(script() + element()));
    await shown(page, 5);
    const region = page.getByRole('region', { name: 'Ukraine - Tagwire' });
    expect(await region.getByRole('heading', { level: 2 }).count()).toBe(1);
    expect(await region.getByRole('heading', { level: 3 }).count()).toBe(5);
    expect(await region.getByRole('listitem').count()).toBe(5);
    const reached: unknown[] = [];
    for (let presses = 0; presses < 8; presses++) {
      await page.keyboard.press('Tab');
      reached.push(await page.evaluate('document.activeElement.shadowRoot?.activeElement?.textContent ?? null'));
    }
    const links = await page.locator('tagwire-feed a[part]').allTextContents();
    expect(reached.slice(0, 6)).toEqual(links);
    expect(reached).toContain(null);
  });

  it('asks again conditionally, touches nothing when told 304, and shows what is new', async () => {
    const { page } = await visitors.visit('about:blank');
    await page.clock.install();
    await page.goto(publish(`${script()}${element('moving', 'interval="60"')}`));
    await shown(page);
    await page.evaluate(`(() => {
      const { shadowRoot } = document.querySelector('tagwire-feed');
      self.changes = 0;
      new MutationObserver((list) => { self.changes += list.length; }).observe(shadowRoot, { subtree: true, childList: true, attributes: true, characterData: true });
      shadowRoot.querySelector('li a').focus();
    })()`);
    const { asked, answered } = await wireOf(page);
    await page.clock.fastForward(61_000);
    await until(
      () => answered.length > 0,
      () => 'no answer',
    );
    expect(asked).toEqual([expect.stringMatching(/^W\/"/)]);
    expect(answered).toEqual([304]);
    await page.waitForTimeout(200);
    expect(await page.evaluate('self.changes')).toBe(0);
    await wire.story('moving-2', { title: 'The second story', tags: ['Moving'] });
    await until(
      async () => (await (await fetch(`${wire.url}/feeds/moving.json`)).text()).includes('second'),
      () => 'not published',
    );
    await page.clock.fastForward(61_000);
    await shown(page, 2);
    expect(await stories(page).allTextContents()).toEqual(['The second story', 'The first story']);
    expect(await page.evaluate(`document.querySelector('tagwire-feed').shadowRoot.activeElement?.textContent`)).toBe(
      'The first story',
    );
    expect(await shiftOf(page)).toBeLessThanOrEqual(MAX_SHIFT);
  });
});

describe('a frame', () => {
  it('shows the stories without script, and opens them in a tab of their own', async () => {
    const frame = `<iframe src="${wire.url}/embed/ukraine" title="Ukraine" width="100%" height="420" sandbox="allow-popups allow-popups-to-escape-sandbox" frameborder="0"></iframe>`;
    const dark = frame.replace('/ukraine"', '/ukraine?theme=dark&amp;limit=2"');
    const { page, complaints } = await visitors.visit(publish(frame + dark, { css: ':root{color-scheme:dark}' }), {
      colorScheme: null,
    });
    const link = page.frameLocator('iframe').first().getByText('First buses leave Sumy by the agreed corridor');
    await link.waitFor();
    await page.frameLocator('iframe').nth(1).getByText('First buses').waitFor();
    for (const it of [0, 1]) {
      const root = page.frameLocator('iframe').nth(it).locator(':root');
      expect(await root.evaluate(inPage('getComputedStyle(it).color'))).toBe('rgb(255, 255, 255)');
    }
    expect(complaints).toEqual([]);
    await keepScreenshot(page, 'embed-frame');
    const [opened] = await Promise.all([page.context().waitForEvent('page'), link.click()]);
    await opened.waitForLoadState();
    expect(opened.url()).toBe(`${wire.url}/articles/s0`);
    expect(await opened.evaluate('self.opener')).toBe(null);
  });
});
