import { chmod, cp, mkdir, mkdtemp, readdir, readFile, rename, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HAS_SAMPLES } from '../support/samples.ts';
import { freePort, type Running, startWire, tagwire, until } from '../support/tagwire.ts';

let root: string;
let folder: string;
let url: string;
let port: number;
let wire: Running;

const state = () => join(root, 'state');
const modeOf = async (path: string) => (await stat(path)).mode & 0o777;
const titles = async (channel: string): Promise<string[]> => {
  const response = await fetch(`${url}/feeds/${channel}.json`);
  if (!response.ok) return [];
  return ((await response.json()) as { items: { title: string }[] }).items.map((it) => it.title);
};
const story = (title: string, tags = 'Fresh') =>
  `---\ntitle: ${title}\npublished: 2026-03-01T10:00:00Z\ntags: [${tags}]\n---\nText.\n`;
const says = (text: string) => until(() => wire.output().includes(text), wire.output);
const push = (...parameters: string[]) => tagwire(['push', folder, '--to', url, ...parameters]);

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'tagwire-start-'));
  folder = join(root, 'articles');
  await cp('articles', folder, { recursive: true });
  port = await freePort();
  url = `http://127.0.0.1:${port}`;
  // As earlier versions left them.
  await mkdir(state());
  await chmod(state(), 0o755);
  await writeFile('.dev.vars', '', { flag: 'a' });
  await chmod('.dev.vars', 0o644);
  wire = await startWire(folder, state(), port);
});
afterAll(async () => {
  wire.child.kill('SIGTERM');
  await wire.ended;
  await rm(root, { recursive: true, force: true });
});

