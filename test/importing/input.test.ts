import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { encode } from '../../src/bytes.ts';
import { openBytes, openFile } from '../../src/importing/input.ts';
import { lostByte, Utf8Decoder } from '../../src/importing/utf8.ts';

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

  it.each([
    ['HTML', '<!doctype html><meta charset="iso-8859-1"><p>', 'iso-8859-1'],
    ['HTML', '<!doctype html><meta charset="gb2312"><p>', 'gb2312'],
    ['HTML', '<html><meta http-equiv="Content-Type" content="text/html; charset=windows-1251">', 'windows-1251'],
    ['XML', '<?xml version="1.0" encoding="ISO-8859-1"?><a>', 'ISO-8859-1'],
  ])('is UTF-8 where letters are, whatever %s says: %s', async (_, start, said) => {
    const input = openBytes('x', encode(start + FRENCH));
    expect(await input.text()).toBe(start + FRENCH);
    const message = `the file says ${said}, but the bytes are utf-8; read as utf-8: check that every letter is right`;
    expect(input.notes).toEqual([{ code: 'encoding', message }]);
  });

  it('is UTF-8 where letters are, whatever the option says', async () => {
    const input = openBytes('x', encode(FRENCH), 'windows-1252');
    expect([await input.text(), input.head]).toEqual([FRENCH, FRENCH]);
    expect(input.notes.map((it) => it.message)).toEqual([
      '--encoding says windows-1252, but the bytes are utf-8; read as utf-8: check that every letter is right',
    ]);
  });

  it('is not doubted where there are no letters beyond ASCII, nor where UTF-16 is said in single bytes', async () => {
    for (const said of ['iso-8859-1', 'utf-16', 'nothing-known'])
      for (const text of ['Boats', ...(said === 'iso-8859-1' ? [] : [FRENCH])]) {
        const xml = `<?xml version="1.0" encoding="${said}"?><a>${text}</a>`;
        const input = openBytes('x', encode(xml));
        expect([await input.text(), input.notes]).toEqual([xml, []]);
      }
  });

  it('is told by the bytes where they are not the UTF-8 that the file says', async () => {
    const xml = `<?xml version="1.0" encoding="UTF-8"?><a>${FRENCH}</a>`;
    const input = openBytes('x', bytesOf(xml, 'windows-1252'));
    expect(await input.text()).toBe(xml);
    expect(input.notes.map((it) => it.message)).toEqual([
      'the file says UTF-8, but the bytes are windows-1252; read as windows-1252: check that every letter is right',
    ]);
  });

  it('is refused where it cannot be told, never guessed into wrong letters', async () => {
    for (const bytes of [bytesOf('café', 'windows-1252'), bytesOf(UKRAINIAN, 'koi8-u')])
      await expect(openBytes('x', bytes).text()).rejects.toThrow(
        'is not UTF-8, and its encoding cannot be detected; name its encoding with --encoding, such as windows-1252',
      );
    await expect(openBytes('x', bytesOf(UKRAINIAN, 'koi8-u'), 'utf-8').text()).rejects.toThrow(/^is not utf-8; name /);
  });

  it('is told by letters that come far into a file', async () => {
    const path = join(mkdtempSync(join(tmpdir(), 'tagwire-')), 'long.txt');
    writeFileSync(path, Buffer.concat([Buffer.from('word '.repeat(20_000)), Buffer.from([0xe9, 0x20])]));
    await expect(openFile(path).text()).rejects.toThrow('is not UTF-8, and its encoding cannot be detected');
    const start = `<?xml version="1.0" encoding="iso-8859-1"?><a>${'word '.repeat(20_000)}`;
    writeFileSync(path, start + FRENCH);
    expect(await openFile(path).text()).toBe(start + FRENCH);
  });
});

