import { analyse } from 'chardet';
import { ImportError } from './import-error.ts';
import type { Note, Noted } from './notes.ts';

/** The least confidence, in percent, for a detected encoding. The text must also be plausible. */
const MIN_CONFIDENCE = 15;
/** With a larger share of NUL bytes, a file is binary. */
const BINARY_SHARE = 0.1;

/**
 * Finds the encoding of a text from its first bytes. A note says if it is only likely.
 * @param cut the text goes on after these bytes
 * @param option the encoding's name, if the user gives it
 * @throws {ImportError} where no encoding fits
 */
export function encodingOf(head: Uint8Array, cut: boolean, option: string | undefined): Noted<string> {
  const certain = option ?? markedEncoding(head);
  if (certain !== undefined) return { value: certain, notes: [] };
  if (head.includes(0)) {
    const wide = utf16Without(head);
    if (wide) return { value: wide, notes: [guessed(wide)] };
    if (share(head, (it) => it === 0) > BINARY_SHARE) throw new ImportError('is binary, not text', 'binary');
  }
  const declared = declaredEncoding(head);
  if (declared && isEncoding(declared)) return { value: declared, notes: [] };
  if (isUtf8(head, cut)) return { value: 'utf-8', notes: [] };
  const likely = likelyEncoding(head);
  if (likely === undefined)
    throw new ImportError('is not UTF-8, and its encoding cannot be detected; name it with --encoding', 'encoding');
  return { value: new TextDecoder(likely).encoding, notes: [guessed(likely)] };
}

/** UTF-16 with a byte order mark. */
function markedEncoding(head: Uint8Array): string | undefined {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  return head[0] === 0xfe && head[1] === 0xff ? 'utf-16be' : undefined;
}

function likelyEncoding(head: Uint8Array): string | undefined {
  return analyse(head).find(
    ({ name, confidence }) =>
      confidence >= MIN_CONFIDENCE && isEncoding(name) && isPlausible(new TextDecoder(name).decode(head)),
  )?.name;
}

const guessed = (name: string): Note => ({
  code: 'encoding',
  message: `the encoding is not declared; read as ${name}: check that every letter is right`,
});

/** Returns the encoding that XML (1.0 §4.3.3) or HTML's `<meta>` declares. */
function declaredEncoding(head: Uint8Array): string | undefined {
  const start = new TextDecoder('latin1').decode(head.subarray(0, 2048));
  return (
    /^\s*<\?xml[^>]*?encoding\s*=\s*["']([\w.:-]+)["']/.exec(start)?.[1] ??
    (/^\s*<(?!\?xml)/.test(start) ? /<meta[^>]+charset\s*=\s*["']?([\w.:-]+)/i.exec(start)?.[1] : undefined)
  );
}

/** Tells whether this runtime knows an encoding. */
export function isEncoding(name: string): boolean {
  try {
    return new TextDecoder(name).encoding !== '';
  } catch {
    return false;
  }
}

/** @param cut the text goes on, so the last letter may be incomplete */
function isUtf8(head: Uint8Array, cut: boolean): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(head, { stream: cut });
    return true;
  } catch {
    return false;
  }
}

/** Tells whether a decoded text is plausible: few strange characters, few words of mixed scripts or case. */
function isPlausible(text: string): boolean {
  const foreign = text.match(/[^\x00-\x7f]/g) ?? [];
  const strange = foreign.filter((it) => !/[\p{L}“”„‘’‚«»‹›–—…№©®°§·•€£\u00a0]/u.test(it));
  const words = text.match(/\p{L}{2,}/gu) ?? [];
  const mixed = words.filter(
    (it) => (/\p{Script=Latin}/u.test(it) && /\p{Script=Cyrillic}/u.test(it)) || /^\p{Ll}\p{Lu}{2}/u.test(it),
  );
  return strange.length <= foreign.length * 0.02 && mixed.length <= words.length * 0.02;
}

/** Recognises UTF-16 without a mark: every second byte is NUL (Latin letters) or 4 (Cyrillic). */
function utf16Without(head: Uint8Array): string | undefined {
  const even = share(head, (it, index) => (it === 0 || it === 4) && index % 2 === 0) * 2;
  const odd = share(head, (it, index) => (it === 0 || it === 4) && index % 2 === 1) * 2;
  if (odd > 0.8 && even < 0.1) return 'utf-16le';
  if (even > 0.8 && odd < 0.1) return 'utf-16be';
  return undefined;
}

function share(bytes: Uint8Array, matches: (byte: number, index: number) => boolean): number {
  let count = 0;
  for (const [index, byte] of bytes.entries()) if (matches(byte, index)) count++;
  return count / bytes.length;
}