describe.skipIf(!HAS_SAMPLES)('tagwire start', () => {
  it('serves every story of the folder, and the sample channels that the README names', async () => {
    expect(wire.output()).toContain('48 articles: 48 created, 0 updated, 0 unchanged, 0 refused; 0 withdrawn');
    expect((await titles('all')).length).toBe(48);
    for (const path of [
      '/feeds/all.rss',
      '/feeds/ukraine.atom',
      '/feeds/humanitarian-corridors.json',
      '/feeds/ukraine+humanitarian-corridors.rss',
    ]) {
      const response = await fetch(url + path);
      expect([path, response.status]).toEqual([path, 200]);
      expect(await response.text()).toContain(`${url}/articles/`);
    }
  });

  it('keeps a publishing token in .dev.vars', async () => {
    expect(await readFile('.dev.vars', 'utf8')).toMatch(/^PUBLISH_TOKEN=[\w-]{43}$/m);
  });

  it('keeps its database and its token readable by their owner alone, also where they were readable by all', async () => {
    expect([await modeOf(state()), await modeOf('.dev.vars')]).toEqual([0o700, 0o600]);
    expect((await readdir(state())).sort()).toEqual(['tagwire-run.json', 'v3']);
  });

  it('serves local pictures for long, to any site and without script, and nothing else of the folder', async () => {
    const headersOf = async (path: string) => {
      const { headers } = await fetch(url + path);
      const names = ['content-type', 'cache-control', 'x-content-type-options', 'access-control-allow-origin'];
      return [...names, 'content-security-policy'].map((it) => headers.get(it));
    };
    const policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox";
    expect(await headersOf('/images/tents.png')).toEqual([
      'image/png',
      'public, max-age=2592000',
      'nosniff',
      '*',
      policy,
    ]);
    expect(await headersOf('/icon.png')).toEqual(['image/png', 'public, max-age=86400', 'nosniff', '*', policy]);
    expect((await headersOf('/'))[4]).toContain('img-src *');
    for (const path of ['/_headers', '/tags.yaml', '/sumy-corridor-opens.md', '/articles/sumy-corridor-opens.md'])
      expect((await fetch(url + path)).status).toBe(404);
  });

  it('sends feeds uncompressed to clients that do not ask for more', async () => {
    const { request } = await import('node:http');
    const answer = (headers: Record<string, string>) =>
      new Promise<{ encoding: string | undefined; first: number | undefined }>((resolve, reject) => {
        request(`${url}/feeds/all.rss`, { headers }, (response) => {
          response.once('data', (chunk: Buffer) =>
            resolve({ encoding: response.headers['content-encoding'], first: chunk[0] }),
          );
          response.resume();
        })
          .on('error', reject)
          .end();
      });
    expect(await answer({})).toEqual({ encoding: undefined, first: '<'.charCodeAt(0) });
    expect(await answer({ 'accept-encoding': 'gzip' })).toEqual({ encoding: 'gzip', first: 0x1f });
  });

  it('publishes a story when it is saved, and again when it is changed', async () => {
    await writeFile(join(folder, 'fresh.md'), story('Fresh story'));
    await until(async () => (await titles('fresh')).includes('Fresh story'), wire.output);
    await writeFile(join(folder, 'fresh.md'), story('Fresher story'));
    await until(async () => (await titles('fresh')).includes('Fresher story'), wire.output);
    await mkdir(join(folder, 'later'));
    await writeFile(join(folder, 'later', 'nested.md'), story('Nested story'));
    await until(async () => (await titles('fresh')).includes('Nested story'), wire.output);
  });

  it('publishes a story again when its picture is saved', async () => {
    const path = join(folder, 'public', 'images', 'later.svg');
    const picture = async () => {
      const { items } = (await (await fetch(`${url}/feeds/fresh.json`)).json()) as {
        items: { title: string; image?: string; _tagwire: { image?: { width?: number } } }[];
      };
      const item = items.find((it) => it.title === 'Fresher story' && it.image);
      return item && { url: item.image, ...item._tagwire.image };
    };
    const written = { url: `${url}/images/later.svg`, alt: 'A box', type: 'image/svg+xml' };
    const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="50" height="30"/>';
    await writeFile(
      join(folder, 'fresh.md'),
      story('Fresher story').replace('tags', 'image: { url: /images/later.svg, alt: A box }\ntags'),
    );
    await until(async () => (await picture()) !== undefined, wire.output);
    expect(await picture()).toEqual(written);
    expect(wire.output()).toContain(`fresh.md: image.url: note: ${path} does not exist`);
    await writeFile(path, svg);
    await until(async () => (await picture())?.width === 50, wire.output);
    expect(await picture()).toEqual({ ...written, width: 50, height: 30, length: 64 });
    await writeFile(join(folder, 'fresh.md'), story('Fresher story'));
    await until(async () => (await picture()) === undefined, wire.output);
  });

  it('holds a new story up until its picture is there', async () => {
    await writeFile(
      join(folder, 'boxed.md'),
      story('Boxed', 'Boxes').replace('tags', 'image: { url: /images/box.svg, alt: B }\ntags'),
    );
    const missing = `${join(folder, 'public', 'images', 'box.svg')} does not exist; put it there`;
    await until(() => wire.output().includes(`boxed.md: image.url: ${missing}`), wire.output);
    expect(await titles('boxes')).toEqual([]);
    await writeFile(
      join(folder, 'public', 'images', 'box.svg'),
      '<svg xmlns="http://www.w3.org/2000/svg" width="5" height="3"/>',
    );
    await until(async () => (await titles('boxes')).includes('Boxed'), wire.output);
    await until(() => wire.output().includes(` boxed: fixed, created, live: ${url}/articles/boxed\n`), wire.output);
    await rm(join(folder, 'boxed.md'));
    await until(
      () =>
        wire.output().includes('boxed.md: was deleted, but its article stays on the wire; `tagwire withdraw boxed`'),
      wire.output,
    );
    await push('--delete');
    await writeFile(join(folder, 'unsent.md'), 'No front matter.');
    await until(() => wire.output().includes('unsent.md: front matter'), wire.output);
    await rm(join(folder, 'unsent.md'));
    await until(() => wire.output().includes('unsent.md: was deleted; it was not on the wire'), wire.output);
  });

  it('does not publish a story twice whose file has a new name, and says how to rename it', async () => {
    const [before, after] = [join(folder, 'quay.md'), join(folder, 'quay-reopens.md')];
    await writeFile(before, story('Quay reopens', 'Quays'));
    await until(async () => (await titles('quays')).includes('Quay reopens'), wire.output);
    await rename(before, after);
    await until(() => / quay-reopens: refused, as said above/.test(wire.output()), wire.output);
    expect(wire.output()).toContain(
      `${after}: file: is ${before} under another name, and readers would get its story twice: give the file its old name back, or write "key: quay" in it; for another address, give "slug" (docs/mistakes.md#rename)`,
    );
    expect(wire.output()).not.toContain('quay.md: was deleted');
    expect(await titles('quays')).toEqual(['Quay reopens']);
    await writeFile(after, story('Quay reopens', 'Quays').replace('title', 'key: quay\nslug: quay-reopens\ntitle'));
    await until(
      () => wire.output().includes(` quay: fixed, updated, live: ${url}/articles/quay-reopens\n`),
      wire.output,
    );
    expect((await fetch(`${url}/articles/quay`, { redirect: 'manual' })).headers.get('location')).toBe(
      `${url}/articles/quay-reopens`,
    );
    await rm(after);
    await until(() => wire.output().includes('the wire'), wire.output);
    await until(
      () =>
        wire.output().includes(`${after}: was deleted, but its article stays on the wire; \`tagwire withdraw quay\``),
      wire.output,
    );
    await push('--delete');
  });

  it('notes what `check` would: a story in two files, and a picture that browsers do not show', async () => {
    const twin = join(folder, 'fresh-copy.md');
    await writeFile(twin, (await readFile(join(folder, 'fresh.md'), 'utf8')).replace('[Fresh]', '[Copies]'));
    await until(
      () =>
        wire.output().includes(`${twin}: title: note: is that of ${join(folder, 'fresh.md')}, whose text is the same`),
      wire.output,
    );
    await rm(twin);
    await writeFile(join(folder, 'public', 'images', 'phone.heic'), 'x');
    await until(() => wire.output().includes('phone.heic: file: note: is a HEIC picture'), wire.output);
    await rm(join(folder, 'public', 'images', 'phone.heic'));
    await until(() => wire.output().includes(`${twin}: was deleted, but`), wire.output);
    await push('--delete');
  });

  it('says that a file is not read whose name is nearly that of a story', async () => {
    await writeFile(join(folder, 'fog.MD'), story('Fog'));
    await until(
      () => wire.output().includes('fog.MD: file: is not read: the name of a record ends in ".md"'),
      wire.output,
    );
    await rm(join(folder, 'fog.MD'));
  });

  it('tells of a story that appears by itself', async () => {
    const published = new Date(Date.now() + 3000).toISOString();
    await writeFile(join(folder, 'later.md'), story('Later', 'Laters').replace('2026-03-01T10:00:00Z', published));
    await until(() => / later: created, scheduled for 20/.test(wire.output()), wire.output);
    await until(() => wire.output().includes(` later: live: ${url}/articles/later\n`), wire.output);
    expect(await titles('laters')).toEqual(['Later']);
    await rm(join(folder, 'later.md'));
    await until(() => wire.output().includes('later.md: was deleted, but'), wire.output);
    await push('--delete');
  });

  it('says that a vocabulary is refused, and when it is well again', async () => {
    const path = join(folder, 'tags.yaml');
    const before = await readFile(path, 'utf8');
    await writeFile(path, `${before}\n  - { slug: ukraine, label: Twice }\n`);
    await until(() => / tags\.yaml: refused, as said above; the wire keeps the tags/.test(wire.output()), wire.output);
    await writeFile(path, before);
    await until(() => / tags\.yaml: fixed\n/.test(wire.output()), wire.output);
  });

  it('takes the settings of partners when they are saved, and then says which partner does not take a story', async () => {
    const path = join(folder, 'partners.yaml');
    await writeFile(path, 'version: 1\npartners:\n  flipbord:\n');
    await says(`${path}: partners.flipbord: there is no profile for this partner; did you mean "flipboard"? (line 3)`);
    await says('partners.yaml: refused, as said above; the wire keeps the settings that it has');
    await writeFile(path, 'version: 1\npartners:\n  smartnews:\n    logo: /none.png\n');
    await says('none.png does not exist; put it there (line 4)');
    await writeFile(path, 'version: 1\npartners:\n  msn:\n');
    await says(`${path}: 1 partner updated`);
    await says('partners.yaml: fixed');
    await writeFile(join(folder, 'short.md'), story('Short', 'Brief'));
    await says(
      'short.md: title: note: MSN does not take it: the title has 5 characters, of at least 21: write a longer one (line 2)',
    );
    await says('short: created, live:');
    // A picture that no partner takes gets a JPEG, where a partner is fed.
    const drawing =
      '<svg xmlns="http://www.w3.org/2000/svg" width="800" height="400"><rect width="9" height="9"/></svg>';
    await writeFile(join(folder, 'public', 'images', 'plan.svg'), drawing);
    const size = join(folder, 'public', 'sizes', 'images', 'plan-1600.jpg');
    const image = 'image: { url: /images/plan.svg, alt: A plan }';
    await writeFile(
      join(folder, 'short.md'),
      `---\ntitle: The plan of the harbour of Keltmouth\npublished: ${new Date(Date.now() - 60_000).toISOString()}\ntags: [Plans]\n${image}\n---\n\n${'The harbour of Keltmouth is to be wider. '.repeat(20)}\n`,
    );
    await says(`${join(folder, 'public', 'images', 'plan.svg')}: ${size}, 1600 by 800 pixels, `);
    await says('short: updated, live:');
    expect(await (await fetch(`${url}/feeds/plans/for/msn.rss`)).text()).toContain(`${url}/sizes/images/plan-1600.jpg`);
    await until(async () => (await fetch(`${url}/sizes/images/plan-1600.jpg`)).status === 200, wire.output);
    await rm(join(folder, 'public', 'sizes'), { recursive: true });
    await rm(join(folder, 'public', 'images', 'plan.svg'));
    await writeFile(path, 'version: 1\npartners: {}\n');
    await says(`${path}: 0 partners updated`);
    await rm(path);
    await says(`${path}: was deleted; the wire keeps what it has of it`);
    await rm(join(folder, 'short.md'));
    await says('short.md: was deleted, but');
    await push('--delete');
  });

  it('takes a draft that has no text yet, as `tagwire new` begins it', async () => {
    await writeFile(join(folder, 'begun.md'), '---\ntitle: Begun\nstatus: draft\n---\n');
    await until(() => / begun: created, draft\n/.test(wire.output()), wire.output);
    await rm(join(folder, 'begun.md'));
    await until(() => wire.output().includes('begun.md: was deleted; the wire keeps its draft'), wire.output);
    await push('--delete');
  });

  it('goes on publishing when the token is changed', async () => {
    const variables = await readFile('.dev.vars', 'utf8');
    await writeFile('.dev.vars', variables.replace(/^PUBLISH_TOKEN=.*/m, `PUBLISH_TOKEN=${'n'.repeat(43)}`));
    const list = () => tagwire(['list', '--to', url]);
    await until(async () => (await list()).code === 0, wire.output);
    await writeFile(join(folder, 'fresh.md'), story('After the change'));
    await until(async () => (await titles('fresh')).includes('After the change'), wire.output);
    await writeFile('.dev.vars', variables);
    await until(async () => (await list()).code === 0, wire.output);
    await writeFile(join(folder, 'fresh.md'), story('Fresher story'));
    await until(async () => (await titles('fresh')).includes('Fresher story'), wire.output);
  });

  it('says what is wrong with a story that is saved, and keeps what was published', async () => {
    await writeFile(join(folder, 'fresh.md'), story('Broken').replace('Z', ''));
    await until(() => wire.output().includes('fresh.md: published: needs a time zone'), wire.output);
    expect(await titles('fresh')).toContain('Fresher story');
    await until(() => /^\d\d:\d\d:\d\d fresh: refused, as said above/m.test(wire.output()), wire.output);
    await writeFile(join(folder, 'fresh.md'), story('Fresher story'));
    await until(
      () => /^\d\d:\d\d:\d\d fresh: fixed; nothing has changed on the wire$/m.test(wire.output()),
      wire.output,
    );
  });

  it('publishes nothing from behind a link out of the folder, and says so', async () => {
    const other = join(root, 'other');
    await mkdir(other);
    await writeFile(join(other, 'secret.md'), story('Secret story'));
    await symlink(other, join(folder, 'linked'));
    await symlink(join(other, 'secret.md'), join(folder, 'leak.md'));
    const refused = `leak.md: file: is a link out of the folder, and is not followed; put what it leads to into the folder`;
    await until(() => wire.output().includes(refused), wire.output);
    await writeFile(join(other, 'second.md'), story('Second secret'));
    await writeFile(join(folder, 'fresh.md'), story('Freshest story'));
    await until(async () => (await titles('fresh')).includes('Freshest story'), wire.output);
    expect((await titles('fresh')).filter((it) => /secret/i.test(it))).toEqual([]);
    for (const name of ['linked', 'leak.md']) await rm(join(folder, name));
    await writeFile(join(folder, 'fresh.md'), story('Fresher story'));
    await until(async () => (await titles('fresh')).includes('Fresher story'), wire.output);
  });

  it('takes a changed vocabulary', async () => {
    const path = join(folder, 'tags.yaml');
    await writeFile(
      path,
      `${await readFile(path, 'utf8')}\n  - { slug: brand-new, label: Brand new, formerly: [fresh] }\n`,
    );
    await until(async () => (await titles('brand-new')).length === 2, wire.output);
  });

  it('ticks when the local clock is triggered', async () => {
    expect((await fetch(`${url}/__scheduled?cron=*+*+*+*+*`)).status).toBe(200);
  });
});

