import { type Expression, expressionLabel, slugsOf } from './expression.ts';
import { type Search, searchName } from './search.ts';
import { ALL } from './slug.ts';
import type { ChannelRow } from './store.ts';
import type { Vocabulary } from './vocabulary.ts';

/** What every kind of channel has. */
interface ChannelState {
  /** Its canonical form in addresses. */
  name: string;
  label: string;
  description: string | undefined;
  /** Highest sequence number among its tags, a search's of all: equal means that nothing in it has changed. */
  revision: number;
  /** Tells the database whose numbers these are. */
  epoch: string;
  /** Seconds since 1970 of that change; 0 if there never was one. */
  modified: number;
  /** When any story of the wire appears or disappears by itself next, in milliseconds since 1970. */
  nextRelease: number | undefined;
}

/** A channel that lists stories by their tags: of `all` and of a tag, `revision` is exactly that of what it lists. */
export interface TagChannel extends ChannelState {
  kind: 'all' | 'tag' | 'combination';
  expression: Expression;
  /** Number of articles by tag. */
  sizes: Map<string, number>;
}

/** A channel that lists the stories that a search finds. */
export interface SearchChannel extends ChannelState {
  kind: 'search';
  search: Search;
}

/** What one subscribes to. */
export type Channel = TagChannel | SearchChannel;

/** What the database says of all channels at a moment. */
export interface WireState {
  epoch: string;
  vocabulary: Vocabulary;
  nextRelease: number | undefined;
}

/** @param rows those of every slug in the expression */
export function tagChannel(
  name: string,
  expression: Expression,
  rows: Map<string, ChannelRow>,
  { epoch, vocabulary, nextRelease }: WireState,
): TagChannel {
  const all = [...rows.values()];
  return {
    kind: kindOf(expression),
    name,
    expression,
    label: expressionLabel(expression, (slug) => rows.get(slug)?.label ?? slug),
    description: all.length === 1 ? vocabulary.descriptionOf(all[0]?.slug ?? '') : undefined,
    revision: Math.max(...all.map((it) => it.revision)),
    epoch,
    modified: Math.max(...all.map((it) => it.modified)),
    sizes: new Map(all.map((it) => [it.slug, it.articles])),
    nextRelease,
  };
}

/** @param all the row of the channel of every story */
export function searchChannel(search: Search, all: ChannelRow, { epoch, nextRelease }: WireState): SearchChannel {
  return {
    kind: 'search',
    name: searchName(search.text),
    search,
    label: `Search: ${search.text}`,
    description: undefined,
    revision: all.revision,
    epoch,
    modified: all.modified,
    nextRelease,
  };
}

function kindOf(expression: Expression): TagChannel['kind'] {
  const [clause, ...others] = expression;
  const single = others.length === 0 && clause?.every.length === 1 && clause.none.length === 0;
  if (!single) return 'combination';
  return clause.every[0] === ALL ? 'all' : 'tag';
}

/** Every slug that a channel depends on, which are the cache tags of its documents. */
export function slugsIn(channel: Channel): string[] {
  return channel.kind === 'search' ? [ALL] : slugsOf(channel.expression);
}
