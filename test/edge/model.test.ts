import { expect, it } from 'vitest';
import { canonicalExpression, parseExpression } from '../../src/channels/expression.ts';
import { randomOf } from '../support/random.ts';
import { ORIGIN, STORY, TestWire } from '../support/wire.ts';

/**
 * Random operations on a wire and on a model of it in memory. After each, what is served must be what the model says, in
 * every format, on every page, from a process that wrote it, from one that did not, and from a fresh one; no word of what
 * is not public may be in any answer; and validators must tell of every change.
 */

const SEEDS = [1, 2, 3];
const STEPS = 12;
const TAGS = ['alpha', 'beta', 'gamma', 'delta'];
const KEYS = ['k0', 'k1', 'k2', 'k3', 'k4', 'k5', 'k6', 'k7'];
const EXPRESSIONS = ['alpha+beta', 'alpha,beta', 'alpha+!beta', '!alpha+all', 'beta+gamma,delta'];
const HOUR = 3600_000;
/** For how long a process may not see what another one has written (seconds), and a bit. */
const STALENESS = 3;

type Status = 'ready' | 'retracted' | 'draft' | 'withdrawn';

interface VocabularyTag {
  slug: string;
  label: string;
  broader?: string[];
  formerly?: string[];
  description?: string;
}

interface Version {
  /** Stands in every text of the record, as `zq{number}zq`. */
  number: number;
  status: Status;
  slug: string;
  published: number;
  updated: number;
  embargo: number | undefined;
  expires: number | undefined;
  tags: string[];
}

interface Story {
  key: string;
  version: Version;
  released: boolean;
  /** What channels list now. */
  listed: { kind: 'story' | 'stub'; tags: string[]; published: number } | undefined;
  slugs: Set<string>;
  /** The newest `updated` that was served, and of what. */
  served: { updated: number; status: Status } | undefined;
}

interface Seen {
  etag: string;
  modified: string | null;
  body: string;
}

interface Item {
  id: string;
  title: string;
  date_modified: string;
  content_html?: string;
  _tagwire: { withdrawn?: string };
}

const iso = (time: number) => new Date(time).toISOString();
const marks = (text: string) => new Set([...text.matchAll(/zq(\d+)zq/g)].map((it) => Number(it[1])));

class Model {
  readonly stories = new Map<string, Story>();
  readonly opened = new Set<string>(['all']);
  /** Labels of tags that have been public. */
  readonly publicTags = new Set<string>();
  vocabulary: VocabularyTag[] = [];
  now = 0;

  resolve(tag: string): string {
    const text = tag.toLowerCase();
    const owner =
      this.vocabulary.find((it) => it.slug === text) ?? this.vocabulary.find((it) => it.formerly?.includes(text));
    return owner?.slug ?? text;
  }

  broader(slug: string): string[] {
    const direct = this.vocabulary.find((it) => it.slug === slug)?.broader ?? [];
    return direct.flatMap((it) => [it, ...this.broader(it)]);
  }

  channelsOf(story: Story): Set<string> {
    if (!story.listed) return new Set();
    const own = story.listed.tags.map((it) => this.resolve(it));
    return new Set(['all', ...own, ...own.flatMap((it) => this.broader(it))]);
  }

  isLive({ status, published, embargo = 0, expires = Number.POSITIVE_INFINITY }: Version): boolean {
    return (
      (status === 'ready' || status === 'retracted') &&
      published <= this.now &&
      embargo <= this.now &&
      expires > this.now
    );
  }

  write(key: string, version: Version): void {
    const before = this.stories.get(key);
    const story: Story = before ?? {
      key,
      version,
      released: false,
      listed: undefined,
      slugs: new Set([key]),
      served: undefined,
    };
    this.stories.set(key, story);
    story.slugs.add(version.slug);
    story.version = version;
    this.#list(story);
  }