describe('tagwire push', () => {
  it('sends only what changed', async () => {
    const { code, out } = await push();
    expect([code, out.trim()]).toEqual([0, '50 articles: 0 created, 0 updated, 50 unchanged, 0 refused; 0 withdrawn']);
  });

  it('reports what is refused, publishes the rest, and exits with 1', async () => {
    await writeFile(join(folder, 'bad.md'), 'No front matter.');
    await writeFile(join(folder, 'clash.md'), story('Clash').replace('title', 'slug: sumy-corridor-opens\ntitle'));
    await writeFile(join(folder, 'good.md'), story('Good story'));
    const { code, out } = await push();
    expect(code).toBe(1);
    expect(out).toContain('bad.md: front matter: expected a first line of "---"');
    expect(out).toContain('clash.md: slug: "sumy-corridor-opens" already belongs to article "sumy-corridor-opens"');
    expect(out).toMatch(/53 articles: .* 2 refused; 0 withdrawn\n$/);
    expect(await titles('brand-new')).toContain('Good story');
    await rm(join(folder, 'clash.md'));
  });

  it('withdraws nothing unless told to, and nothing while a file cannot be read', async () => {
    await rm(join(folder, 'good.md'));
    expect((await push()).out).toContain('1 article on the wire is not in the folder; --delete withdraws it: good');
    expect((await push('--delete')).out).toContain('nothing was withdrawn');
    expect(await titles('brand-new')).toContain('Good story');
    await rm(join(folder, 'bad.md'));
    const { code, out } = await push('--delete');
    expect([code, out.trim().split('\n')]).toEqual([
      0,
      [
        'good: withdrawn: it is not in the folder',
        '50 articles: 0 created, 0 updated, 50 unchanged, 0 refused; 1 withdrawn',
      ],
    ]);
    expect(await titles('brand-new')).not.toContain('Good story');
    expect((await fetch(`${url}/articles/good`)).status).toBe(410);
  });

  it('does not bring back what was withdrawn on the wire', async () => {
    const token = /PUBLISH_TOKEN=(\S+)/.exec(await readFile('.dev.vars', 'utf8'))?.[1];
    const gone = await fetch(`${url}/api/articles/fresh`, {
      method: 'DELETE',
      headers: { authorization: `Bearer ${token}` },
    });
    expect(gone.status).toBe(204);
    expect((await push()).out).toContain(
      'fresh.md: status: note: was withdrawn on the wire and stays so; `tagwire push --revive fresh` brings it back',
    );
    await writeFile(join(folder, 'fresh.md'), `${await readFile(join(folder, 'fresh.md'), 'utf8')}\nMore.\n`);
    await push();
    expect(await titles('brand-new')).not.toContain('Fresher story');
    expect((await push('--revive', 'fresh')).code).toBe(0);
    expect(await titles('brand-new')).toContain('Fresher story');
  });

  it('lists what is on the wire, and withdraws a story after asking', async () => {
    const { code, out } = await tagwire(['list', '--to', url, '--json']);
    const stories = JSON.parse(out) as { key: string; status: string; state: string }[];
    expect([code, stories.length, stories.find((it) => it.key === 'good')]).toEqual([
      0,
      57,
      { key: 'good', status: 'withdrawn', state: 'withdrawn' },
    ]);
    expect((await tagwire(['list', '--to', url])).out).toMatch(/^STORY +STATE\n(?:[\w-]+ +\w+\n){57}$/);
    const withdraw = (...parameters: string[]) => tagwire(['withdraw', ...parameters, '--to', url]);
    expect(await withdraw('nested-nowhere')).toEqual({
      code: 1,
      out: '',
      err: `tagwire: nested-nowhere: is not on ${url}; \`tagwire list\` shows what is\n`,
    });
    expect(await withdraw('good')).toEqual({ code: 0, out: 'good: is withdrawn already\n', err: '' });
    expect(await withdraw('fresh')).toEqual({
      code: 2,
      out: '',
      err: 'tagwire: nobody can be asked here; --yes withdraws without asking\n',
    });
    expect(await titles('brand-new')).toContain('Fresher story');
    expect(await withdraw('fresh', '--yes')).toEqual({
      code: 0,
      out: 'fresh: withdrawn; `tagwire push --revive fresh` brings it back while its file is in the folder\n',
      err: '',
    });
    expect((await fetch(`${url}/articles/fresh`)).status).toBe(410);
    expect((await push('--revive', 'fresh')).code).toBe(0);
    expect(await titles('brand-new')).toContain('Fresher story');
  });

  it('makes a key, lists it, and revokes it', async () => {
    const keys = (...parameters: string[]) => tagwire(['keys', ...parameters, '--to', url]);
    expect((await keys()).out).toBe('No keys. `tagwire keys add NAME --channel CHANNEL` makes one.\n');
    const made = await keys(
      'add',
      'acme',
      '--channel',
      'refugees+ukraine',
      '--formats',
      'rss,msn',
      '--until',
      '2099-06-01',
    );
    expect(made.out).toContain(
      'Key "acme" for refugees+ukraine, until 2099-06-01T00:00:00Z. Nobody can look it up later:',
    );
    const [feed = '', profile = ''] = made.out.match(/http:\S+/g) ?? [];
    expect([(await fetch(feed)).status, (await fetch(profile)).status]).toEqual([200, 200]);
    await until(
      async () => /acme {2}refugees\+ukraine {2}rss msn {2}2099-06-01 {2}\d{4}-\d\d-\d\d {5}2/.test((await keys()).out),
      () => 'the uses are counted',
    );
    const json = JSON.parse((await keys('--json')).out) as { name: string; uses: { uses: number }[] }[];
    expect(json.map((it) => [it.name, it.uses.map((day) => day.uses)])).toEqual([['acme', [2]]]);
    expect((await keys('add', 'other')).err).toBe(
      'tagwire: keys add: expected --channel, such as ukraine or ukraine+refugees\n',
    );
    expect((await keys('add', 'acme', '--channel', 'ukraine')).err).toContain(
      '"acme" is the name of another key, or was one',
    );
    expect((await keys('revoke', 'acme')).out).toBe('1 key revoked: acme\n');
    expect((await fetch(feed)).status).toBe(404);
    expect((await keys()).out).toMatch(/acme .*ended/);
  });

  it('says that a token is wrong, and where it comes from', async () => {
    const { code, err } = await tagwire(['push', folder, '--to', url], { PUBLISH_TOKEN: 'wrong' });
    expect([code, err]).toEqual([2, expect.stringContaining(': 401 A valid token or key is needed: ')]);
    expect(err).toMatch(/; the token that was sent is that of PUBLISH_TOKEN in the environment\n$/);
  });

  it('prints one object for programs', async () => {
    await writeFile(join(folder, 'bad.md'), 'No front matter.');
    const { code, out } = await push('--json');
    const { unchanged, refused, results, findings } = JSON.parse(out);
    expect([code, unchanged, refused, results[join(folder, 'bad.md')]]).toEqual([1, 50, 1, 'refused']);
    expect(findings).toEqual([
      { path: join(folder, 'bad.md'), problems: [{ field: 'front matter', message: expect.any(String) }], notes: [] },
    ]);
    await rm(join(folder, 'bad.md'));
  });
});

