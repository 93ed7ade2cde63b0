import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ForeignSite } from '../support/browser.ts';
import { findBrowsers } from '../support/browsers.ts';
import { openNewsroom, PAGES } from '../support/newsroom.ts';
import { until } from '../support/tagwire.ts';
import type { Window } from '../support/window.ts';
import { accepted, Worker } from '../support/worker.ts';

const NARROW = { viewport: { width: 360, height: 740 }, colorScheme: 'dark' } as const;
const BACKGROUND = 'rgb(23, 22, 26)';
const SANDBOX = 'allow-popups allow-popups-to-escape-sandbox';
const PLAYER_SANDBOX = `${SANDBOX} allow-scripts`;

const SPECIMENS = {
  english: { title: 'A list', published: '2026-03-01T10:00:00Z', body: '- Sumy\n- Poltava' },
  arabic: {
    title: 'ممر إنساني',
    published: '2026-03-02T10:00:00Z',
    language: 'ar',
    body: '> لم يُترك أحد.\n\n- من سومي\n- من ماريوبول\n\n1. أولاً',
  },
};

/** Where the words of each such item stand, how it was set, and its direction. */
const itemsIn = (within: string, selector: string) => `(async () => {
  return [...${within}.querySelectorAll('${selector}')].map((item) => {
    const range = document.createRange();
    range.selectNodeContents(item.querySelector('h2, h3, .headline') ?? item);
    const words = range.getBoundingClientRect();
    const box = item.getBoundingClientRect();
    const { direction, textAlign } = getComputedStyle(item);
    const side = Math.abs(words.left - box.left) < 2 ? 'left' : Math.abs(words.right - box.right) < 2 ? 'right' : 'neither';
    return [direction, textAlign, side];
  });
})()`;

const LEFT = ['ltr', 'start', 'left'];
const RIGHT = ['rtl', 'start', 'right'];

const OVERFLOW = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';

/** A second of silence, as a file. */
function silence(): Buffer {
  const header = Buffer.from('RIFF....WAVEfmt ....................data....');
  header.writeUInt32LE(36 + 8000, 4);
  header.set([16, 0, 0, 0, 1, 0, 1, 0, 0x40, 0x1f, 0, 0, 0x40, 0x1f, 0, 0, 1, 0, 8, 0], 16);
  header.writeUInt32LE(8000, 40);
  return Buffer.concat([header, Buffer.alloc(8000, 0x80)]);
}

let wire: Worker;
let site: ForeignSite;

beforeAll(async () => {
  [wire, site] = await Promise.all([Worker.startBuilt(), ForeignSite.open()]);
  await openNewsroom(wire, new Date());
  for (const [key, fields] of Object.entries(SPECIMENS)) {
    const story = { tags: ['Specimens'], ...fields };
    await accepted(wire.api('PUT', `/api/articles/${key}`, story));
  }
  const url = site.publish('/talk', { html: silence(), headers: { 'content-type': 'audio/wav' } });
  const media = { talk: [{ url, type: 'audio/wav' }], film: [{ url, type: 'video/mp4' }] };
  for (const [key, its] of Object.entries(media)) {
    const story = { title: key, body: 'Text.', published: '2026-03-01T10:00:00Z', tags: ['Films'], media: its };
    await accepted(wire.api('PUT', `/api/articles/${key}`, story));
  }
});

afterAll(async () => {
  await site?.close();
  await wire?.stop();
});

let number = 0;

/** A page of another site. */
function publish(body: string, policy = "default-src 'none'"): string {
  return site.publish(`/${++number}`, {
    html: `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>News</title><link rel="icon" href="data:,">${body}`,
    headers: { 'content-security-policy': `${policy}; img-src data:` },
  });
}

const framed = (path: string, sandbox = SANDBOX) =>
  publish(
    `<iframe src="${wire.url}${path}" width="100%" height="600" sandbox="${sandbox}" frameborder="0"></iframe>`,
    `frame-src ${wire.url}`,
  );

