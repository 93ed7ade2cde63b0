import { canonicalExpression, parseExpression } from './inside.ts';

export const TAGS = ['alpha', 'beta', 'gamma', 'delta'];
export const EXPRESSIONS = ['alpha+beta', 'alpha,beta', 'alpha+!beta', '!alpha+all', 'beta+gamma,delta'];
export const HOUR = 3600_000;

export type Status = 'ready' | 'retracted' | 'draft' | 'withdrawn';

export interface VocabularyTag {
  slug: string;
  label: string;
  broader?: string[];
  formerly?: string[];
  description?: string;
}

export interface Version {
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

export interface Story {
  key: string;
  version: Version;
  released: boolean;
  /** The present listings of channels. */
  listed: { kind: 'story' | 'stub'; tags: string[]; published: number } | undefined;
  slugs: Set<string>;
  /** The newest `updated` that was served, and of what. */
  served: { updated: number; status: Status } | undefined;
}

export const iso = (time: number) => new Date(time).toISOString();

export class Model {
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

  /** The listing of an expression, newest first; undefined if there is no such channel. */
  listing(expression: string): Story[] | undefined {
    try {
      const clauses = canonicalExpression(parseExpression(expression, (it) => this.resolve(it)));
      const named = clauses.flatMap(({ every, none }) => [...every, ...none]);
      if (named.some((it) => !this.opened.has(it))) return undefined;
      return (
        [...this.stories.values()]
          .filter((story) => {
            const channels = this.channelsOf(story);
            return clauses.some(
              ({ every, none }) => every.every((it) => channels.has(it)) && !none.some((it) => channels.has(it)),
            );
          })
          // The stories are in the order in which they came first: so equal dates stay in a combination.
          .sort(
            (a, b) =>
              (b.listed?.published ?? 0) - (a.listed?.published ?? 0) ||
              (named.length > 1 ? 0 : a.key < b.key ? -1 : 1),
          )
      );
    } catch {
      return undefined;
    }
  }
}