describe('tagwire status', () => {
  const status = (...parameters: string[]) => tagwire(['status', ...parameters, folder, '--to', url]);

  it('shows a story’s state and address, its last changes, and whether its file says the same', async () => {
    const { code, out } = await status('sumy-corridor-opens');
    expect([
      code,
      out.split('\n').map((it) => it.replace(/\d{4}-\S+ created by publisher/, 'AT created by publisher')),
    ]).toEqual([
      0,
      [
        'sumy-corridor-opens',
        `  state      live: ${url}/articles/sumy-corridor-opens`,
        expect.stringMatching(/^ {2}title {6}\S/),
        expect.stringMatching(/^ {2}published {2}2022-/),
        expect.stringMatching(/^ {2}tags {7}\S/),
        expect.stringMatching(/^ {2}id {9}tag:.*:article\/sumy-corridor-opens$/),
        `  file       ${join(folder, 'sumy-corridor-opens.md')}: the same`,
        '  changes    AT created by publisher',
        '',
      ],
    ]);
    const path = join(folder, 'sumy-corridor-opens.md');
    const text = await readFile(path, 'utf8');
    await push();
    await writeFile(path, `${text}\nMore.\n`);
    const offline = await tagwire(['status', 'good', folder, '--to', url, '--json']);
    expect(JSON.parse(offline.out)).toMatchObject({ key: 'good', state: 'withdrawn', file: `none in ${folder}/` });
    await writeFile(path, text);
  });

  it('says that the wire has no such story', async () => {
    expect(await status('nowhere')).toEqual({
      code: 1,
      out: '',
      err: `tagwire: nowhere: is not on ${url}; \`tagwire list\` shows what is\n`,
    });
  });

  it('has no page to open of a story that nobody sees', async () => {
    expect(await tagwire(['open', 'good', '--to', url])).toEqual({
      code: 1,
      out: '',
      err: 'tagwire: good: has no page now: withdrawn\n',
    });
  });
});

