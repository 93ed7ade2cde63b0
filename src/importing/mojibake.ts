import { LOST_BYTES, lostByte } from './utf8.ts';

/** A text that was decoded wrongly, put right. */
export interface Undone {
  text: string;
  /** What stood for what. */
  changes: Map<string, string>;
  /** Pieces of such letters that cannot be put right for certain. */
  doubts: string[];
}

/** What the first byte of a letter beyond ASCII becomes in either code page. */
export const LEADS = /[Â-ôВ-п]/;
/** More rounds than any text has been through. */
const MAX_ROUNDS = 3;

/**
 * Undoes UTF-8 that was decoded as Windows-1252, Latin-1 or Windows-1251 before it came here: "itâ€™s", "Ð¿Ñ€Ð¾", "вЂ™".
 * Each run of such letters is judged for itself, as others in the same text may be right. What real texts have, such as
 * "MAÇÃ”" or "Â", stays.
 */
export function undoMojibake(text: string): Undone {
  const changes: Undone['changes'] = new Map();
  if (!LEADS.test(text)) return { text, changes, doubts: [] };
  let undone = text;
  for (const page of PAGES)
    for (let round = 0; round < MAX_ROUNDS; round++) {
      const next = onceUndone(undone, page, changes);
      if (next === undone) break;
      undone = next;
    }
  return doubtfulIn(undone, changes);
}

/** A code page by which UTF-8 was read. */
interface CodePage {
  /** A byte for each of its characters. */
  bytes: Map<string, number>;
  /** Letters of UTF-8 that were read by it, one after the other. */
  runs: RegExp;
  /** The least number of letters by which a run of letters of other scripts is told. */
  leastLetters: number;
  /** Beginnings of runs that are told by themselves. */
  sure: RegExp;
  /** A letter of Latin-1 or Latin Extended-A is told by itself. */
  latin: boolean;
}

const PAGES = [
  codePage('windows-1252', {
    leastLetters: 2,
    sure: /^(?:â[^’‘“”»«…–—\u00A0]|ðŸ|ï»¿|ï¿½)/,
    latin: true,
  }),
  codePage('windows-1251', { leastLetters: 3, sure: /^в[Ђ‚]/, latin: false }),
];

function codePage(name: string, rest: Pick<CodePage, 'leastLetters' | 'sure' | 'latin'>): CodePage {
  const decoder = new TextDecoder(name);
  const bytes = new Map<string, number>();
  const among = (from: number, to: number) => {
    let all = '';
    for (let byte = from; byte <= to; byte++) {
      // The C1 controls are what Latin-1 makes of these bytes; the last are those of `withOddControls`.
      const c1 = byte < 0xa0 ? [String.fromCharCode(byte)] : [];
      for (const it of new Set([decoder.decode(new Uint8Array([byte])), ...c1, lostByte(byte)])) {
        bytes.set(it, byte);
        all += it;
      }
    }
    return `[${all}]`;
  };
  const next = among(0x80, 0xbf);
  const [two, three, four] = [among(0xc2, 0xdf), among(0xe0, 0xef), among(0xf0, 0xf4)];
  return { bytes, runs: new RegExp(`(?:${two}${next}|${three}${next}{2}|${four}${next}{3})+`, 'gu'), ...rest };
}

function onceUndone(text: string, page: CodePage, changes: Undone['changes']): string {
  const found = [...text.matchAll(page.runs)].flatMap(({ 0: run, index }) => {
    const as = decoded(run, page);
    return as === undefined ? [] : [{ run, as, index, told: isTold(run, as, page) }];
  });
  if (!found.some(({ told, run, index }) => told && !isReal(text, run, index))) return text;
  // Beside a word of another script, a letter of its own is no accident.
  const words = found.some(({ as }) => hasLetters(as, page.leastLetters));
  let [undone, at] = ['', 0];
  for (const { run, as, index } of found.filter((it) => it.told || words)) {
    undone += text.slice(at, index) + as;
    at = index + run.length;
    changes.set(run, as);
  }
  return undone + text.slice(at);
}

const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function decoded(run: string, { bytes }: CodePage): string | undefined {
  try {
    return UTF8.decode(new Uint8Array(Array.from(run, (it) => bytes.get(it) as number)));
  } catch {
    return undefined;
  }
}

const SCRIPTS = [
  'Cyrillic',
  'Greek',
  'Hebrew',
  'Arabic',
  'Armenian',
  'Georgian',
  'Devanagari',
  'Thai',
  'Hangul',
  'Han',
].map((it) => new RegExp(`\\p{Script=${it}}`, 'gu'));
/** The signs and letters of Latin-1, and those of Latin Extended-A. */
const LATIN = /[\u00A0-\u017F]/;

/** Tells whether a run can hardly be anything but wrongly decoded. */
function isTold(run: string, as: string, { sure, latin, leastLetters }: CodePage): boolean {
  return sure.test(run) || (latin && LATIN.test(as)) || hasLetters(as, leastLetters);
}

function hasLetters(text: string, least: number): boolean {
  return SCRIPTS.some((it) => (text.match(it)?.length ?? 0) >= least);
}

/** A capital letter and what may follow it in a real text. */
const CAPITAL = /^(?:[Â-ß](?:([\u00A0«])|[’‘“”»…–—])|Å[²³])$/;

/** Tells whether a capital letter and a closing mark are what they seem to be: “MANHÔ, «IRMû, the letter “Ô. */
function isReal(text: string, run: string, index: number): boolean {
  const capital = CAPITAL.exec(run);
  if (!capital) return false;
  const [before = '', after = ''] = [text[index - 1], text[index + run.length]];
  if (/\p{Lu}/u.test(before)) return !/\p{Lu}/u.test(after);
  return capital[1] === undefined && !/\p{L}/u.test(before) && !/\p{L}/u.test(after);
}

/**
 * Finds pieces of letters whose other bytes are lost. "â€" is a quotation mark as a rule: its third byte has no letter in
 * Windows-1252, so many programs leave it out.
 */
function doubtfulIn(text: string, changes: Undone['changes']): Undone {
  const doubts = new Set<string>();
  const mended = text.replace(new RegExp(`â€(?![${LOST_BYTES}])`, 'gu'), (piece) => {
    doubts.add(`"${piece}", read as "”"`);
    return '”';
  });
  if (changes.size > 0)
    for (const [piece] of mended.matchAll(/(?<!\p{Lu})[ÃÂ](?=\s)|[ÐÑ](?=\P{L})/gu)) doubts.add(`"${piece}"`);
  return { text: mended, changes, doubts: [...doubts] };
}
