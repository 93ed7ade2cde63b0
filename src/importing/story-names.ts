import { basename, dirname, extname } from 'node:path';
import * as v from 'valibot';
import { articlePath } from '../articles/addresses.ts';
import { formerUrl, KEY_PATTERN, permanentId } from '../articles/fields.ts';
import { formerPathOf, isOwnPath } from '../articles/former-urls.ts';
import { idProblem } from '../articles/ids.ts';
import { toSlug } from '../channels/slug.ts';
import type { Noted } from './notes.ts';
import type { FoundStory } from './story.ts';

/**
 * Finds the key and the slug of a story. They are its own, or made from its address, its title or its file's name.
 * @param stem the file's name without its ending; undefined if the file can hold several stories
 */
export function namesOf(found: FoundStory, title: string, stem: string | undefined): { key: string; slug: string } {
  const slug = slugIn(found.slug) ?? slugIn(lastPart(found.address)) ?? toSlug(title);
  const ofFile = stem !== undefined && KEY_PATTERN.test(stem) ? stem : keyFrom(stem);
  const key = keyFrom(found.name) ?? ofFile ?? (slug || 'story');
  return { key, slug: slug || key };
}

/** Names of files that are not the name of a story: Hugo and Astro name the folder instead. */
const NAMELESS = /^(?:_?index|-)$/i;

/** Returns the name of a file without its ending; the folder's name for files such as `index.md`. */
export function stemOf(path: string): string | undefined {
  const stem = basename(path, extname(path));
  if (!NAMELESS.test(stem)) return stem;
  const folder = basename(dirname(path));
  return path === '-' || ['', '.', '..'].includes(folder) ? undefined : folder;
}

/** Returns a text that can be a slug. It needs a letter, and must not be the name of a script ("index", "node"). */
function slugIn(text: string | undefined): string | undefined {
  const isSlug = text !== undefined && KEY_PATTERN.test(text) && /[a-z]/.test(text);
  return isSlug && !/^(?:index|default|node|p)$/.test(text) ? text : undefined;
}

/** Returns the addresses that a story had, but for its home and the page that it has here. */
export function formerUrlsOf(
  { address, formerUrls = [] }: FoundStory,
  slug: string,
  { canonical }: { canonical: boolean },
): Noted<string[]> {
  const given = [...(address && !canonical ? [address] : []), ...formerUrls];
  const all = given.map((it) => (/^(?:https?:\/)?\//i.test(it) ? it : `/${it}`));
  const own = articlePath(slug);
  const isUsable = (it: string) => v.is(formerUrl, it) && !isOwnPath(formerPathOf(it) ?? '');
  return {
    value: [...new Set(all)].filter(isUsable),
    notes: all
      .filter((it) => !isUsable(it) && formerPathOf(it) !== own)
      .map((it) => ({ code: 'alias', message: `the earlier address "${it}" is left out: no story can have had it` })),
  };
}

/** Returns the last part of an address's path, without the ending of a file. */
function lastPart(address: string | undefined): string | undefined {
  const path = address === undefined || !URL.canParse(address, 'http://x') ? '' : new URL(address, 'http://x').pathname;
  return path
    .split('/')
    .findLast((it) => it !== '')
    ?.replace(/\.(?:html?|php|aspx?)$/, '');
}

/** Makes a key from a name: the name itself if possible, else the words of its last part, else those of all of it. */
function keyFrom(name: string | undefined): string | undefined {
  if (name === undefined) return undefined;
  if (KEY_PATTERN.test(name) && /[a-z]/.test(name)) return name;
  const last = (name.split(/[/:?#]/).findLast((it) => toSlug(it) !== '') ?? '').toLowerCase();
  if (!/\p{L}/u.test(last)) return /\p{L}/u.test(name) ? toSlug(name) : undefined;
  return KEY_PATTERN.test(last) ? last : toSlug(last) || undefined;
}

/** Returns the id by which feed readers know a story, if it can be one here. */
export function idOf(id: string | undefined): Noted<string | undefined> {
  if (id === undefined || v.is(permanentId, id)) return { value: id, notes: [] };
  const reason = idProblem(id) ?? 'it is not normalised';
  const message = `the id "${id}" is left out (${reason}); feed readers will show the story as new`;
  return { value: undefined, notes: [{ code: 'unusable-id', message }] };
}