describe('a run', () => {
  it('keeps its state, starts again after kill -9, and stops cleanly on SIGTERM and SIGINT', async () => {
    wire.child.kill('SIGKILL');
    await wire.ended;
    wire = await startWire(folder, state(), port);
    expect(wire.output()).toContain('Stopped an earlier `npm start` of this checkout.');
    expect(wire.output()).toContain('50 articles: 0 created, 0 updated, 50 unchanged, 0 refused; 0 withdrawn');
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      wire.child.kill(signal);
      expect(await wire.ended).toBe(0);
      await expect(fetch(`${url}/healthz`)).rejects.toThrow();
      if (signal === 'SIGTERM') wire = await startWire(folder, state(), port);
    }
  });

  it('ends when another one of the same state begins, and says so', async () => {
    const first = await startWire(folder, state(), port);
    const second = await startWire(folder, state(), port);
    expect(await first.ended).toBe(0);
    expect(first.output()).toContain('Stopped: another `npm start` of this checkout takes over.');
    expect(second.output()).toMatch(
      /^Stopped an earlier `npm start` of this checkout\.\nPreparing the database \.\.\.\nStarting the worker \.\.\.\n/,
    );
    expect(second.output()).toContain('Publishing 50 articles ...');
    second.child.kill('SIGTERM');
    expect(await second.ended).toBe(0);
    expect(second.output()).not.toContain('takes over');
  });

  it('leaves the rights to a folder as they are that is not for its database alone, but closes the database', async () => {
    const shared = join(root, 'shared');
    await mkdir(shared);
    await chmod(shared, 0o755);
    await writeFile(join(shared, 'other.txt'), '');
    const run = await startWire(folder, shared, port);
    expect([await modeOf(shared), await modeOf(join(shared, 'v3'))]).toEqual([0o755, 0o700]);
    run.child.kill('SIGTERM');
    expect(await run.ended).toBe(0);
  });

  it('is refused where another program has the port', async () => {
    const { createServer } = await import('node:net');
    const other = createServer().listen(port, '127.0.0.1');
    const { code, err } = await tagwire(['start', folder, '--state', state()], { PORT: String(port) });
    other.close();
    expect([code, err]).toEqual([
      2,
      `tagwire: PORT: ${port} is taken by another program; try PORT=${port + 1} npm start\n`,
    ]);
    expect((await tagwire(['start'], { PORT: 'eighty' })).err).toBe(
      'tagwire: PORT: expected a number from 1 to 65535, got "eighty"\n',
    );
  });
});
