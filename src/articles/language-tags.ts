import { parse } from 'bcp-47';
import { PREFERRED, THREE_LETTERS, TWO_LETTERS } from './language-subtags.ts';

const wordsOf = (text: string) => text.trim().split(/\s+/);

/** Every primary subtag. It comes with us: what a runtime knows of languages differs. */
const LANGUAGES = new Set(
  [TWO_LETTERS, THREE_LETTERS].flatMap((text, index) =>
    wordsOf(text).flatMap((word) => [...word.slice(index + 1)].map((last) => word.slice(0, index + 1) + last)),
  ),
);
const PREFERENCES = new Map(wordsOf(PREFERRED).map((it) => it.split('=') as [string, string]));
/** RFC 5646 §2.2.1: for whatever somebody agrees upon. */
const PRIVATE = /^q[a-t][a-z]$/;

/**
 * The canonical form of a language tag (RFC 5646 §2.1.1, §4.5): with its usual capitals, and with the language that is preferred
 * to a deprecated one.
 * @returns undefined if it is not well-formed, or its language is not in the registry
 */
export function canonicalLanguage(tag: string): string | undefined {
  const { language, extendedLanguageSubtags, irregular, regular } = parse(tag, { forgiving: false, normalize: false });
  if (irregular || regular || !language) return undefined;
  const primary = language.toLowerCase();
  if (!LANGUAGES.has(primary) && !PRIVATE.test(primary)) return undefined;
  const [, ...others] = tag.split('-');
  const preferred = extendedLanguageSubtags.length > 0 ? primary : (PREFERENCES.get(primary) ?? primary);
  return [preferred, ...others.map((it, index) => inCase(it, others.slice(0, index)))].join('-');
}

/** RFC 5646 §2.1.1: scripts are written `Hant`, regions `TW`, all else in lower case, and so is what follows a singleton. */
function inCase(subtag: string, before: string[]): string {
  const lower = subtag.toLowerCase();
  if (before.some((it) => it.length === 1)) return lower;
  if (/^[a-z]{4}$/.test(lower)) return lower.charAt(0).toUpperCase() + lower.slice(1);
  return /^[a-z]{2}$/.test(lower) ? lower.toUpperCase() : lower;
}
