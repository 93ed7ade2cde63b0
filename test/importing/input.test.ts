import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openBytes, openFile } from '../../src/importing/input.ts';

const ENGLISH = 'He said “no” — and left the room without another word to those who waited outside.';
const FRENCH = 'Le café près de l’hôtel a rouvert après la grève, où les élus étaient déjà réunis à midi.';
const UKRAINIAN = 'Евакуація із міста почалася вранці, повідомила місцева влада. Людей вивозять автобусами.';
const POLISH = 'Żółta łódź płynęła wzdłuż brzegu, gdzie ludzie śpiewali pieśni. Został tylko ślad.';

/** Bytes of a text in single-byte encodings, which `TextEncoder` does not know. */
function bytesOf(text: string, encoding: string): Uint8Array {
  if (encoding.startsWith('utf-16')) {
    const bytes = new Uint8Array(Buffer.from(text, 'utf16le'));
    if (encoding.startsWith('utf-16be')) Buffer.from(bytes.buffer).swap16();
    return encoding.endsWith(' with a mark')
      ? new Uint8Array([...(encoding.startsWith('utf-16be') ? [0xfe, 0xff] : [0xff, 0xfe]), ...bytes])
      : bytes;
  }
  const decoder = new TextDecoder(encoding);
  const table = new Map(Array.from({ length: 256 }, (_, byte) => [decoder.decode(new Uint8Array([byte])), byte]));
  return new Uint8Array(Array.from(text, (it) => table.get(it) ?? 0x3f));
}

describe('the encoding of an input', () => {
  it.each([
    ['windows-1252', ENGLISH],
    ['windows-1252', FRENCH],
    ['windows-1251', UKRAINIAN],
    ['windows-1250', POLISH],
    ['iso-8859-2', POLISH],
    ['utf-16le', ENGLISH],
    ['utf-16be', UKRAINIAN],
  ])('%s is told by its letters, and noted', async (encoding, text) => {
    const input = openBytes('x', bytesOf(text, encoding));
    expect(await input.text()).toBe(text);
    expect(input.notes.map((it) => it.code)).toEqual(['encoding']);
  });

  it.each(['utf-16le with a mark', 'utf-16be with a mark'])('%s is read without a note', async (encoding) => {
    const input = openBytes('x', bytesOf(UKRAINIAN, encoding));
    expect([await input.text(), input.notes]).toEqual([UKRAINIAN, []]);
  });

  it('takes off the byte order mark of UTF-8', async () => {
    const input = openBytes('x', new Uint8Array([0xef, 0xbb, 0xbf, ...new TextEncoder().encode('Bridge')]));
    expect([await input.text(), input.head]).toEqual(['Bridge', 'Bridge']);
  });

  it('is what XML or HTML declares', async () => {
    const xml = `<?xml version="1.0" encoding="windows-1251"?><a>${UKRAINIAN}</a>`;
    const html = `<!doctype html><meta charset="windows-1252"><p>${FRENCH}`;
    expect(await openBytes('x', bytesOf(xml, 'windows-1251')).text()).toBe(xml);
    expect(await openBytes('x', bytesOf(html, 'windows-1252')).text()).toBe(html);
  });

  it('is what the option says', async () => {
    expect(await openBytes('x', bytesOf(UKRAINIAN, 'koi8-u'), 'koi8-u').text()).toBe(UKRAINIAN);
  });

  it('is refused where it cannot be told, never guessed into wrong letters', () => {
    for (const bytes of [bytesOf('café', 'windows-1252'), bytesOf(UKRAINIAN, 'koi8-u')])
      expect(() => openBytes('x', bytes)).toThrow(
        'is not UTF-8, and its encoding cannot be detected; name it with --encoding',
      );
  });

  it('is refused where what is far into a file is not what its beginning was', async () => {
    const path = join(mkdtempSync(join(tmpdir(), 'tagwire-')), 'long.txt');
    writeFileSync(path, Buffer.concat([Buffer.from('word '.repeat(20_000)), Buffer.from([0xe9, 0x20])]));
    const input = openFile(path);
    await expect(input.text()).rejects.toThrow(
      /^is not valid utf-8 \(before byte \d+\); name its encoding with --encoding$/,
    );
  });
});

describe('an input that is no text', () => {
  it.each([
    ['is empty', []],
    ['is a ZIP archive (or an office document); unpack it first', [0x50, 0x4b, 0x03, 0x04, 1]],
    ['is compressed with gzip; unpack it first', [0x1f, 0x8b, 8]],
    ['is a PDF', [0x25, 0x50, 0x44, 0x46]],
    ['is binary, not text', [0, 0, 0, 1, 2, 0, 9]],
  ])('%s', (message, bytes) => {
    expect(() => openBytes('x', new Uint8Array(bytes))).toThrow(message);
  });

  it('is a path without a file', () => {
    expect(() => openFile('/nowhere/at/all.txt')).toThrow('does not exist');
  });
});
