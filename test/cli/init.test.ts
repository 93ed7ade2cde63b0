import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { imageSize } from 'image-size';
import { parse } from 'smol-toml';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readVocabulary } from '../../src/channels/vocabulary-file.ts';
import type { Asker } from '../../src/cli/ask.ts';
import { init } from '../../src/cli/init/init.ts';
import type { InitOptions } from '../../src/cli/init/options.ts';
import { WORKFLOW, WORKFLOW_FILE } from '../../src/cli/init/workflow.ts';
import { HAS_SAMPLES } from '../support/samples.ts';

const NOW = new Date('2026-11-29T08:00:00Z');
const NONE: InitOptions = { 'remove-samples': false, workflow: false, yes: true, 'dry-run': false };
const OWN: InitOptions = {
  ...NONE,
  title: 'Havneposten',
  description: 'Nytt fra havna',
  language: 'NB-no',
  'time-zone': 'Europe/Oslo',
  origin: 'https://wire.havneposten.example/',
  'tag-authority': 'havneposten.example,2026-01-01',
  copyright: 'Havneposten AS',
  'editor-name': 'Ingrid "Inga" Solheim',
  'editor-email': 'desk@havneposten.example',
  color: '#0b5fa5',
};
const SVG =
  '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="30"><rect width="40" height="30" fill="#0b5fa5"/></svg>';

let root: string;
let told: string[];

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'tagwire-init-'));
  told = [];
  await cp('wrangler.toml', join(root, 'wrangler.toml'));
  for (const it of ['antalya-ministers-meet.md', 'artemis-i-launch.md', 'tags.yaml', 'public'])
    await cp(join('articles', it), join(root, 'articles', it), { recursive: true });
});
afterEach(() => rm(root, { recursive: true }));

const run = (options: Partial<InitOptions>, shell: { asker?: Asker; isRunning?: boolean } = {}) =>
  init(
    { ...NONE, ...options },
    {
      root,
      asker: shell.asker,
      isRunning: async () => shell.isRunning ?? false,
      zone: 'Europe/Oslo',
      now: NOW,
      write: (line) => told.push(line),
    },
  );
const file = (path: string) => readFile(join(root, path), 'utf8');
const settings = async () => (parse(await file('wrangler.toml')) as { vars: Record<string, string> }).vars;
const stories = async () => (await readdir(join(root, 'articles'))).filter((it) => it.endsWith('.md')).sort();

/** Somebody who gives these answers, each to the question that has these words. */
function answering(answers: Record<string, string | string[]>): Asker & { prompts: string[] } {
  const left = Object.entries(answers).map(([words, given]): [string, string[]] => [words, [given].flat()]);
  const prompts: string[] = [];
  const line = async (prompt: string) => {
    prompts.push(prompt);
    return left.find(([words]) => prompt.startsWith(words))?.[1].shift() ?? '';
  };
  return {
    prompts,
    line,
    confirm: async (question, suggested) => {
      const answer = await line(question);
      return answer === '' ? suggested : answer === 'y';
    },
    close() {},
  };
}

