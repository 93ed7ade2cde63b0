import type { Note, Noted } from './notes.ts';
import type { FoundStory } from './story.ts';

/** A part of a pattern of addresses. */
const PLACEHOLDER = /:([a-z]+)/g;
const DATE_PARTS: Record<string, number> = { year: 0, month: 1, day: 2 };

/** Says what is wrong with a pattern of addresses, `/:year/:month/:day/:slug/`; undefined if nothing is. */
export function patternProblem(pattern: string): string | undefined {
  if (!pattern.startsWith('/') || !/:slug(?![a-z])/.test(pattern) || /[\s?#]/.test(pattern))
    return `expected a path with :slug, such as /:year/:month/:day/:slug/; got "${pattern}"`;
  const unknown = [...pattern.matchAll(PLACEHOLDER)].find(([, name = '']) => name !== 'slug' && !(name in DATE_PARTS));
  return unknown && `expected :slug, :year, :month or :day; got "${unknown[0]}"`;
}

/** What an address is made from. */
interface AddressParts {
  /** The name of the story's file, if it holds only this one. */
  stem: string | undefined;
  /** RFC 3339. */
  published: string | undefined;
}

/**
 * Finds the address that a page of a site had: its own, or one made from the pattern that the user gives. A page whose address
 * nobody knows is noted.
 * @param pattern with `:slug`, which is the export's slug, or the name of the story's file
 */
export function oldAddressOf(
  { address, formerUrls = [], wasPage, slug }: FoundStory,
  parts: AddressParts,
  pattern: string | undefined,
): Noted<string | undefined> {
  if (address !== undefined || !wasPage) return { value: address, notes: [] };
  const made = pattern && filled(pattern, slug ?? parts.stem, parts.published);
  const notes: Note[] =
    made || formerUrls.length > 0
      ? []
      : [{ code: 'no-address', message: 'no old address is known: links to it are not led here; --address says it' }];
  return { value: made || undefined, notes };
}

function filled(pattern: string, slug: string | undefined, published: string | undefined): string | undefined {
  const date = /^(\d{4})-(\d{2})-(\d{2})/.exec(published ?? '')?.slice(1) ?? [];
  const partOf = (name: string) => (name === 'slug' ? slug : date[DATE_PARTS[name] ?? -1]);
  const names = [...pattern.matchAll(PLACEHOLDER)].map(([, name = '']) => name);
  if (names.some((it) => partOf(it) === undefined)) return undefined;
  return pattern.replace(PLACEHOLDER, (_, name: string) => encodeURI(partOf(name) as string));
}
