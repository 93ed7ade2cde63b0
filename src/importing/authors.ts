import { cleanLine } from '../articles/characters.ts';
import type { Cleaned } from './cleaner.ts';
import { areAmong, isName } from './credits.ts';
import type { Noted } from './notes.ts';
import type { StoryAuthor } from './story.ts';

/**
 * Returns the authors of a story: those of its byline where it names others than the export does, for an export often names
 * who has typed the story in; else those of the export, of other lines of the text, or of the option.
 * @param given those of the export, from `peopleOf`
 */
export function authorsOf(
  given: Noted<StoryAuthor[]>,
  { bylined, credited }: Pick<Cleaned, 'bylined' | 'credited'>,
  option: string[],
): Noted<StoryAuthor[]> {
  const { value: own, notes } = given;
  const names = own.map((it) => it.name);
  const inText = (bylined.length > 0 ? bylined : credited).map((name) => ({ name: cleanLine(name) }));
  if (own.length === 0) return { value: inText.length > 0 ? inText : namedBy(option), notes };
  if (areAmong(bylined, names)) return { value: own, notes };
  const value = inText.map((it) => own.find(({ name }) => areAmong([name], [it.name])) ?? it);
  const others = names.filter((it) => !areAmong([it], bylined));
  const message = `the text is by ${bylined.join(', ')}, the export says ${others.join(', ')}: the text is followed`;
  // A login or a desk is nobody whom the byline could be wrong about.
  return { value, notes: others.some(isName) ? [...notes, { code: 'byline', message }] : notes };
}

const namedBy = (option: string[]): StoryAuthor[] => option.map((name) => ({ name: cleanLine(name) }));