describe.skipIf(!HAS_SAMPLES)('init with options', () => {
  it('writes the settings, and nothing else of wrangler.toml but the domain of the worker', async () => {
    const before = (await file('wrangler.toml')).split('\n');
    expect(await run(OWN)).toBe(0);
    const after = (await file('wrangler.toml')).split('\n');
    expect(after.filter((it) => !before.includes(it))).toEqual([
      'routes = [{ pattern = "wire.havneposten.example", custom_domain = true }]',
      'ORIGIN = "https://wire.havneposten.example"',
      'SITE_TITLE = "Havneposten"',
      'SITE_DESCRIPTION = "Nytt fra havna"',
      'SITE_LANGUAGE = "nb-NO"',
      'SITE_TIME_ZONE = "Europe/Oslo" # of the dates of corrections, such as Europe/Kyiv',
      'SITE_COPYRIGHT = "Havneposten AS"',
      'SITE_COLOR = "#0b5fa5" # of pages, such as #0b5fa5; our red if empty',
      'EDITOR_NAME = "Ingrid \\"Inga\\" Solheim"',
      'EDITOR_EMAIL = "desk@havneposten.example"',
      'TAG_AUTHORITY = "havneposten.example,2026-01-01" # RFC 4151; part of every story\'s permanent id, so never change it',
    ]);
    expect((await settings()).EDITOR_NAME).toBe('Ingrid "Inga" Solheim');
    expect(await stories()).toEqual(['antalya-ministers-meet.md', 'artemis-i-launch.md']);
  });

  it('says what it changes, before and after', async () => {
    await run({ title: 'Havneposten', 'dry-run': true });
    expect(told).toEqual(['Would change:\n', '  wrangler.toml:\n    SITE_TITLE  "Tagwire" becomes "Havneposten"', '']);
    expect((await settings()).SITE_TITLE).toBe('Tagwire');
  });

  it('changes nothing when it is repeated', async () => {
    const all = { ...OWN, logo: join(root, 'logo.svg'), 'remove-samples': true, workflow: true };
    await writeFile(all.logo, SVG);
    await run(all);
    told = [];
    expect(await run(all)).toBe(0);
    expect(told.at(-1)).toBe('Nothing to change.');
  });

  it('names what a deployment would still refuse', async () => {
    await run({ title: 'Havneposten' });
    expect(told.join('\n')).toContain(
      'Before the first deployment, repeat this for:\n  wrangler.toml: ORIGIN: the public address of the wire\n  wrangler.toml: TAG_AUTHORITY: is that of the sample',
    );
    expect(told.join('\n')).toContain('  articles: 2 sample stories would be published');
  });

  it.each<[keyof InitOptions, string, string]>([
    ['origin', 'https://news.example/wire', 'expected an address such as https://news.example, without a path'],
    ['origin', 'http://127.0.0.1:8787', 'expected a public address; `npm start` has its own on this machine'],
    ['language', 'norsk', 'expected a language tag, such as en, uk or pt-BR; did you mean no?'],
    ['language', 'Ukrainian', 'expected a language tag, such as en, uk or pt-BR; did you mean uk?'],
    ['language', 'Klingonese', 'expected a language tag, such as en, uk or pt-BR'],
    ['origin', 'news.example', 'expected an address: write https://news.example'],
    ['time-zone', 'Oslo', 'expected a zone such as Europe/Kyiv; did you mean Europe/Oslo?'],
    ['time-zone', 'Bergen', 'expected a zone such as Europe/Kyiv'],
    ['tag-authority', 'havneposten', 'expected a domain and a day, such as news.example,2026-01-01 (RFC 4151)'],
    [
      'tag-authority',
      'havneposten.example,2027-01-01',
      '2027-01-01 is in the future: expected a day on which the domain was yours',
    ],
    ['editor-email', 'desk', 'expected an address such as desk@news.example'],
    ['color', 'blue', 'expected a colour such as #0b5fa5'],
    ['title', ' ', 'expected text'],
  ])('refuses --%s "%s", and changes nothing', async (option, value, what) => {
    await expect(run({ ...OWN, [option]: value })).rejects.toThrow(`--${option}: ${what}; got "${value}"`);
    expect((await settings()).SITE_TITLE).toBe('Tagwire');
  });

  it('names every option that cannot be used', async () => {
    await expect(run({ ...OWN, color: 'blue', 'time-zone': 'x' })).rejects.toThrow(
      '--time-zone: expected a zone such as Europe/Kyiv; got "x"\n--color: expected a colour such as #0b5fa5; got "blue"',
    );
  });

  it('takes a domain alone as one’s own from today, and says what another one does to stories that are out', async () => {
    await run({ 'tag-authority': 'havneposten.example' });
    expect((await settings()).TAG_AUTHORITY).toBe('havneposten.example,2026-11-29');
    expect(told.join('\n')).not.toContain('another permanent id');
    await run({ 'tag-authority': 'kystposten.example,2026' });
    expect(told).toContain(
      'note: with another tagging entity, every story gets another permanent id: readers who have it see it as new',
    );
  });

  it('changes nothing while the wire runs', async () => {
    await expect(run(OWN, { isRunning: true })).rejects.toThrow('the wire is running: stop `npm start` first');
    expect((await settings()).SITE_TITLE).toBe('Tagwire');
  });

  it('needs no domain of one’s own where the platform gives one, and takes one back', async () => {
    await run({ origin: 'https://wire.havneposten.example' });
    await run({ origin: 'https://tagwire.havneposten.workers.dev' });
    expect(await file('wrangler.toml')).not.toContain('routes');
  });
});

