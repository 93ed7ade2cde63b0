import { cleanLine } from '../articles/characters.ts';
import type { Noted } from './notes.ts';
import { namesIn } from './person-names.ts';
import type { StoryAuthor } from './story.ts';

const ADDRESS = /^(?:https?:\/\/|www\.)\S+$/i;
const MAIL = /^[^\s@<>()]+@[^\s@<>()]+\.[^\s@<>()]+$/;
/** Names of accounts that a system makes by itself, and of what a template did not fill in. */
const ACCOUNT = /^(?:(?:super|sys)?admin\d*|administrator|root|webmaster|user|null|undefined|none|n\/a)$/i;
/** "Ann Berg <ann@coast.example>", "Ann Berg (https://coast.example/ann)". */
const WITH_ADDRESS = /^(.*\S)\s*[<(]([^\s<>()]+)[>)]$/;
/** RSS 2.0, "author": "ann@coast.example (Ann Berg)". */
const AFTER_ADDRESS = /^([^\s<>()]+@[^\s<>()]+) \(([^()]+)\)$/;

/**
 * Reads the authors that an export names into people, each with a name of their own. What is no name is left out. Whatever
 * becomes of a name is noted; one that nobody can read for sure stays as it is.
 * @param language of the story, BCP 47, if it is known
 */
export function peopleOf(given: StoryAuthor[], language: string | undefined): Noted<StoryAuthor[]> {
  const people = new Map<string, StoryAuthor>();
  const said = new Set<string>();
  for (const written of given) {
    const author = withAddress({ ...written, name: cleanLine(written.name) });
    if (author.name === '') continue;
    const what = notAName(author.name);
    if (what !== undefined) {
      said.add(`"${author.name}" is ${what}, not the name of an author, and is left out`);
      continue;
    }
    const names = namesIn(author.name, language) ?? [author.name];
    for (const name of names) {
      const known = people.get(name);
      // The address of several people is nobody's.
      const own = names.length === 1 ? author : { name };
      people.set(name, known ? { ...own, ...known } : { ...own, name });
    }
    if (names.length > 1 || names[0] !== cleanLine(written.name))
      said.add(`"${cleanLine(written.name)}" is read as ${names.map((it) => `"${it}"`).join(', ')}`);
  }
  const message = [...said].join('; ');
  return { value: [...people.values()], notes: said.size > 0 ? [{ code: 'author', message }] : [] };
}

/** Takes the address of a page or of mail out of a name that has it. */
function withAddress(author: StoryAuthor): StoryAuthor {
  const [, mail, named] = AFTER_ADDRESS.exec(author.name) ?? [];
  if (named !== undefined) return { ...author, name: named, email: author.email ?? mail };
  const [, name, address = ''] = WITH_ADDRESS.exec(author.name) ?? [];
  if (name === undefined) return author;
  if (MAIL.test(address)) return { ...author, name, email: author.email ?? address };
  return ADDRESS.test(address) ? { ...author, name, url: author.url ?? address } : author;
}

/** Tells what stands in the place of a name. */
function notAName(text: string): string | undefined {
  if (ADDRESS.test(text)) return 'the address of a page';
  if (MAIL.test(text)) return 'a mail address';
  return ACCOUNT.test(text) ? 'an account' : undefined;
}
