import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readArticle } from '../../src/articles/source.ts';
import { importFiles } from '../../src/cli/import.ts';
import type { ImportOptions } from '../../src/importing/options.ts';
import type { ImportResult } from '../../src/importing/result.ts';
import { importOptions } from '../support/import-input.ts';

const GIF = Buffer.from('R0lGODlhAQABAAAAACwAAAAAAQABAAACAkQBADs=', 'base64');
const OTHER_GIF = Buffer.concat([GIF, Buffer.from([0])]);
const WORDS = 'The bridge over the river opened on Monday after two years of work, the council said.';

let folder: string;
let out: string;
let uploads: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tagwire-pictures-'));
  out = join(folder, 'articles');
  uploads = join(folder, 'uploads');
  for (const it of ['in', 'articles', 'uploads']) mkdirSync(join(folder, it));
});

function give(path: string, content: string | Uint8Array): string {
  const file = join(folder, path);
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, content);
  return file;
}

const post = (name: string, body: string, more = '') =>
  give(`in/${name}.md`, `---\ntitle: ${name}\ndate: 2022-03-03T10:00:00Z\n${more}---\n${WORDS}\n\n${body}\n`);

/** A feed with one story, whose body is HTML. */
const feed = (body: string) =>
  give(
    'in/feed.xml',
    `<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Old</title><item><title>Quay</title><link>https://old.example/quay</link><pubDate>Thu, 03 Mar 2022 10:00:00 GMT</pubDate><content:encoded><![CDATA[<p>${WORDS}</p>${body}]]></content:encoded></item></channel></rss>`,
  );

async function run(pictures: string[], options: Partial<ImportOptions> = {}): Promise<ImportResult> {
  const lines: string[] = [];
  await importFiles([join(folder, 'in')], importOptions({ out, json: true, pictures, ...options }), {
    write: (line) => lines.push(line),
    warn: (line) => lines.push(line),
    stdin: async () => new Uint8Array(),
    clock: () => 0,
  });
  expect(lines).toHaveLength(1);
  return JSON.parse(lines[0] as string);
}
const recordOf = (key: string) => {
  const checked = readArticle(readFileSync(join(out, `${key}.md`)), 'text/markdown', { fallback: key });
  if (!checked.ok) throw new Error(JSON.stringify(checked.problems));
  return checked.value;
};
const told = ({ notes }: ImportResult) =>
  notes.filter((it) => it.code.startsWith('picture')).map((it) => `${it.code}: ${it.message}`);
const published = () =>
  existsSync(join(out, 'public'))
    ? readdirSync(join(out, 'public'), { recursive: true, withFileTypes: true })
        .filter((it) => it.isFile())
        .map((it) => join(it.parentPath, it.name).slice(join(out, 'public').length))
        .sort()
    : [];

