import { expect } from 'vitest';
import { EXPRESSIONS, iso, type Model, type Story, TAGS } from './model.ts';
import { ORIGIN, type TestWire } from './wire.ts';

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

const marks = (text: string) => new Set([...text.matchAll(/zq(\d+)zq/g)].map((it) => Number(it[1])));

/** Compares what a wire serves with what a model of it says. */
export class Inspector {
  readonly #model: Model;
  readonly #random: () => number;
  /** The steps until now, for a failure's message. */
  readonly #story: () => string;
  readonly #seen = new Map<string, Seen>();
  /** Every body that was ever served under an address and an ETag. */
  readonly #bodies = new Map<string, string>();

  constructor(model: Model, random: () => number, story: () => string) {
    this.#model = model;
    this.#random = random;
    this.#story = story;
  }

  /** Looks at everything that a process serves, of this many versions. */
  async check(wire: TestWire, versions: number): Promise<void> {
    for (const channel of ['all', ...TAGS, ...EXPRESSIONS]) {
      const listing = this.#model.listing(channel);
      if (listing) await this.#checkChannel(wire, channel, listing);
      else {
        const { status } = await this.#get(wire, `/feeds/${channel}.rss`);
        expect([channel, status], this.#story()).toEqual([channel, 404]);
      }
    }
    await this.#checkStart(wire);
    await this.#checkSearch(wire, versions);
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
    expect(atom.split('<entry').length - 1, this.#story()).toBe(listing.length);
    const page = (await this.#get(wire, `/channels/${channel}`)).body;
    const titles = [...page.matchAll(/<h3><a[^>]*>(?:Retracted: )?Title zq(\d+)zq/g)].map((it) => Number(it[1]));
    // On a page, equal dates are in the order in which stories came first.
    const shown = [...this.#model.stories.values()]
      .filter((it) => listing.includes(it) && !isStub(it))
      .sort((a, b) => (b.listed?.published ?? 0) - (a.listed?.published ?? 0));
    expect([channel, ...titles], this.#story()).toEqual([channel, ...shown.map((it) => it.version.number)]);
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
  async #checkSearch(wire: TestWire, versions: number): Promise<void> {
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
    const number = 1 + Math.floor(this.#random() * versions);
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
        // It has none until its second is over.
        const later = modified === null || Date.parse(modified) > Date.parse(before.modified);
        expect([address, before.modified, modified, later], this.#story()).toEqual([
          address,
          before.modified,
          modified,
          true,
        ]);
      }
    }
    this.#seen.set(address, { etag, modified, body });
    return { status, body };
  }
}