describe.each((await findBrowsers()).map((it) => [it.name, it] as const))('in %s', (_, { missing, open }) => {
  if (missing) return it.skip(`nothing was tried: ${missing} is not installed`);

  let window: Window;
  beforeAll(async () => {
    window = await open(NARROW);
  });
  afterAll(() => window?.close());

  const pages = Object.entries(PAGES).filter(([, path]) => !path.startsWith('/embed/'));
  it.each([...pages, ['video', '/articles/film']])(
    'shows the page %s in a narrow window, and in the dark',
    async (_, path) => {
      await window.visit(wire.url + path);
      expect(await window.evaluate('innerWidth')).toBe(360);
      expect(await window.evaluate(OVERFLOW)).toBe(0);
      expect(await window.evaluate('getComputedStyle(document.body).backgroundColor')).toBe(BACKGROUND);
      expect(await window.complaints()).toEqual([]);
    },
  );

  it.each(['rss', 'atom'])('shows what a raw feed is: %s', async (format) => {
    await window.visit(`${wire.url}/feeds/specimens.${format}`);
    expect(await window.evaluate(OVERFLOW)).toBe(0);
    expect(await window.evaluate("getComputedStyle(document.documentElement, '::before').content")).toContain(
      'This is a feed',
    );
    expect(await window.evaluate('getComputedStyle(document.documentElement).backgroundColor')).toBe(BACKGROUND);
    expect(await window.complaints()).toEqual([]);
  });

  it('runs the script of pages', async () => {
    await window.visit(wire.url);
    await window.evaluate(`(() => {
      document.querySelector('[data-filter]').value = 'corridor';
      document.querySelector('[data-filter]').dispatchEvent(new Event('input'));
    })()`);
    const shown = "[...document.querySelectorAll('#channels li')].filter((it) => it.checkVisibility())";
    expect(await window.evaluate(`${shown}.map((it) => it.querySelector('h3').textContent)`)).toEqual([
      'Humanitarian corridors',
    ]);
    expect(await window.evaluate("document.querySelector('#found').textContent")).toBe('1 channel');
  });

  describe('a story that is written from right to left', () => {
    it('has its lists at the right, on its page', async () => {
      await window.visit(`${wire.url}/articles/arabic`);
      expect(await window.evaluate("getComputedStyle(document.querySelector('.story')).direction")).toBe('rtl');
      expect(await window.evaluate(itemsIn('document', '.story li'))).toEqual([RIGHT, RIGHT, RIGHT]);
      const quote = "getComputedStyle(document.querySelector('blockquote'))";
      expect(await window.evaluate(`[${quote}.borderRightWidth, ${quote}.borderLeftWidth]`)).toEqual(['3px', '0px']);
    });

    it('stands at the right in the list of a channel', async () => {
      await window.visit(`${wire.url}/channels/specimens`);
      expect(await window.evaluate(itemsIn('document', '.stories article'))).toEqual([RIGHT, LEFT]);
    });

    it('has its lists at the right in a reader that does not look at languages', async () => {
      const feed = await fetch(`${wire.url}/feeds/specimens.json`);
      const { items } = (await feed.json()) as { items: { content_html: string }[] };
      await window.visit(publish(items.map((it) => `<article>${it.content_html}</article>`).join('')));
      const wrapper = "document.querySelector('article > div')";
      expect(
        await window.evaluate(`[${wrapper}.dir, ${wrapper}.lang, getComputedStyle(${wrapper}).direction]`),
      ).toEqual(['rtl', 'ar', 'rtl']);
      const sides = (await window.evaluate<string[][]>(itemsIn('document', 'li'))).map(([direction, , side]) => [
        direction,
        side,
      ]);
      expect(sides).toEqual([
        ['rtl', 'right'],
        ['rtl', 'right'],
        ['rtl', 'right'],
        ['ltr', 'left'],
        ['ltr', 'left'],
      ]);
    });

    it('stands at the right in the frame of a channel', async () => {
      await window.visit(framed('/embed/specimens'));
      expect(await window.evaluate(itemsIn('document', 'li'), 0)).toEqual([RIGHT, LEFT]);
      expect(await window.evaluate(OVERFLOW, 0)).toBe(0);
    });

    it('stands at the right in an embed', async () => {
      const embed = `<script src="${wire.url}/embed.js" async></script><tagwire-feed src="${wire.url}/feeds/specimens.json"></tagwire-feed>`;
      await window.visit(publish(embed, `default-src 'none'; script-src ${wire.url}; connect-src ${wire.url}`));
      const list = "document.querySelector('tagwire-feed').shadowRoot";
      const shown = `!!${list}?.querySelector('[aria-busy=false]')`;
      await until(
        () => window.evaluate<boolean>(shown),
        () => 'no list',
      );
      expect(await window.evaluate(`[...${list}.querySelectorAll('.link')].map((it) => it.textContent)`)).toEqual([
        'Specimens - Tagwire',
        SPECIMENS.arabic.title,
        SPECIMENS.english.title,
      ]);
      expect(await window.evaluate(itemsIn(list, 'li'))).toEqual([RIGHT, LEFT]);
      expect(await window.evaluate(OVERFLOW)).toBe(0);
      expect(await window.complaints()).toEqual([]);
    });
  });

  it('keeps the room of a video before it is loaded, on its page and in a frame', async () => {
    const video = `(() => {
      const video = document.querySelector('video');
      const { width, height } = video.getBoundingClientRect();
      return [video.controls, Math.round(width / height * 9), getComputedStyle(video).backgroundColor];
    })()`;
    const asItShouldBe = [true, 16, 'rgb(0, 0, 0)'];
    await window.visit(`${wire.url}/articles/film`);
    expect(await window.evaluate(video)).toEqual(asItShouldBe);
    await window.visit(framed('/embed/articles/film', PLAYER_SANDBOX));
    expect(await window.evaluate(video, 0)).toEqual(asItShouldBe);
    expect(await window.evaluate(OVERFLOW, 0)).toBe(0);
  });

  it.each([
    ['on its page', () => `${wire.url}/articles/talk`, undefined],
    ['in a frame', () => framed('/embed/articles/talk', PLAYER_SANDBOX), 0],
  ])('plays a sound when its button is clicked, %s', async (_, address, frame) => {
    await window.visit(address());
    const button = `(() => {
      const { left, top, height } = document.querySelector('audio').getBoundingClientRect();
      return { x: Math.round(left + 20), y: Math.round(top + height / 2) };
    })()`;
    await window.click(await window.evaluate(button, frame), frame);
    await until(
      () => window.evaluate<boolean>("document.querySelector('audio').currentTime > 0", frame),
      () => 'it does not play',
    );
  });
});
