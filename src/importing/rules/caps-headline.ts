import { END_MARK } from './doubts.ts';
import type { Rule } from './rule.ts';
import type { RuleLine } from './rule-line.ts';

const FUNCTION_WORDS = new Set(
  `A AN AND ARE AS AT BE BY FOR FROM HAS IN IS NOT OF ON OR OUT OVER THAT THE TO UP WILL WITH AFTER AMID
   В У І Й ТА НА ПРО ДО З ІЗ ЗІ ЗА ПО ВІД ДЛЯ ЩО ЯК ПІСЛЯ ПІД НЕ НАД ПРИ БЕЗ ЧЕРЕЗ МІЖ АЛЕ ЧИ О И С К`.split(/\s+/),
);
const CONJUNCTIONS = new Set(['AND', 'OR', 'ТА', 'І', 'Й', 'И', 'ЧИ']);
/** The line before a sign, a banner or a slogan announces it. */
const ANNOUNCES =
  /[:-]$|\breads?$|\b(?:signs?|notices?|banners?|placards?|posters?|billboards?|slogans?|inscription|graffiti|plaque|tattoo\w*|t-shirts?|letters|chant\w*|(?:spray-)?painted|written|scrawled)\b[^.!?]*[.!?]?$|(?<!\p{L})(?:напис|табличк|плакат|вивіск|банер|гасло|лозунг|оголошенн|футболц)\p{L}*[^.!?]*[.!?]?$/iu;
/** Signs give orders; chapters and laws are numbered. */
const SIGN =
  /^(?:NO|DO NOT|DON'T|STOP|DANGER|WARNING|KEEP|BEWARE|НЕ|СТІЙ|УВАГА|НЕБЕЗПЕЧНО)(?!\p{L})|^(?:CHAPTER|ARTICLE|PART|SECTION|РОЗДІЛ|СТАТТЯ|ЧАСТИНА) (?:\d|[IVX]+\b|ONE|TWO|THREE)/u;

const bareWord = (word: string) => word.replace(/[^\p{L}\p{N}]/gu, '');

function isCapsHeadline({ text, words, mostlyCaps }: RuleLine): boolean {
  if (mostlyCaps) return false;
  const letters = text.match(/\p{L}/gu) ?? [];
  const upper = letters.filter((it) => it !== it.toLowerCase()).length;
  const bare = words.map(bareWord);
  return (
    words.length >= 5 &&
    upper >= letters.length * 0.95 &&
    !END_MARK.test(text) &&
    bare.some((it) => FUNCTION_WORDS.has(it)) &&
    bare.filter((it) => it.length >= 5).length >= 2
  );
}

export const capsHeadline: Rule = {
  name: 'caps-headline',
  action: 'drop',
  // Nearly every other line has three small letters in a row; names such as "McDONALD" have fewer.
  patterns: [/^(?!.*\p{Ll}{3})[^\p{Ll}]*\p{Lu}.*$/u],
  // Above the text, a line in capitals is the headline of this story.
  condition: (line) => !line.untitled && isCapsHeadline(line),
  recheck: ({ text, words, previous }) => {
    // It may be the words of a sign, a quotation, or a list of abbreviations.
    if (ANNOUNCES.test(previous) || /^["'].*["']$/.test(text)) return 'keep';
    // No headline begins so; a verse or a sentence that goes on does.
    if (CONJUNCTIONS.has(bareWord(words[0] ?? ''))) return 'flag';
    const joints = words.filter((it) => it.endsWith(',') || CONJUNCTIONS.has(it)).length;
    if (joints >= words.length / 3) return 'keep';
    return SIGN.test(text) ? 'flag' : undefined;
  },
  reason: 'is the headline of another story',
};
