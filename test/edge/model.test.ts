import { expect, it } from 'vitest';
import { Inspector } from '../support/inspector.ts';
import { HOUR, iso, Model, TAGS, type Version, type VocabularyTag } from '../support/model.ts';
import { randomOf } from '../support/random.ts';
import { STORY, TestWire } from '../support/wire.ts';

/**
 * Random operations on a wire and on a model of it in memory. After each, what is served must be what the model says, in
 * every format, on every page, from a process that wrote it, from one that did not, and from a fresh one; no word of what
 * is not public may be in any answer; and validators must tell of every change.
 */

const SEEDS = [1, 2, 3];
const STEPS = 12;
const KEYS = ['k0', 'k1', 'k2', 'k3', 'k4', 'k5', 'k6', 'k7'];
/** For how long a process may not see what another one has written (seconds), and a bit. */
const STALENESS = 3;

class Trial {
  readonly #random: () => number;
  readonly #model = new Model();
  readonly #writer: TestWire;
  readonly #reader = new TestWire();
  readonly #inspector: Inspector;
  readonly #log: string[] = [];
  #versions = 0;

  constructor(seed: number, writer: TestWire) {
    this.#random = randomOf(seed);
    this.#writer = writer;
    this.#inspector = new Inspector(this.#model, this.#random, () => this.#story());
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

  /** The steps until now, for a failure's message. */
  #story(): string {
    return this.#log.slice(0, 1).concat(this.#log.slice(-8)).join('\n');
  }

  async #check(wire: TestWire): Promise<void> {
    wire.now = new Date(this.#writer.now);
    await this.#inspector.check(wire, this.#versions);
  }
}

it.each(SEEDS)('serves what a model of it says after every one of many random operations: seed %i', async (seed) => {
  await new Trial(seed, await TestWire.fresh()).run(STEPS);
});