describe('pictures in the export itself', () => {
  const mail = (...names: string[]) =>
    [
      'From: Ann Berg <ann@old.example>\nSubject: Lamps\nDate: Thu, 03 Mar 2022 10:00:00 +0000\nMIME-Version: 1.0',
      'Content-Type: multipart/mixed; boundary=b\n',
      `--b\nContent-Type: text/plain\n\n${WORDS}\n`,
      ...names.map(
        (it, at) =>
          `--b\nContent-Type: image/gif\nContent-Disposition: attachment; filename="${it}"\nContent-Transfer-Encoding: base64\n\n${(at === 0 ? GIF : OTHER_GIF).toString('base64')}\n`,
      ),
      '--b--\n',
    ].join('\n');
  const runAlone = (options: Partial<ImportOptions> = {}) => run([], { pictures: undefined, ...options });

  it('come with it: the first before the text, the others below it', async () => {
    give('in/lamps.eml', mail('the lamp.gif', 'boats.gif'));
    expect(told(await runAlone())).toEqual(['pictures: pictures that were taken over: 2']);
    expect(published()).toEqual(['/images/lamps/boats.gif', '/images/lamps/the-lamp.gif']);
    expect([recordOf('lamps').image, recordOf('lamps').body.trim(), recordOf('lamps').authors]).toEqual([
      { url: '/images/lamps/the-lamp.gif' },
      `${WORDS}\n\n![](/images/lamps/boats.gif)`,
      [{ name: 'Ann Berg' }],
    ]);
    expect((await runAlone()).previous).toBe('unchanged');
  });

  it('have names of their own', async () => {
    give('in/lamps.eml', mail('lamp.gif', 'lamp.gif'));
    await runAlone();
    expect(published()).toEqual(['/images/lamps/lamp-1f117ab8.gif', '/images/lamps/lamp.gif']);
  });

  it('lead nowhere else, whatever they are called', async () => {
    give('in/lamps.eml', mail('../../tags.gif', '..'));
    await runAlone();
    expect(published()).toEqual(['/images/lamps/1.gif', '/images/lamps/tags.gif']);
  });

  it('are not written on a dry run, and leave other pictures where they are', async () => {
    give('in/lamps.eml', mail('lamp.gif'));
    await runAlone({ 'dry-run': true });
    expect(published()).toEqual([]);
    give('in/lamps.eml', mail('lamp.gif').replace(WORDS, `${WORDS}\n\n<img src="https://old.example/a.gif">`));
    expect(told(await runAlone())).toEqual(['pictures: pictures that were taken over: 1']);
  });
});

