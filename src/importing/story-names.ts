import * as v from 'valibot';
import { KEY_PATTERN, uri } from '../articles/fields.ts';
import { slugOf } from '../channels/slug.ts';
import type { Noted } from './notes.ts';
import type { FoundStory } from './story.ts';

/**
 * The key and the slug of a story: its own, else made from its address, its title or its file.
 * @param stem the file's name without its ending, if all of the file is this story
 */
export function namesOf(found: FoundStory, title: string, stem: string | undefined): { key: string; slug: string } {
  const slug = slugIn(found.slug) ?? slugIn(lastPart(found.address)) ?? slugOf(title);
  const ofFile = stem !== undefined && KEY_PATTERN.test(stem) ? stem : keyFrom(stem);
  const key = keyFrom(found.name) ?? ofFile ?? (slug || 'story');
  return { key, slug: slug || key };
}

/** A text that is fit to be a slug; not one without letters, and not a page of a program ("index", "node"). */
function slugIn(text: string | undefined): string | undefined {
  const isSlug = text !== undefined && KEY_PATTERN.test(text) && /[a-z]/.test(text);
  return isSlug && !/^(?:index|default|node|p)$/.test(text) ? text : undefined;
}

/** The last part of an address's path, without the ending of a file. */
export function lastPart(address: string | undefined): string | undefined {
  const path = address === undefined || !URL.canParse(address, 'http://x') ? '' : new URL(address, 'http://x').pathname;
  return path
    .split('/')
    .findLast((it) => it !== '')
    ?.replace(/\.(?:html?|php|aspx?)$/, '');
}

/** A key made from a name: the name itself if it is fit, else the words of its last part; of all parts if that has none. */
function keyFrom(name: string | undefined): string | undefined {
  if (name === undefined) return undefined;
  if (KEY_PATTERN.test(name) && /[a-z]/.test(name)) return name;
  const last = (name.split(/[/:?#]/).findLast((it) => slugOf(it) !== '') ?? '').toLowerCase();
  if (!/\p{L}/u.test(last)) return /\p{L}/u.test(name) ? slugOf(name) : undefined;
  return KEY_PATTERN.test(last) ? last : slugOf(last) || undefined;
}

/** The id that readers know a story by, if it is a URI. */
export function idOf(id: string | undefined): Noted<string | undefined> {
  if (id === undefined || v.is(uri, id)) return { value: id, notes: [] };
  const message = `the id "${id}" is not a URI and is left out; feed readers will show the story as new`;
  return { value: undefined, notes: [{ code: 'unusable-id', message }] };
}