  withdraw(key: string): void {
    const story = this.stories.get(key);
    if (!story || story.version.status === 'withdrawn') return;
    story.version = { ...story.version, status: 'withdrawn' };
    this.#list(story);
  }

  #list(story: Story): void {
    const { version } = story;
    if (version.status === 'withdrawn') {
      if (story.listed) story.listed = { ...story.listed, kind: 'stub' };
    } else {
      story.listed = this.isLive(version)
        ? { kind: 'story', tags: version.tags, published: version.published }
        : undefined;
    }
    this.#open(story);
  }

  #open(story: Story): void {
    if (!story.listed) return;
    story.released = true;
    for (const it of this.channelsOf(story)) this.opened.add(it);
    for (const it of story.listed.tags) if (it.startsWith('secret')) this.publicTags.add(it);
  }

  tick(): void {
    for (const story of this.stories.values()) if (story.version.status !== 'withdrawn') this.#list(story);
  }

  putVocabulary(tags: VocabularyTag[]): void {
    this.vocabulary = tags;
    for (const it of [...this.opened]) {
      const successor = this.resolve(it);
      if (successor === it) continue;
      this.opened.delete(it);
      this.opened.add(successor);
    }
    for (const story of this.stories.values()) this.#open(story);
  }

  /** What an expression lists, newest first; undefined if there is no such channel. */
  listing(expression: string): Story[] | undefined {
    try {
      const clauses = canonicalExpression(
        parseExpression(expression, (it) => this.resolve(it)),
        'all',
      );
      const named = clauses.flatMap(({ every, none }) => [...every, ...none]);
      if (named.some((it) => !this.opened.has(it))) return undefined;
      return [...this.stories.values()]
        .filter((story) => {
          const channels = this.channelsOf(story);
          return clauses.some(
            ({ every, none }) => every.every((it) => channels.has(it)) && !none.some((it) => channels.has(it)),
          );
        })
        .sort((a, b) => (b.listed?.published ?? 0) - (a.listed?.published ?? 0) || (a.key < b.key ? -1 : 1));
    } catch {
      return undefined;
    }
  }
}

class Trial {
  readonly #random: () => number;
  readonly #model = new Model();
  readonly #writer: TestWire;
  readonly #reader = new TestWire();
  readonly #seen = new Map<string, Seen>();
  /** Every body that was ever served under an address and an ETag. */
  readonly #bodies = new Map<string, string>();
  readonly #log: string[] = [];
  #versions = 0;

  constructor(seed: number, writer: TestWire) {
    this.#random = randomOf(seed);
    this.#writer = writer;
    this.#log.push(`seed ${seed}`);
  }

  async run(steps: number): Promise<void> {
    for (let step = 0; step < steps; step++) {
      await this.#act();
      await this.#pass(0);
      await this.#check(this.#writer);
      await this.#pass(STALENESS);
      await this.#check(this.#reader);
      if (step % 3 === 2) await this.#check(new TestWire());
    }
  }

  #pick<T>(from: readonly T[]): T {
    return from[Math.floor(this.#random() * from.length)] as T;
  }

  #chance(probability: number): boolean {
    return this.#random() < probability;
  }