describe.skipIf(!HAS_SAMPLES)('init --remove-samples', () => {
  it('leaves an empty wire with a first story and a tag', async () => {
    await mkdir(join(root, '.wrangler/state/v3'), { recursive: true });
    await run({ ...OWN, 'remove-samples': true });
    expect(await stories()).toEqual(['first-story.md']);
    expect(await file('articles/first-story.md')).toBe(
      '---\ntitle: Havneposten begins\npublished: 2026-11-29T09:00:00+01:00\ntags:\n  - News\n---\n\nThis is the first story of Havneposten. Change this file and save it: readers have it at once.\n',
    );
    const vocabulary = readVocabulary(await file('articles/tags.yaml'));
    expect(vocabulary.ok && vocabulary.value.tags.map((it) => it.slug)).toEqual(['news']);
    expect(await readdir(join(root, 'articles/public/images'))).toEqual([]);
    expect(await readdir(join(root, '.wrangler'))).toEqual(['state-until-20261129080000']);
  });

  it('keeps own stories, the pictures that they show, and their tags with the broader ones', async () => {
    await writeFile(
      join(root, 'articles/dam.md'),
      '---\ntitle: Dam\npublished: 2026-11-01T00:00:00Z\ntags: [Kherson, Harbour]\nimage: /images/tents.png\n---\nX\n',
    );
    await run({ ...OWN, 'remove-samples': true });
    expect(await stories()).toEqual(['dam.md']);
    const vocabulary = readVocabulary(await file('articles/tags.yaml'));
    expect(vocabulary.ok && vocabulary.value.tags.map((it) => it.slug)).toEqual(['europe', 'ukraine', 'kherson']);
    expect(await readdir(join(root, 'articles/public/images'))).toEqual(['tents.png']);
  });
});

describe.skipIf(!HAS_SAMPLES)('init --logo', () => {
  it('makes icons of every size, and cuts nothing', async () => {
    await writeFile(join(root, 'logo.svg'), SVG);
    await run({ logo: join(root, 'logo.svg') });
    const sizes = await Promise.all(
      ['icon.png', 'icon-512.png', 'icon-1400.png', 'favicon.ico'].map(async (name) => {
        const { width, height, type } = imageSize(await readFile(join(root, 'articles/public', name)));
        return [name, type, width, height];
      }),
    );
    expect(sizes).toEqual([
      ['icon.png', 'png', 144, 144],
      ['icon-512.png', 'png', 512, 512],
      ['icon-1400.png', 'png', 1400, 1400],
      ['favicon.ico', 'ico', 32, 32],
    ]);
    expect(told[0]).toBe(`note: ${join(root, 'logo.svg')} is not square: it gets margins`);
  });

  it('refuses what is no picture', async () => {
    await writeFile(join(root, 'logo.png'), 'not a picture');
    await expect(run({ logo: join(root, 'logo.png') })).rejects.toThrow(
      `--logo: ${join(root, 'logo.png')}: expected a picture (PNG, SVG, JPEG, WebP, GIF or AVIF)`,
    );
    await expect(run({ logo: join(root, 'none.png') })).rejects.toThrow('none.png: does not exist');
  });
});

