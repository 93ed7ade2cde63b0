import { decodeHTMLStrict } from 'entities';
import { LEADS, undoMojibake } from './mojibake.ts';
import { type Note, withNotes } from './notes.ts';
import type { FoundStory } from './story.ts';
import { byteOf, LOST_BYTES } from './utf8.ts';

/** Fields that are addresses: their letters are not judged. */
const ADDRESSES = ['url', 'address', 'formerUrls'];
/** The most letters that a note shows. */
const MAX_SHOWN = 5;

/** Puts letters right that were decoded wrongly before they came here, and notes them. */
export function withoutMojibake(found: FoundStory): FoundStory {
  if (!anyText(found, (it) => LEADS.test(it) || LEAD_REFERENCE.test(it))) return found;
  const changes = new Map<string, string>();
  const doubts = new Set<string>();
  const story = mapWords(found, (text) => {
    const undone = undoMojibake(withForeignLetters(text));
    if (undone.changes.size + undone.doubts.length === 0) return text;
    for (const [run, as] of undone.changes) changes.set(run, as);
    for (const it of undone.doubts) doubts.add(it);
    return undone.text;
  });
  const notes: Note[] = [];
  const shown = [...changes].slice(0, MAX_SHOWN).map(([run, as]) => `"${run}" as "${as}"`);
  const more = changes.size > MAX_SHOWN ? `, and ${changes.size - MAX_SHOWN} more` : '';
  if (changes.size > 0)
    notes.push({ code: 'letters', message: `put right what was decoded wrongly before: ${shown.join(', ')}${more}` });
  if (doubts.size > 0) {
    const message = `the text seems to have been decoded wrongly before it was exported, and parts of letters are lost: ${[...doubts].join('; ')}`;
    notes.push({ code: 'mojibake', message });
  }
  return withNotes(story, notes);
}

const LEAD_REFERENCE = /&(?:[aA]circ|Atilde|ETH|eth|Ntilde|#(?:19[4-7]|20[89]|226|240|x(?:c[2-5]|d[01]|e2|f0)));/i;
const REFERENCE = /&(?:#\d{1,7}|#x[\da-f]{1,6}|[a-z][\da-z]{1,31});/gi;

/** Decodes references to letters beyond ASCII where they may be parts of others: `&acirc;&euro;&trade;`. */
function withForeignLetters(text: string): string {
  if (!LEAD_REFERENCE.test(text)) return text;
  return text.replace(REFERENCE, (it) => {
    const letter = decodeHTMLStrict(it);
    return letter.charCodeAt(0) > 0x7f ? letter : it;
  });
}

/** Bytes that are no UTF-8 but the same sign in every code page of Windows. */
const WINDOWS_SIGNS = /[‚„…†‡‰‹‘’“”•–—™›]/;
const WINDOWS = new TextDecoder('windows-1252');
const BROKEN = new RegExp(`[${LOST_BYTES}\\uFFFD]`, 'u');
const LOST_RUN = new RegExp(`[${LOST_BYTES}]+`, 'gu');

/** Reads bytes that are not UTF-8 as the signs that Windows has for them, else as U+FFFD, and notes broken letters. */
export function readLostBytes(found: FoundStory): FoundStory {
  if (!anyText(found, (it) => BROKEN.test(it))) return found;
  const story = mapTexts(found, [], (text) => text.replace(LOST_RUN, lettersOf));
  const signs: string[] = [];
  let lost = 0;
  mapWords(found, (text) => {
    const read = text.replace(LOST_RUN, (run) => {
      const letters = lettersOf(run);
      signs.push(...letters.replaceAll('\uFFFD', ''));
      return letters;
    });
    lost += read.split('\uFFFD').length - 1;
    return text;
  });
  const all = signs.length + lost;
  if (all === 0) return story;
  const parts = [
    ...(signs.length > 0 ? [`${signs.length} read as in Windows-1252 (${[...new Set(signs)].join(' ')})`] : []),
    ...(lost > 0 ? [`${lost} lost, which ${lost === 1 ? 'stands' : 'stand'} as \uFFFD`] : []),
  ];
  const message = `${all} broken ${all === 1 ? 'letter' : 'letters'}: ${parts.join(', ')}`;
  return withNotes(story, [{ code: 'broken-letters', message }]);
}

function lettersOf(run: string): string {
  const bytes = Array.from(run, byteOf);
  // The beginning of a letter whose end is cut off.
  const [first = 0, ...rest] = bytes;
  if (rest.length > 0 && first >= 0xc2 && rest.every((it) => it < 0xc0)) return '\uFFFD';
  return bytes
    .map((it) => WINDOWS.decode(new Uint8Array([it])))
    .map((it) => (WINDOWS_SIGNS.test(it) ? it : '\uFFFD'))
    .join('');
}

/** Tells whether any text in a value is such. Most stories have none, and are not copied. */
function anyText(value: unknown, is: (text: string) => boolean): boolean {
  if (typeof value === 'string') return is(value);
  if (typeof value !== 'object' || value === null) return false;
  for (const it of Object.values(value)) if (anyText(it, is)) return true;
  return false;
}

/** Maps the words of a story: not the names by which it is known elsewhere, and not what is told of it. */
function mapWords(found: FoundStory, change: (text: string) => string): FoundStory {
  const { name: _, id: __, notes: ___, ...words } = found;
  return { ...found, ...mapTexts(words, ADDRESSES, change) };
}

/** Returns a value of the same form with its texts replaced, but for fields of these names. */
function mapTexts<T>(value: T, except: string[], change: (text: string) => string): T {
  const mapped = (it: unknown): unknown => {
    if (typeof it === 'string') return change(it);
    if (Array.isArray(it)) return it.map(mapped);
    if (typeof it !== 'object' || it === null) return it;
    return Object.fromEntries(Object.entries(it).map(([name, of]) => [name, except.includes(name) ? of : mapped(of)]));
  };
  // Only texts have become other texts.
  return mapped(value) as T;
}