describe('a byte that is not UTF-8', () => {
  const BAD = Buffer.concat([encode(FRENCH), Buffer.from([0x92]), encode(' naïve')]);

  it.each([undefined, 'utf-8', 'windows-1252'])('costs no file with the encoding %s', async (encoding) => {
    const input = openBytes('x', BAD, encoding);
    expect(await input.text()).toBe(`${FRENCH}${lostByte(0x92)} naïve`);
    expect(input.notes.length).toBe(encoding === 'windows-1252' ? 1 : 0);
  });

  it('is the same however the file is cut', () => {
    const text = encode('aé€😀z');
    for (const bytes of [text, BAD, text.subarray(0, 5), new Uint8Array([0xe2, 0x80, 0x41, 0xed, 0xa0, 0x80])]) {
      const whole = new Utf8Decoder();
      const expected = whole.decode(bytes) + whole.end();
      for (const size of [1, 2, 3, 5]) {
        const decoder = new Utf8Decoder();
        let read = '';
        for (let at = 0; at < bytes.length; at += size) read += decoder.decode(bytes.subarray(at, at + size));
        expect(read + decoder.end()).toBe(expected);
      }
    }
  });

  it('costs no file in other encodings either', async () => {
    const start = encode('<!doctype html><meta charset="gb2312"><p>');
    const bytes = Buffer.concat([start, Buffer.from([0xc4, 0xe3, 0xba, 0xc3, 0xd6, 0xd0, 0x80, 0x41])]);
    expect(await openBytes('x', bytes).text()).toContain('你好中');
  });
});

describe('what a server prints before a document', () => {
  const WARNING = 'Undefined variable $a in <b>/srv/a.php</b> on line <b>3</b>';

  it.each([
    `<br />\n<b>Warning</b>:  ${WARNING}<br />\n`,
    '\nNotice: Undefined index: a in /srv/a.php on line 3\n\n',
    'PHP Deprecated:  Old in /srv/a.php on line 3\r\n',
  ])('becomes blank lines: %j', async (printed) => {
    const document = '<?xml version="1.0"?>\n<a>é</a>';
    const input = openBytes('x', encode(printed + document));
    const blank = printed.replace(/[^\n]/g, '');
    expect([await input.text(), input.head]).toEqual([blank + document, blank + document]);
    expect(input.notes.map((it) => it.code)).toEqual(['printed']);
  });

  it('is told with its words', () => {
    const { notes } = openBytes('x', encode(`<br />\n<b>Warning</b>:  ${WARNING}<br />\n{"a": 1}`));
    const message =
      'left out before the document, printed by its server: Warning: Undefined variable $a in /srv/a.php on line 3';
    expect(notes).toEqual([{ code: 'printed', message }]);
  });

  it.each([
    'Warning: fog on line 3\n\nThe ferry of line 3 was late.',
    'Notice: the ferry stops\n<b>Today</b>',
    '<br />\n<p>Boats</p>',
  ])('is no text that stays: %j', async (text) => {
    const input = openBytes('x', encode(text));
    expect([await input.text(), input.notes]).toEqual([text, []]);
  });
});

describe('an input that is no text', () => {
  it('is empty', () => {
    expect(() => openBytes('x', new Uint8Array())).toThrow('is empty');
  });

  it('gives its bytes, and says only when its text is wanted that there is none', async () => {
    const input = openBytes('x', new Uint8Array([0, 0, 0, 1, 2, 0, 9]));
    expect(input.head).toBe('');
    expect(await input.bytes()).toEqual(new Uint8Array([0, 0, 0, 1, 2, 0, 9]));
    await expect(input.text()).rejects.toThrow('is binary, not text');
  });

  it('gives all bytes of a long file, and the first ones', async () => {
    const path = join(mkdtempSync(join(tmpdir(), 'tagwire-')), 'long.zip');
    const bytes = Buffer.concat([Buffer.from('PK\x03\x04'), Buffer.alloc(200_000, 7)]);
    writeFileSync(path, bytes);
    const input = openFile(path);
    expect([input.start.length, input.start[1]]).toEqual([65_536, 0x4b]);
    expect(Buffer.compare(await input.bytes(), bytes)).toBe(0);
  });

  it('is a path without a file', () => {
    expect(() => openFile('/nowhere/at/all.txt')).toThrow('does not exist');
  });
});