describe('pictures from a folder', () => {
  it('keep their paths, in every size that a story has', async () => {
    for (const it of ['a.gif', 'a-300.gif', 'lead.gif']) give(`uploads/2022/03/${it}`, GIF);
    const address = (name: string) => `https://old.example/wp-content/uploads/2022/03/${name}`;
    feed(`<img alt="A" src="${address('a.gif')}" srcset="${address('a-300.gif')} 300w, ${address('a-900.gif')} 900w">`);
    const result = await run([uploads]);
    expect(told(result)).toEqual([
      'pictures: pictures that were taken over: 2',
      `pictures-left: pictures that stay where they are: ${address('a-900.gif')} is in no folder that --pictures names`,
    ]);
    expect(result.doubts).toEqual(['pictures-left']);
    expect(published()).toEqual(['/wp-content/uploads/2022/03/a-300.gif', '/wp-content/uploads/2022/03/a.gif']);
    expect(recordOf('quay').body).toContain(
      `<img src="/wp-content/uploads/2022/03/a.gif" srcset="/wp-content/uploads/2022/03/a-300.gif 300w, ${address('a-900.gif')} 900w" alt="A" />`,
    );
  });

  it('are those of the front matter, of Markdown and beside the story', async () => {
    give('static/img/lead.gif', GIF);
    give('in/map.gif', OTHER_GIF);
    post('bridge', '![Map](map.gif "The map") and <img src="/img/lead.gif" alt="Lead">', 'cover: /img/lead.gif\n');
    const lines: string[] = [];
    await importFiles(
      [join(folder, 'in', 'bridge.md')],
      importOptions({ out, json: true, pictures: [join(folder, 'static')] }),
      {
        write: (line) => lines.push(line),
        warn: () => {},
        stdin: async () => new Uint8Array(),
        clock: () => 0,
      },
    );
    expect(published()).toEqual(['/images/bridge/map.gif', '/img/lead.gif']);
    expect(recordOf('bridge').image?.url).toBe('/img/lead.gif');
    expect(recordOf('bridge').body).toContain(
      '![Map](/images/bridge/map.gif "The map") and <img src="/img/lead.gif" alt="Lead">',
    );
  });

  it('are those that Pelican and Jekyll name by the folder of their site', async () => {
    for (const it of ['weir.gif', 'lead.gif', 'lock.gif']) give(`uploads/img/${it}`, GIF);
    post(
      'weir',
      '![Weir]({static}/img/weir.gif) ![Lock]({{ site.baseurl }}/img/lock.gif)',
      'cover: "{static}/img/lead.gif"\n',
    );
    const result = await run([uploads]);
    expect([result.outcome, published()]).toEqual(['ok', ['/img/lead.gif', '/img/lock.gif', '/img/weir.gif']]);
    expect(recordOf('weir').image?.url).toBe('/img/lead.gif');
    expect(recordOf('weir').body).toContain('![Weir](/img/weir.gif) ![Lock](/img/lock.gif)');
  });

  it('are not taken by their name alone, out of the folder, or if they are none', async () => {
    give('uploads/a.gif', GIF);
    give('secret/b.gif', GIF);
    mkdirSync(join(uploads, '2022'));
    symlinkSync(join(folder, 'secret', 'b.gif'), join(uploads, '2022', 'b.gif'));
    give('uploads/2022/c.gif', 'no picture');
    const urls = ['2021/a.gif', '2022/b.gif', '2022/c.gif', '../secret/b.gif'].map(
      (it) => `https://old.example/up/${it}`,
    );
    feed(urls.map((it) => `<img alt="A" src="${it}">`).join(''));
    const result = await run([uploads]);
    expect(told(result)).toEqual([
      'pictures-left: pictures that stay where they are: https://old.example/up/2021/a.gif is in no folder that --pictures names; https://old.example/up/2022/b.gif is in no folder that --pictures names; https://old.example/up/2022/c.gif is not an AVIF, GIF, JPEG, PNG, SVG or WebP picture; https://old.example/secret/b.gif is in no folder that --pictures names',
    ]);
    expect(published()).toEqual([]);
  });

  it('get another name where a file has theirs, and the ending of what they are', async () => {
    give('articles/public/img/a.gif', OTHER_GIF);
    give('uploads/img/a.gif', GIF);
    give('uploads/img/b.jpg', GIF);
    feed('<img alt="A" src="https://old.example/img/a.gif"><img alt="B" src="https://old.example/img/b.jpg">');
    await run([uploads]);
    expect(published()).toEqual(['/img/a-1f117ab8.gif', '/img/a.gif', '/img/b.jpg.gif']);
    await run([uploads]);
    expect(published()).toHaveLength(3);
  });

  it('are taken over whole where a link leads to one beside the one that is shown', async () => {
    for (const it of ['lock.gif', 'lock-300x200.gif']) give(`uploads/2022/${it}`, GIF);
    const address = (name: string) => `https://old.example/wp-content/uploads/2022/${name}`;
    feed(
      `<a href="${address('lock.gif')}"><img alt="L" src="${address('lock-300x200.gif')}"></a> <a href="${address('no.gif')}">n</a>`,
    );
    expect(told(await run([uploads]))).toEqual(['pictures: pictures that were taken over: 2']);
    expect(published()).toEqual(['/wp-content/uploads/2022/lock-300x200.gif', '/wp-content/uploads/2022/lock.gif']);
    expect(recordOf('quay').body).toContain('<a href="/wp-content/uploads/2022/lock.gif"><img');
    expect(recordOf('quay').body).toContain(`<a href="${address('no.gif')}">`);
  });

  it('are looked for by a plan and by a dry run, which write nothing', async () => {
    give('uploads/img/a.gif', GIF);
    feed('<img alt="A" src="https://old.example/img/a.gif"><img alt="B" src="https://old.example/img/b.gif">');
    const left = 'https://old.example/img/b.gif is in no folder that --pictures names';
    expect(told(await run([uploads], { 'dry-run': true }))).toEqual([
      'pictures: pictures that were taken over: 1',
      `pictures-left: pictures that stay where they are: ${left}`,
    ]);
    const lines: string[] = [];
    const plan = importOptions({ out, json: true, plan: true, pictures: [uploads] });
    const shell = {
      write: (it: string) => lines.push(it),
      warn: () => {},
      stdin: async () => new Uint8Array(),
      clock: () => 0,
    };
    await importFiles([join(folder, 'in')], plan, shell);
    const { outcomes, doubts } = JSON.parse(lines[0] ?? '');
    expect([outcomes.ok, outcomes['needs-review'], Object.keys(doubts)]).toEqual([0, 1, ['pictures-left']]);
    expect(published()).toEqual([]);
  });

  it('of the web are asked for by no plan', async () => {
    feed('<img alt="A" src="http://127.0.0.1:9/a.gif">');
    expect(told(await run(['web'], { 'dry-run': true, 'allow-loopback': true }))).toEqual([
      'pictures: pictures that were taken over: 1',
    ]);
  });

  it('need a folder that is there', async () => {
    post('a', '');
    await expect(run([join(folder, 'nowhere')])).rejects.toThrow(
      '--pictures: expected a folder, or "web" for the network',
    );
  });
});

