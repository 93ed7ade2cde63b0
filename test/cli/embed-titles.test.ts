import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { titlesFrom } from '../../src/cli/embed-titles.ts';
import { importFiles } from '../../src/cli/import.ts';
import type { ImportOptions } from '../../src/importing/options.ts';
import type { ImportResult } from '../../src/importing/result.ts';
import { importOptions } from '../support/import-input.ts';

const WORDS = 'The bridge over the river opened on Monday after two years of work, the council said.';
const VIDEO = 'https://www.youtube.com/watch?v=bridge1';
const TITLES: Record<string, string> = {
  [VIDEO]: 'Opening of the bridge | "live" & [uncut]',
  'https://youtu.be/spaces': '  Two \n lines ',
  'https://vimeo.com/42': 'x'.repeat(400),
};

/** A service by oEmbed: the addresses that it was asked for, in order. */
let asked: string[] = [];
let server: Server;
let endpoint: string;

beforeAll(async () => {
  server = createServer((request, response) => {
    const { searchParams } = new URL(request.url ?? '', 'http://any.invalid');
    const address = searchParams.get('url') ?? '';
    asked.push(`${address} ${searchParams.get('format')} ${request.headers.accept}`);
    if (address.endsWith('/gone')) response.writeHead(404).end('Not Found');
    else if (address.endsWith('/page')) response.end('<html>no JSON</html>');
    else response.end(JSON.stringify({ version: '1.0', type: 'video', title: TITLES[address] }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}/oembed`;
});
afterAll(() => server.close());

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tagwire-titles-'));
  asked = [];
});

/** Imports one file. @returns the body of its record, and its notes on embeds */
async function run(
  name: string,
  content: string,
  options: Partial<ImportOptions> = {},
  services = ['youtube.com', 'youtu.be', 'vimeo.com'],
) {
  const file = join(folder, name);
  writeFileSync(file, content);
  const lines: string[] = [];
  const out = join(folder, 'articles');
  await importFiles([file], importOptions({ out, json: true, titles: true, ...options }), {
    write: (line) => lines.push(line),
    warn: (line) => lines.push(line),
    stdin: async () => new Uint8Array(),
    clock: () => 0,
    askTitle: titlesFrom({ allowLoopback: true, services: [{ hosts: services, endpoint }] }),
  });
  expect(lines).toHaveLength(1);
  const { record, notes } = JSON.parse(lines[0] as string) as ImportResult;
  return {
    body: options['dry-run']
      ? undefined
      : readFileSync(record as string, 'utf8')
          .split('---\n')
          .at(-1)
          ?.trim(),
    told: notes.filter((it) => it.code === 'embeds').map((it) => it.message),
  };
}
const markdown = (body: string) => `---\ntitle: Bridge\ndate: 2022-03-03T10:00:00Z\n---\n${WORDS}\n\n${body}\n`;
const html = (body: string) =>
  `<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Old</title><item><title>Bridge</title><link>https://old.example/b</link><pubDate>Thu, 03 Mar 2022 10:00:00 GMT</pubDate><content:encoded><![CDATA[<p>${WORDS}</p>${body}]]></content:encoded></item></channel></rss>`;

describe('import --titles', () => {
  it('gives an embed in HTML the title that its service has', async () => {
    expect(await run('feed.xml', html(`<p>${VIDEO}</p>`))).toEqual({
      body: `<p>${WORDS}</p><p><a href="${VIDEO}">Opening of the bridge | &quot;live&quot; &amp; [uncut]</a></p>`,
      told: ['embeds that got their titles: 1'],
    });
    expect(asked).toEqual([`${VIDEO} json application/json`]);
  });

  it('gives an embed in Markdown its title, as words and not as markup', async () => {
    expect((await run('bridge.md', markdown(VIDEO))).body).toBe(
      `${WORDS}\n\n[Opening of the bridge | "live" \\& \\[uncut\\]](${VIDEO})`,
    );
  });

  it('asks for each address once, and makes one line of a title', async () => {
    const { body, told } = await run('feed.xml', html('<p>https://youtu.be/spaces</p><p>https://youtu.be/spaces</p>'));
    expect(body).toContain('<a href="https://youtu.be/spaces">Two lines</a>');
    expect([told, asked.length]).toEqual([['embeds that got their titles: 1'], 1]);
  });

  it('cuts a title of which a service has made the whole text', async () => {
    const { body } = await run('feed.xml', html('<p>https://vimeo.com/42</p>'));
    expect(body).toContain(`>${'x'.repeat(149)}…</a>`);
  });

  it('leaves an embed of which the service knows nothing, and says so', async () => {
    const { body, told } = await run('feed.xml', html('<p>https://youtu.be/gone</p><p>https://youtu.be/page</p>'));
    expect(body).toContain('<a href="https://youtu.be/gone">youtu.be</a>');
    const host = new URL(endpoint).host;
    expect(told).toEqual([
      `embeds without a title: https://youtu.be/gone has no title: the request to ${host} is answered with 404; https://youtu.be/page has no title: ${host} names none`,
    ]);
  });

  it('says of a service that gives no titles that it gives none', async () => {
    const { told } = await run('feed.xml', html('<p>https://www.instagram.com/p/abcdef</p>'));
    expect([told, asked]).toEqual([
      ['embeds without a title: https://www.instagram.com/p/abcdef is of a service that gives no titles'],
      [],
    ]);
  });

  it.each([
    ['a link with words of its own', `<p><a href="${VIDEO}">the film</a></p>`],
    ['a link to another site', '<p><a href="https://old.example/a">old.example</a></p>'],
    ['an address in a sentence', `<p>See ${VIDEO} for more of it.</p>`],
    ['a link in a sentence', `<p>See <a href="${VIDEO}">youtube.com</a> for more of it.</p>`],
    ['a link after a label', `<p><b>Film:</b> <a href="${VIDEO}">${VIDEO}</a></p>`],
  ])('asks nothing for %s', async (_, body) => {
    expect([(await run('feed.xml', html(body))).told, asked]).toEqual([[], []]);
  });

  it('asks nobody when nothing is written', async () => {
    expect([(await run('bridge.md', markdown(VIDEO), { 'dry-run': true })).told, asked]).toEqual([[], []]);
  });
});

describe('import without --titles', () => {
  it('counts the embeds without a title, and names the option', async () => {
    const { told } = await run('feed.xml', html(`<p>${VIDEO}</p><p>https://vimeo.com/42</p>`), { titles: false });
    expect([told, asked]).toEqual([['2 links to embeds have no title; --titles asks for it'], []]);
  });
});
