import type { Entry } from '../articles/entry.ts';
import { VALIDATED_FORMATS } from '../feeds/formats/index.ts';
import { renderServed, servedEntries } from '../feeds/render.ts';
import type { Problem } from '../refusal.ts';
import type { Site } from '../site.ts';

/** What is no character of XML 1.0 (§2.2), but for lone surrogates. */
const NO_CHARACTER = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/;

/**
 * Renders an article in every format, so that a story which would break a document is refused before it is in one. Its values
 * are escaped into what was read back strictly (`Skeletons`): what is left to find are characters that no document may contain.
 */
export function findRenderingProblem(entry: Entry, site: Site): Problem | undefined {
  const served = servedEntries(entry, site);
  for (const format of VALIDATED_FORMATS) {
    try {
      const written = renderServed(served, format, 'full', site);
      const [character] = NO_CHARACTER.exec(written) ?? [];
      if (character !== undefined) throw new Error(`no document may contain ${codeOf(character)}`);
      if (!written.isWellFormed()) throw new Error('no document may contain a half of a surrogate pair');
    } catch (error) {
      return {
        field: 'record',
        message: `cannot be rendered as ${format.id}: ${(error as Error).message.split('\n')[0]}`,
      };
    }
  }
  return undefined;
}

const codeOf = (character: string) => `U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