describe('pictures from the network', () => {
  let server: Server;
  let origin: string;
  const asked: string[] = [];

  beforeAll(async () => {
    server = createServer(({ url = '' }, response) => {
      asked.push(url);
      if (url.startsWith('/found')) response.writeHead(200, { 'content-type': 'image/gif' }).end(GIF);
      else if (url === '/moved.gif') response.writeHead(302, { location: '/found.gif' }).end();
      else if (url === '/inside.gif') response.writeHead(302, { location: 'http://10.0.0.1/a.gif' }).end();
      else if (url === '/round.gif') response.writeHead(302, { location: '/round.gif' }).end();
      else if (url === '/large.gif') response.writeHead(200).end(Buffer.alloc(26 * 1024 * 1024));
      else response.writeHead(404).end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  const LOOPBACK = { 'allow-loopback': true };
  const picture = (url: string) => `<img alt="A" src="${url}">`;

  it('are downloaded once, by their parameters, and follow redirects', async () => {
    asked.length = 0;
    feed(
      ['/found/a.gif?w=3', '/found/a.gif?w=3', '/found/a.gif', '/moved.gif'].map((it) => picture(origin + it)).join(''),
    );
    expect(told(await run(['web'], LOOPBACK))).toEqual(['pictures: pictures that were taken over: 3']);
    expect(published()).toEqual(['/found/a-b00f72e6.gif', '/found/a.gif', '/moved.gif']);
    expect(asked).toEqual(['/found/a.gif?w=3', '/found/a.gif', '/moved.gif', '/found.gif']);
  });

  it.each([
    ['/none.gif', 'is answered with 404'],
    [
      '/inside.gif',
      'leads to a machine that is not on the public Internet; put its files into a folder, and name that',
    ],
    ['/round.gif', 'redirects more than 5 times'],
    ['/large.gif', 'is longer than 26214400 bytes'],
  ])('stay where they are if they cannot be had: %s', async (path, why) => {
    feed(picture(origin + path));
    expect(told(await run(['web'], LOOPBACK))).toEqual([
      `pictures-left: pictures that stay where they are: ${origin}${path} ${why}`,
    ]);
    expect(recordOf('quay').body).toContain(`src="${origin}${path}"`);
  });

  it.each([
    'http://127.0.0.1:9/a.gif',
    'http://localhost:9/a.gif',
    'http://[::1]:9/a.gif',
    'http://192.168.0.1/a.gif',
    'http://0x7f.1/a.gif',
  ])('are never asked of a machine that is not public: %s', async (url) => {
    asked.length = 0;
    feed(picture(url));
    expect(told(await run(['web']))[0]).toContain(' leads to a machine that is not on the public Internet');
    feed(picture(`${origin}/found.gif`));
    expect(told(await run(['web']))[0]).toContain(' leads to a machine that is not on the public Internet');
    expect(asked).toEqual([]);
  });
});