  async #pass(seconds: number): Promise<void> {
    this.#writer.pass(seconds);
    this.#model.now = this.#writer.now.getTime();
    this.#reader.now = new Date(this.#writer.now);
  }

  async #tick(): Promise<void> {
    await (this.#chance(0.5) ? this.#writer : this.#reader).tick();
    this.#model.tick();
  }

  async #act(): Promise<void> {
    await this.#pass(this.#pick([1, 3, 60]));
    const kind = this.#random();
    if (kind < 0.45) await this.#put(this.#pick(KEYS));
    else if (kind < 0.55) await this.#bulk();
    else if (kind < 0.68) await this.#delete(this.#pick(KEYS));
    else if (kind < 0.8) await this.#putVocabulary();
    else {
      const seconds = this.#pick([600, 1800, 3600, 8000]);
      await this.#pass(seconds);
      const ticks = this.#chance(0.7);
      this.#log.push(`${seconds} s pass${ticks ? ', tick' : ''}`);
      if (ticks) await this.#tick();
    }
  }

  #version(key: string): Version {
    const { now } = this.#model;
    const before = this.#model.stories.get(key);
    const published = this.#chance(0.12)
      ? now + HOUR * this.#pick([0.5, 1])
      : now - (now % HOUR) - HOUR * this.#pick([0, 1, 2, 700, 1500]);
    const floor = Math.max(published, before?.served?.updated ?? 0);
    const secret = this.#chance(0.15) ? [`secret${this.#versions + 1}tag`] : [];
    return {
      number: ++this.#versions,
      status: this.#pick(['ready', 'ready', 'ready', 'ready', 'retracted', 'draft', 'withdrawn']),
      slug: this.#chance(0.7) ? key : `${key}-${this.#pick(['x', 'y'])}`,
      published,
      updated: published <= now && this.#chance(0.4) ? now : floor,
      embargo: this.#chance(0.12) ? now + HOUR * this.#pick([0.5, 1]) : undefined,
      expires: this.#chance(0.12) ? Math.max(now, published) + HOUR * this.#pick([1, 2]) : undefined,
      tags: [
        ...TAGS.filter(() => this.#chance(0.4)).map((it) => (this.#chance(0.3) ? it.toUpperCase() : it)),
        ...secret,
      ],
    };
  }

  #fields(key: string, { number, status, slug, published, updated, embargo, expires, tags }: Version) {
    const mark = `zq${number}zq`;
    return {
      ...STORY,
      key,
      slug,
      status,
      title: `Title ${mark}`,
      body: `Body ${mark}, ![alt ${mark}](/images/${mark}.png).`,
      summary: `Summary ${mark}`,
      authors: [{ name: `Author ${mark}`, url: `https://${mark}.example/` }],
      image: {
        url: `/images/${mark}.png`,
        alt: `Alt ${mark}`,
        credit: `Credit ${mark}`,
        width: 9,
        height: 9,
        length: 9,
      },
      corrections: number % 3 === 0 ? [{ date: iso(published), text: `Correction ${mark}` }] : [],
      published: iso(published),
      updated: iso(updated),
      tags,
      ...(number % 4 === 0 && { language: 'uk' }),
      ...(embargo !== undefined && { embargo: iso(embargo) }),
      ...(expires !== undefined && { expires: iso(expires) }),
    };
  }

  async #put(key: string): Promise<void> {
    const version = this.#version(key);
    this.#log.push(`put ${key} ${JSON.stringify(version)}`);
    const response = await this.#writer.api(
      'PUT',
      `/api/articles/${key}`,
      JSON.stringify(this.#fields(key, version)),
      'application/json',
    );
    expect([response.ok, response.ok ? '' : await response.text()], this.#story()).toEqual([true, '']);
    this.#model.write(key, version);
  }

  async #bulk(): Promise<void> {
    const versions = new Map([1, 2, 3].map(() => this.#pick(KEYS)).map((key) => [key, this.#version(key)]));
    this.#log.push(`bulk ${JSON.stringify([...versions])}`);
    const results = await this.#writer.bulk([...versions].map(([key, it]) => JSON.stringify(this.#fields(key, it))));
    expect(
      results.filter((it) => it.result === 'refused'),
      this.#story(),
    ).toEqual([]);
    for (const [key, version] of versions) this.#model.write(key, version);
  }

  async #delete(key: string): Promise<void> {
    this.#log.push(`delete ${key}`);
    const response = await this.#writer.api('DELETE', `/api/articles/${key}`);
    expect(response.status, this.#story()).toBe(this.#model.stories.has(key) ? 204 : 404);
    this.#model.withdraw(key);
  }

  async #putVocabulary(): Promise<void> {
    // What is due must not be due any more: filing anew would let it appear or disappear, too.
    await this.#tick();
    const slugs = TAGS.filter(() => this.#chance(0.6));
    const used = new Set(slugs);
    const tags = slugs.map((slug, index): VocabularyTag => {
      const formerly = TAGS.filter((it) => !used.has(it) && this.#chance(0.3));
      for (const it of formerly) used.add(it);
      return {
        slug,
        label: this.#chance(0.3) ? `${slug} X` : slug,
        ...(index > 0 && this.#chance(0.5) && { broader: [slugs[Math.floor(this.#random() * index)] as string] }),
        ...(formerly.length > 0 && { formerly }),
        ...(this.#chance(0.3) && { description: `Description ${this.#log.length}` }),
      };
    });
    this.#log.push(`tags ${JSON.stringify(tags)}`);
    expect((await this.#writer.putTags(tags)).status, this.#story()).toBe(200);
    this.#model.putVocabulary(tags);
  }

  /** What was done until now, for a failure's message. */
  #story(): string {
    return this.#log.slice(0, 1).concat(this.#log.slice(-8)).join('\n');
  }

  async #check(wire: TestWire): Promise<void> {
    wire.now = new Date(this.#writer.now);
    for (const channel of ['all', ...TAGS, ...EXPRESSIONS]) {
      const listing = this.#model.listing(channel);
      if (listing) await this.#checkChannel(wire, channel, listing);
      else {
        const { status } = await this.#get(wire, `/feeds/${channel}.rss`);
        expect([channel, status], this.#story()).toEqual([channel, 404]);
      }
    }
    await this.#checkStart(wire);
    await this.#checkSearch(wire);
    for (const story of this.#model.stories.values()) await this.#checkPages(wire, story);
    for (const { version } of this.#model.stories.values()) {
      for (const tag of version.tags.filter((it) => it.startsWith('secret'))) {
        const { status } = await this.#get(wire, `/feeds/${tag}.atom`);
        expect([tag, status], this.#story()).toEqual([tag, this.#model.publicTags.has(tag) ? 200 : 404]);
      }
    }
  }

  async #checkChannel(wire: TestWire, channel: string, listing: Story[]): Promise<void> {
    const keys = listing.map((it) => it.key);
    const whole = await this.#get(wire, `/feeds/${channel}.json`);
    expect([channel, whole.status, ...this.#keys(whole.body)], this.#story()).toEqual([channel, 200, ...keys]);
    this.#checkItems(listing, whole.body);
    for (const path of [`${channel}.rss?content=summary`, `${channel}.rss`]) {
      const { body } = await this.#get(wire, `/feeds/${path}`);
      const guids = [...body.matchAll(/<guid[^>]*>[^<]*\/([^</]+)<\/guid>/g)].map((it) => it[1]);
      expect([path, ...guids], this.#story()).toEqual([path, ...keys]);
    }
    const atom = (await this.#get(wire, `/feeds/${channel}.atom`)).body;
    const gone = [...atom.matchAll(/<at:deleted-entry ref="[^"]*\/([^"/]+)" when="([^"]+)"\/>/g)].map((it) => it[1]);
    const isStub = (it: Story) => it.listed?.kind === 'stub';
    expect([channel, ...gone], this.#story()).toEqual([channel, ...listing.filter(isStub).map((it) => it.key)]);
    expect(atom.split('<entry').length - 1, this.#story()).toBe(listing.filter((it) => !isStub(it)).length);
    const page = (await this.#get(wire, `/channels/${channel}`)).body;
    const titles = [...page.matchAll(/<h3><a[^>]*>(?:Retracted: )?Title zq(\d+)zq/g)].map((it) => Number(it[1]));
    expect([channel, ...titles], this.#story()).toEqual([
      channel,
      ...listing.filter((it) => !isStub(it)).map((it) => it.version.number),
    ]);
    await this.#checkPaging(wire, channel, keys);
    await this.#checkArchives(wire, channel, keys);
  }

  async #checkPaging(wire: TestWire, channel: string, keys: string[]): Promise<void> {
    const paged: string[] = [];
    for (let path: string | undefined = `/feeds/${channel}.json?limit=2`; path !== undefined; ) {
      const { body } = await this.#get(wire, path);
      paged.push(...this.#keys(body));
      await this.#get(wire, path.replace('.json', '.atom'));
      path = (JSON.parse(body) as { next_url?: string }).next_url?.slice(ORIGIN.length);
    }
    expect([channel, ...paged], this.#story()).toEqual([channel, ...keys]);
  }

  async #checkArchives(wire: TestWire, channel: string, keys: string[]): Promise<void> {
    const found = new Set<string>();
    const archived: string[] = [];
    for (let path: string | undefined = `/feeds/${channel}.rss?limit=1`; path !== undefined; ) {
      const { status, body } = await this.#get(wire, path);
      expect([path, status], this.#story()).toEqual([path, 200]);
      const guids = [...body.matchAll(/<guid isPermaLink="false">[^<]*\/([^<]+)</g)].map((it) => it[1] as string);
      for (const key of guids) found.add(key);
      if (body.includes('<fh:archive')) archived.push(...guids);
      path = /rel="prev-archive" href="([^"]+)"/.exec(body)?.[1]?.slice(ORIGIN.length);
    }
    expect([channel, ...[...found].sort()], this.#story()).toEqual([channel, ...keys.toSorted()]);
    expect(archived.length, this.#story()).toBe(new Set(archived).size);
  }

  /** Stories of one date are found in the order in which they came first. */
  async #checkSearch(wire: TestWire): Promise<void> {
    const live = [...this.#model.stories.values()]
      .filter((it) => it.listed?.kind === 'story')
      .sort((a, b) => b.version.published - a.version.published);
    const { body } = await this.#get(wire, '/feeds/search.json?q=title');
    expect(this.#keys(body), this.#story()).toEqual(live.map((it) => it.key));
    const paged: string[] = [];
    for (let path: string | undefined = '/feeds/search.json?limit=2&q=title'; path !== undefined; ) {
      const page = await this.#get(wire, path);
      paged.push(...this.#keys(page.body));
      path = (JSON.parse(page.body) as { next_url?: string }).next_url?.slice(ORIGIN.length);
    }
    expect(paged, this.#story()).toEqual(live.map((it) => it.key));
    const number = 1 + Math.floor(this.#random() * this.#versions);
    const found = await wire.titles('search', `?q=zq${number}zq`);
    const expected = live.filter((it) => it.version.number === number).map(() => `Title zq${number}zq`);
    expect([number, ...found.map((it) => it.replace('Retracted: ', ''))], this.#story()).toEqual([number, ...expected]);
  }

  #keys(json: string): string[] {
    const { items } = JSON.parse(json) as { items: Item[] };
    return items.map((it) => it.id.slice(it.id.lastIndexOf('/') + 1));
  }

  #checkItems(listing: Story[], json: string): void {
    const { items } = JSON.parse(json) as { items: Item[] };
    expect(new Set(items.map((it) => it.date_modified)).size, this.#story()).toBe(items.length);
    for (const [index, story] of listing.entries()) {
      const item = items[index] as Item;
      const { status } = story.version;
      const updated = Date.parse(item.date_modified);
      const before = story.served;
      const turned =
        before !== undefined &&
        before.status !== status &&
        [before.status, status].some((it) => it !== 'ready' && it !== 'draft');
      const asItShould = before === undefined || (turned ? updated > before.updated : updated >= before.updated);
      expect([story.key, iso(updated), asItShould], `${this.#story()}\nbefore: ${JSON.stringify(before)}`).toEqual([
        story.key,
        iso(updated),
        true,
      ]);
      story.served = { updated, status };
      if (status === 'withdrawn') expect(item._tagwire.withdrawn, this.#story()).toBe(item.date_modified);
      else
        expect(item.title, this.#story()).toBe(
          `${status === 'retracted' ? 'Retracted: ' : ''}Title zq${story.version.number}zq`,
        );
    }
  }

  async #checkStart(wire: TestWire): Promise<void> {
    const { body } = await this.#get(wire, '/');
    const counts = [
      ...body.matchAll(
        /<a href="\/channels\/([a-z0-9-]+)">[^<]*<\/a><\/h\d>(?:<p>[^<]*<\/p>)?<p class="meta">(\d+) stor/g,
      ),
    ].map((it) => [it[1], Number(it[2])]);
    const stories = (slug: string) => this.#model.listing(slug)?.filter((it) => it.listed?.kind === 'story').length;
    const expected = [...this.#model.opened].map((it) => [it, stories(it)]);
    expect(Object.fromEntries(counts), this.#story()).toEqual(Object.fromEntries(expected));
  }

  async #checkPages(wire: TestWire, { key, slugs, version, released, listed }: Story): Promise<void> {
    const live = listed?.kind === 'story';
    for (const slug of slugs) {
      const response = await this.#fetch(wire, `/articles/${slug}`);
      const status = version.status === 'withdrawn' && released ? 410 : !live ? 404 : slug === version.slug ? 200 : 301;
      expect([key, slug, response.status], this.#story()).toEqual([key, slug, status]);
      if (status === 301) expect(response.location, this.#story()).toBe(`${ORIGIN}/articles/${version.slug}`);
      else if (status === 200) await this.#get(wire, `/articles/${slug}`);
    }
  }

  async #fetch(wire: TestWire, path: string, headers: Record<string, string> = {}) {
    const response = await wire.fetch(path, { headers });
    const body = await response.text();
    const known = new Set(
      [...this.#model.stories.values()].filter((it) => it.listed?.kind === 'story').map((it) => it.version.number),
    );
    const said = `${body} ${[...response.headers].join(' ')}`;
    expect([path, ...[...marks(said)].filter((it) => !known.has(it))], this.#story()).toEqual([path]);
    const tags =
      said.match(/secret\d+tag/g)?.filter((it) => !this.#model.publicTags.has(it) && !path.includes(it)) ?? [];
    expect([path, ...tags], this.#story()).toEqual([path]);
    return { status: response.status, body, location: response.headers.get('location'), headers: response.headers };
  }

  /** A document at its canonical address, and what its validators are worth. */
  async #get(wire: TestWire, path: string): Promise<{ status: number; body: string }> {
    const first = await this.#fetch(wire, path);
    const address = first.status === 301 && first.location ? first.location.slice(ORIGIN.length) : path;
    const { status, body, headers } = address === path ? first : await this.#fetch(wire, address);
    if (status !== 200) return { status, body };
    const etag = headers.get('etag') ?? '';
    const modified = headers.get('last-modified');
    const ask = async (condition: Record<string, string>) => (await this.#fetch(wire, address, condition)).status;
    const name = `${address} ${etag}`;
    expect([name, this.#bodies.get(name) ?? body], this.#story()).toEqual([name, body]);
    this.#bodies.set(name, body);
    expect(await ask({ 'if-none-match': etag }), this.#story()).toBe(304);
    const before = this.#seen.get(address);
    if (before && before.body !== body) {
      expect([address, await ask({ 'if-none-match': before.etag })], this.#story()).toEqual([address, 200]);
      if (before.modified) {
        expect([address, await ask({ 'if-modified-since': before.modified })], this.#story()).toEqual([address, 200]);
        expect(Date.parse(modified ?? ''), `${address}\n${this.#story()}`).toBeGreaterThan(Date.parse(before.modified));
      }
    }
    this.#seen.set(address, { etag, modified, body });
    return { status, body };
  }
}

it.each(SEEDS)('serves what a model of it says after every one of many random operations: seed %i', async (seed) => {
  await new Trial(seed, await TestWire.fresh()).run(STEPS);
});
