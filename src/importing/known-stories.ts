import { formerPathOf } from '../articles/former-urls.ts';
import { nameOfHost } from './address-book.ts';
import { titleWords } from './fingerprint.ts';
import { likenessOf, type Sketch } from './likeness.ts';
import { numbered } from './numbered-names.ts';

/** Two texts under one id or address of which this share is the same are one story, before and after an update. */
const UPDATED = 0.5;

/** What tells a story of the folder or of this run from others. */
export interface KnownStory {
  key: string;
  /** Of its record. */
  path: string;
  /** By which feed readers know it. */
  id: string | undefined;
  title: string;
  /** Its home and its former addresses. */
  addresses: string[];
  /** Undefined of a text that is too short to be compared. */
  sketch: Sketch | undefined;
}

type Compared = Omit<KnownStory, 'path'>;

/** Recognises a story by what its source calls it, whatever file it comes from. */
export class KnownStories {
  readonly #byId = new Map<string, KnownStory>();
  readonly #byAddress = new Map<string, KnownStory>();
  readonly #byKey = new Map<string, KnownStory>();

  add(story: KnownStory): void {
    this.#byKey.set(story.key, story);
    if (story.id !== undefined) this.#byId.set(story.id, story);
    for (const it of placesOf(story)) if (!this.#byAddress.has(it)) this.#byAddress.set(it, story);
  }

  withKey(key: string): KnownStory | undefined {
    return this.#byKey.get(key);
  }

  withId(id: string | undefined): KnownStory | undefined {
    return id === undefined ? undefined : this.#byId.get(id);
  }

  /** Returns the story with the same id, or else with the same name and an address in common, unless it is a different one. */
  same(story: Compared): KnownStory | undefined {
    const byAddress = () =>
      placesOf(story)
        .map((it) => this.#byAddress.get(it))
        .find((it) => it && isNumbered(it.key, story.key));
    const known = this.withId(story.id) ?? byAddress();
    return known && areAlike(known, story) && !areApart(known, story) ? known : undefined;
  }
}

/** True if ids or sites say that two stories of one name are two, or if they share an id by mistake. */
export function areApart(one: Compared, other: Compared): boolean {
  if (one.id !== undefined && other.id !== undefined) return one.id !== other.id || !areAlike(one, other);
  const [hosts, others] = [hostsOf(one), hostsOf(other)];
  return hosts.length > 0 && others.length > 0 && !hosts.some((it) => others.includes(it));
}

function areAlike(one: Compared, other: Compared): boolean {
  const words = titleWords(one.title);
  if (words !== '' && words === titleWords(other.title)) return true;
  return one.sketch !== undefined && other.sketch !== undefined && likenessOf(one.sketch, other.sketch) >= UPDATED;
}

/** Hosts with paths: the same path on another site is another story. */
const placesOf = ({ addresses }: Compared) =>
  addresses.flatMap((it) => {
    const path = formerPathOf(it);
    return path === undefined ? [] : [nameOfHost(it) + path];
  });

const hostsOf = ({ addresses }: Compared) => addresses.map(nameOfHost).filter((it) => it !== '');

/** True if a key is another one, or that with a number. */
function isNumbered(key: string, other: string): boolean {
  if (key === other) return true;
  const number = /-([1-9]\d{0,8})$/.exec(key)?.[1];
  return number !== undefined && key === numbered(other, Number(number));
}