describe.skipIf(!HAS_SAMPLES)('init --workflow', () => {
  it('writes the workflow, but not over another', async () => {
    await run({ workflow: true });
    expect(await file(WORKFLOW_FILE)).toBe(WORKFLOW);
    await writeFile(join(root, WORKFLOW_FILE), 'name: mine\n');
    await run({ workflow: true });
    expect([await file(WORKFLOW_FILE), told.at(-2)]).toEqual([
      'name: mine\n',
      `note: ${WORKFLOW_FILE} is there already, and stays as it is`,
    ]);
  });

  it('is the one of the guide for operators', async () => {
    const guide = await readFile('docs/operators.md', 'utf8');
    expect(guide.replace(/^ {4}/gm, '')).toContain(WORKFLOW);
  });
});

describe.skipIf(!HAS_SAMPLES)('init --from', () => {
  const PAGE = `<!doctype html><html lang="nb"><head><title>Forside - Havneposten</title>
<meta property="og:site_name" content="Havneposten"><meta name="description" content="Nytt fra havna &amp; byen">
<meta name="theme-color" content="#0b5fa5"><link rel="canonical" href="https://www.havneposten.example/">
<link rel="alternate" type="application/rss+xml" href="/feed"></head></html>`;
  const RSS = `<?xml version="1.0"?><rss version="2.0"><channel><title>Havneposten (feed)</title><link>https://havneposten.example/</link>
<description>Alt</description><language>nn</language><copyright>Havneposten AS</copyright>
<managingEditor>desk@havneposten.example (Ingrid Solheim)</managingEditor></channel></rss>`;

  let server: Server | undefined;
  afterEach(() => void server?.close());

  it('takes what a saved page says, and asks nothing of the network', async () => {
    await writeFile(join(root, 'page.html'), PAGE);
    await run({ from: join(root, 'page.html') });
    expect(await settings()).toMatchObject({
      SITE_TITLE: 'Havneposten',
      SITE_DESCRIPTION: 'Nytt fra havna & byen',
      SITE_LANGUAGE: 'nb',
      SITE_TIME_ZONE: 'UTC',
      SITE_COLOR: '#0b5fa5',
      TAG_AUTHORITY: 'havneposten.example,2026-11-29',
      SITE_COPYRIGHT: 'Havneposten',
      EDITOR_NAME: 'Tagwire desk',
      ORIGIN: 'http://127.0.0.1:8787',
    });
  });

  it.each([
    [
      'RSS',
      RSS,
      {
        SITE_TITLE: 'Havneposten (feed)',
        SITE_LANGUAGE: 'nn',
        EDITOR_NAME: 'Ingrid Solheim',
        EDITOR_EMAIL: 'desk@havneposten.example',
      },
    ],
    [
      'Atom',
      '<feed xmlns="http://www.w3.org/2005/Atom"><title>Havna</title><id>urn:x</id><updated>2026-01-01T00:00:00Z</updated><link href="https://havna.example/"/><rights>Havna AS</rights><author><name>Inga</name></author></feed>',
      {
        SITE_TITLE: 'Havna',
        SITE_COPYRIGHT: 'Havna AS',
        EDITOR_NAME: 'Inga',
        TAG_AUTHORITY: 'havna.example,2026-11-29',
      },
    ],
    [
      'JSON Feed',
      '{"version":"https://jsonfeed.org/version/1.1","title":"Havna","language":"nb","home_page_url":"https://havna.example/","items":[]}',
      { SITE_TITLE: 'Havna', SITE_LANGUAGE: 'nb', TAG_AUTHORITY: 'havna.example,2026-11-29' },
    ],
  ])('takes what a saved feed says: %s', async (_, text, expected) => {
    await writeFile(join(root, 'feed'), text);
    await run({ from: join(root, 'feed') });
    expect(await settings()).toMatchObject(expected);
  });

  it('takes the page of a site first, and what it does not say from its feed', async () => {
    server = createServer((request, response) => response.end(request.url === '/feed' ? RSS : PAGE));
    await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
    await run({ from: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` });
    expect(await settings()).toMatchObject({
      SITE_TITLE: 'Havneposten',
      SITE_LANGUAGE: 'nb',
      SITE_COPYRIGHT: 'Havneposten AS',
      EDITOR_EMAIL: 'desk@havneposten.example',
    });
  });

  it('replaces nothing that is a newsroom’s own already', async () => {
    await run({ title: 'Kystposten', color: '#112233' });
    await writeFile(join(root, 'page.html'), PAGE);
    await run({ from: join(root, 'page.html') });
    expect(await settings()).toMatchObject({ SITE_TITLE: 'Kystposten', SITE_COLOR: '#112233', SITE_LANGUAGE: 'nb' });
  });

  it.each([
    ['/nowhere/page.html', 'is neither an address such as https://old.example nor a file'],
    ['wrangler.toml', 'expected a page or a feed with a title'],
  ])('refuses %s', async (from, what) => {
    await expect(run({ from })).rejects.toThrow(`--from: ${from}: ${what}`);
  });
});

describe.skipIf(!HAS_SAMPLES)('init that asks', () => {
  it('asks again for what cannot be used, and suggests what is known', async () => {
    const asker = answering({
      'Name of the wire': ['', 'Havneposten'],
      'What it is about': 'Nytt',
      Language: ['norsk', 'nb'],
      'Public address': 'https://wire.havneposten.example',
      Editor: 'Ingrid Solheim',
      Logo: ['nologo.svg', '-'],
      "The editor's": '-',
      Delete: 'y',
      Deploy: 'y',
      Make: 'y',
    });
    expect(await run({ yes: false }, { asker })).toBe(0);
    expect(told).toContain('  expected text');
    expect(told).toContain('  expected a language tag, such as en, uk or pt-BR; did you mean no?');
    expect(told).toContain('  nologo.svg: does not exist');
    expect(asker.prompts).toContain('Time zone [Europe/Oslo]: ');
    expect(asker.prompts).toContain('Tagging entity [wire.havneposten.example,2026-11-29]: ');
    expect(asker.prompts).toContain('Copyright [Havneposten]: ');
    expect(await settings()).toMatchObject({
      SITE_TITLE: 'Havneposten',
      SITE_LANGUAGE: 'nb',
      SITE_TIME_ZONE: 'Europe/Oslo',
      SITE_COPYRIGHT: 'Havneposten',
      EDITOR_NAME: 'Ingrid Solheim',
      EDITOR_EMAIL: '',
      TAG_AUTHORITY: 'wire.havneposten.example,2026-11-29',
    });
    expect([await stories(), await file(WORKFLOW_FILE)]).toEqual([['first-story.md'], WORKFLOW]);
  });

  it('changes nothing after a no', async () => {
    const asker = answering({ 'Name of': 'Havneposten', 'What it': 'Nytt', Make: 'n' });
    expect(await run({ yes: false, 'tag-authority': 'x.example,2026' }, { asker })).toBe(1);
    expect([(await settings()).SITE_TITLE, (await stories()).length, told.at(-1)]).toEqual([
      'Tagwire',
      2,
      'Nothing was changed.',
    ]);
  });

  it('suggests what is there when it is repeated', async () => {
    await run({ ...OWN, 'remove-samples': true });
    const asker = answering({});
    expect(await run({ yes: false }, { asker })).toBe(0);
    expect(asker.prompts.slice(0, 3)).toEqual([
      'Name of the wire [Havneposten]: ',
      'What it is about, in a sentence [Nytt fra havna]: ',
      'Language [nb-NO]: ',
    ]);
    expect(told.at(-1)).toBe('Nothing to change.');
  });
});
