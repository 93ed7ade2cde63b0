import type { State } from '../articles/release-store.ts';
import { notFound } from '../refusal.ts';
import type { Permissions } from '../terms.ts';
import type { ChannelRow } from './channel-store.ts';
import { type Expression, expressionLabel, expressionName } from './expression.ts';
import { type Search, searchName } from './search.ts';
import { ALL } from './slug.ts';
import type { Vocabulary } from './vocabulary.ts';
import { walkOf } from './walk.ts';

/** The fields of every kind of channel. */
interface ChannelBase {
  /** Its canonical form in addresses. */
  name: string;
  label: string;
  description: string | undefined;
  /**
   * The highest sequence number among its tags, or among all stories for a search. If it is equal, nothing has changed.
   */
  revision: number;
  /** Identifies the database that the revision belongs to. */
  epoch: string;
  /** Tells the settings of partners apart (articles/partners.yaml). */
  settings: string;
  /** The newest number of the sequence when the channel was read: while that is the same, nothing has changed. */
  sequence: number;
  /** The moment of that change, in seconds since 1970; 0 if there never was one. */
  modified: number;
  /** The same, if that second was over when the database was read: until then, another change may be stored under it. */
  lastModified: number | undefined;
  /** The next moment at which any story of the wire appears or disappears by itself, in milliseconds since 1970. */
  nextRelease: number | undefined;
  /** The next moment at which any story of the wire disappears by itself, in milliseconds since 1970. */
  nextExpiry: number | undefined;
  /** True if its feeds are closed to everybody without a key. */
  closed: boolean;
  /** What machines may do with its stories, where that is not what the publication says. */
  terms: Permissions | undefined;
  /** The most stories that the index steps over to find those of the channel; 0 if it steps over none. */
  walk: number;
}

/**
 * A channel that lists stories by their tags. For `all` and a single tag, `revision` is exactly the newest change
 * listed.
 */
export interface ExpressionChannel extends ChannelBase {
  kind: 'all' | 'tag' | 'combination';
  expression: Expression;
  /** The number of stories of each slug in the expression. */
  sizes: Map<string, number>;
}

/** A channel that lists the stories with some words. */
export interface SearchChannel extends ChannelBase {
  kind: 'search';
  search: Search;
}

/** Anything one can subscribe to, or follow by polling. */
export type Channel = ExpressionChannel | SearchChannel;

/** The part of a channel that is the same for all channels at one moment. */
export interface Snapshot extends Omit<State, 'value'> {
  sequence: number;
  vocabulary: Vocabulary;
  /** When the database was asked. */
  at: Date;
}

/** Seconds after which no change is stored any more that was dated before: the database has so long to answer. */
const STORED_WITHIN = 5;

/** The fields of a channel that follow from when it changed last, and from the snapshot. */
function momentOf(modified: number, { epoch, settings, sequence, at, nextRelease, nextExpiry }: Snapshot) {
  const isOver = modified > 0 && modified + STORED_WITHIN < Math.floor(at.getTime() / 1000);
  const lastModified = isOver ? modified : undefined;
  return { epoch, settings, sequence, modified, lastModified, nextRelease, nextExpiry };
}

/**
 * The label that strangers read. Outside the vocabulary, a tag without stories is called by its slug: its label may be what
 * its stories were withdrawn for.
 */
export function publicLabel({ slug, label, articles }: ChannelRow, vocabulary: Vocabulary): string {
  return articles > 0 || slug === ALL || vocabulary.has(slug) ? label : slug;
}

/**
 * Makes the channel of an expression.
 * @param expression in its canonical form
 * @param rows by slug: one for every slug in the expression
 */
export function expressionChannel(
  expression: Expression,
  rows: Map<string, ChannelRow>,
  snapshot: Snapshot,
): ExpressionChannel {
  const { vocabulary } = snapshot;
  const used = [...rows.values()];
  const sizes = new Map(used.map((it) => [it.slug, it.articles]));
  const labels = new Map(used.map((it) => [it.slug, publicLabel(it, vocabulary)]));
  return {
    kind: kindOf(expression),
    name: expressionName(expression),
    expression,
    label: expressionLabel(expression, (slug) => labels.get(slug) ?? slug),
    description: used.length === 1 ? vocabulary.descriptionOf(used[0]?.slug ?? '') : undefined,
    revision: Math.max(...used.map((it) => it.revision)),
    ...momentOf(Math.max(...used.map((it) => it.modified)), snapshot),
    closed: expression.some(({ every }) => every.some((it) => vocabulary.asksForKey(it))),
    terms: vocabulary.termsOf(expression.flatMap(({ every }) => every)),
    walk: walkOf(expression, sizes),
    sizes,
  };
}

/** Makes the channel of a search. @param main the row of the channel of all stories */
export function searchChannel(search: Search, main: ChannelRow, snapshot: Snapshot): SearchChannel {
  return {
    kind: 'search',
    name: searchName(search.text),
    search,
    label: `Search: ${search.text}`,
    description: undefined,
    revision: main.revision,
    ...momentOf(main.modified, snapshot),
    closed: snapshot.vocabulary.asksForKey(ALL),
    terms: undefined,
    walk: search.words > 1 ? main.articles : 0,
  };
}

function kindOf(expression: Expression): ExpressionChannel['kind'] {
  const [clause, ...others] = expression;
  const single = others.length === 0 && clause?.every.length === 1 && clause.none.length === 0;
  if (!single) return 'combination';
  return clause.every[0] === ALL ? 'all' : 'tag';
}

/**
 * Refuses the channel of a tag that no story has now. Readers may still subscribe to its feed; a page would say nothing but
 * its label.
 * @throws {Refused} `not-found`
 */
export function refuseWithoutStories(channel: Channel): void {
  if (channel.kind === 'tag' && channel.sizes.get(channel.name) === 0)
    throw notFound('there are no stories with this tag at the moment');
}

/**
 * Refuses to show the stories of a channel that asks for a key anywhere but in its feeds.
 * @throws {Refused} `not-found`
 */
export function refuseClosed(channel: Channel): void {
  if (channel.closed)
    throw notFound('this channel is closed: its feeds ask for a key, and its stories are not shown here');
}

/** A channel's name in addresses, and its label for people. */
export type NamedChannel = Pick<Channel, 'name' | 'label'>;
