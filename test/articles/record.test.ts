import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseDate } from '../../src/articles/dates.ts';
import { checkRecord } from '../../src/articles/record.ts';
import { readArticle } from '../../src/articles/source.ts';
import type { Problem } from '../../src/refusal.ts';
import { recordTable } from '../support/record-table.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const problemsOf = (source: string, key = 'x'): Problem[] => {
  const article = readArticle(bytes(source), 'text/markdown', { fallback: key });
  return article.ok ? [] : article.problems;
};
const file = (frontMatter: string, body = 'Text.') => `---\n${frontMatter}\n---\n${body}\n`;
const FINE = 'title: T\npublished: 2022-03-03T19:40:00Z';

describe('a Markdown file', () => {
  it('becomes a record', () => {
    const source = file(
      `${FINE}\ntags: [Ukraine, 007]\nauthors: Ann Berg\nimage: /images/a.png\nsummary:`,
      'Line 1\r\nline 2',
    );
    expect(readArticle(bytes(source), 'text/markdown', { fallback: 'stem' })).toEqual({
      ok: true,
      notes: [],
      value: {
        key: 'stem',
        formerSlugs: [],
        title: 'T',
        body: '\nLine 1\nline 2\n',
        bodyType: 'markdown',
        published: '2022-03-03T19:40:00Z',
        tags: ['Ukraine', '007'],
        authors: [{ name: 'Ann Berg' }],
        image: { url: '/images/a.png' },
        status: 'ready',
        corrections: [],
      },
    });
  });

  it('may begin with a byte order mark and use CRLF', () => {
    expect(problemsOf(`\ufeff${file(FINE).replaceAll('\n', '\r\n')}`)).toEqual([]);
  });

  it('may contain a line of dashes in its body', () => {
    const article = readArticle(bytes(file(FINE, 'a\n\n---\n\nb')), 'text/markdown', { fallback: 'x' });
    expect(article.ok && article.value.body).toBe('\na\n\n---\n\nb\n');
  });

  it.each<[string, string, Problem[]]>([
    [
      'no front matter',
      'Just text.',
      [
        {
          field: 'front matter',
          message: 'expected a first line of "---", then the fields, then another "---" (docs/mistakes.md#dashes)',
        },
      ],
    ],
    [
      'an empty file',
      '',
      [
        {
          field: 'front matter',
          message: 'expected a first line of "---", then the fields, then another "---" (docs/mistakes.md#dashes)',
        },
      ],
    ],
    [
      'front matter that does not end',
      '---\ntitle: T\n',
      [
        {
          field: 'front matter',
          message: 'has no closing line of "---": write one after line 2 (docs/mistakes.md#dashes)',
        },
      ],
    ],
    [
      'front matter in another language',
      '---js\ntitle: T\n---\n',
      [
        {
          field: 'front matter',
          message: 'expected a first line of "---", then the fields, then another "---" (docs/mistakes.md#dashes)',
        },
      ],
    ],
    [
      'a list for front matter',
      '---\n- a\n---\nx',
      [{ field: 'front matter', message: 'expected lines of "field: value"' }],
    ],
    ['two titles', file(`${FINE}\ntitle: U`), [{ field: 'title', message: 'is given twice (line 4)' }]],
    [
      'a date without zone',
      file('title: T\npublished: 2022-03-03T19:40'),
      [
        {
          field: 'published',
          message:
            'needs a time zone ("2022-03-03T19:40" has none): write 2022-03-03T19:40:00Z if it is in UTC (line 3; docs/mistakes.md#zone)',
        },
      ],
    ],
    [
      'a day that does not exist',
      file('title: T\npublished: 2022-02-30T10:00:00Z'),
      [{ field: 'published', message: 'is not a date that exists: "2022-02-30T10:00:00Z" (line 3)' }],
    ],
    [
      'a bare year',
      file('title: T\npublished: 2022'),
      [
        {
          field: 'published',
          message: 'expected a date such as 2022-03-03T19:40:00+01:00 (RFC 3339), got "2022" (line 3)',
        },
      ],
    ],
    [
      'an unknown status',
      file(`${FINE}\nstatus: live`),
      [{ field: 'status', message: 'expected draft, ready, retracted, withdrawn; got "live" (line 4)' }],
    ],
    [
      'a field that does not exist',
      file(`${FINE}\npublishd: x`),
      [
        {
          field: 'publishd',
          message: 'is not a known field; did you mean "published"? (line 4; docs/mistakes.md#field)',
        },
      ],
    ],
    [
      'no title and no date',
      file('tags: [a]'),
      [
        { field: 'title', message: 'is required' },
        { field: 'published', message: 'is required to publish (or give "status: draft")' },
      ],
    ],
    [
      'a body in the front matter',
      file(`${FINE}\nbody: x`),
      [{ field: 'body', message: 'belongs after the front matter, not in it' }],
    ],
    [
      'tags joined with commas',
      file(`${FINE}\ntags: Ukraine, Russia`),
      [{ field: 'tags', message: 'expected a list such as [Ukraine, refugees], got text with commas (line 4)' }],
    ],
    [
      'an address that is none',
      file(`${FINE}\nurl: ftp://x.example/`),
      [{ field: 'url', message: 'expected an absolute http(s) address, got "ftp://x.example/" (line 4)' }],
    ],
    [
      'a password in an address',
      file(`${FINE}\nurl: https://u:p@x.example/`),
      [
        {
          field: 'url',
          message:
            'holds a user name or password, which everybody would read: take it out, as in "https://x.example/" (line 4)',
        },
      ],
    ],
    [
      'a picture of no size',
      file(`${FINE}\nimage: { url: /a.png, width: 0, length: 1000000000000 }`),
      [
        { field: 'image.width', message: 'expected a number of at least 1 (line 4)' },
        { field: 'image.length', message: 'expected a whole number (line 4)' },
      ],
    ],
    [
      'an image that is script',
      file(`${FINE}\nimage: { url: "javascript:x", width: wide }`),
      [
        {
          field: 'image.url',
          message: 'expected an http(s) address or a path such as /images/x.png, got "javascript:x" (line 4)',
        },
        { field: 'image.width', message: 'expected a whole number (line 4)' },
      ],
    ],
    [
      'an unknown language',
      file(`${FINE}\nlanguage: xx`),
      [{ field: 'language', message: 'expected a language tag such as "uk" or "pt-BR" (BCP 47), got "xx" (line 4)' }],
    ],
    [
      'an update before publication',
      file(`${FINE}\nupdated: 2022-03-03T19:39:59Z`),
      [{ field: 'updated', message: 'is before published ("2022-03-03T19:40:00Z") (line 4)' }],
    ],
    [
      'a long summary',
      file(`${FINE}\nsummary: ${'x'.repeat(281)}`),
      [{ field: 'summary', message: 'is 281 characters long; at most 280 (line 4)' }],
    ],
    [
      'a status in capitals',
      file(`${FINE}\nstatus: Draft`),
      [
        {
          field: 'status',
          message: 'expected draft, ready, retracted, withdrawn; got "Draft"; did you mean draft? (line 4)',
        },
      ],
    ],
    [
      'a hundred and one tags',
      file(`${FINE}\ntags: [${Array.from({ length: 101 }, (_, n) => `t${n}`).join(', ')}]`),
      [{ field: 'tags', message: 'has 101 tags; at most 100 (line 4)' }],
    ],
    [
      'an empty body',
      file(FINE, '  '),
      [{ field: 'body', message: 'is empty: write the text below the second "---"' }],
    ],
    [
      'an empty body of a withdrawn story',
      file(`${FINE}\nstatus: withdrawn`, ''),
      [{ field: 'body', message: 'is empty: write the text below the second "---"' }],
    ],
  ])('with %s is refused by field and line', (_, source, expected) => {
    expect(problemsOf(source)).toEqual(expected);
  });

  it('whose stem is no key is refused', () => {
    expect(problemsOf(file(FINE), 'My Story')).toEqual([
      {
        field: 'file',
        message:
          'expected a-z, 0-9, ".", "_" and "-", at most 128, beginning with a letter or digit; got "My Story", its name, which is the story\'s key: rename the file to my-story.md',
      },
    ]);
  });

  it('is refused unread when its front matter is 64 KB to 1 MB, or a bomb', () => {
    const keys = (count: number) => Array.from({ length: count }, (_, n) => `k${n}: v`).join('\n');
    for (const [count, size] of [
      [8_000, 64],
      [50_000, 400],
      [95_000, 900],
    ] as const) {
      const source = file(keys(count));
      expect(source.length).toBeGreaterThan(size * 1024);
      const [problem] = problemsOf(source);
      expect(problem).toEqual({
        field: 'front matter',
        message: expect.stringMatching(/^is \d+ bytes long; at most 32768$/),
      });
    }
    const bomb = [
      'a: &a [x, x, x, x, x, x, x, x, x]',
      ...'bcdefgh'.split('').map((it, n) => `${it}: &${it} [${Array(9).fill(`*${'abcdefg'[n]}`).join(', ')}]`),
    ];
    expect(problemsOf(file(bomb.join('\n')))[0]).toMatchObject({
      field: 'a',
      message: expect.stringContaining('must be in quotation marks; write: a: "&a [x,'),
    });
    for (const open of ['[', '{', '- ', '? ']) {
      const problems = problemsOf(file(open.repeat(30_000 / open.length)));
      expect(problems.length).toBeGreaterThan(0);
    }
  });

  it('of 5 MB is refused', () => {
    expect(problemsOf(file(FINE, 'x'.repeat(5_000_000)))[0]?.message).toBe('is 5000050 bytes long; at most 2000000');
  });

  it('that is not UTF-8 is refused', () => {
    const article = readArticle(new Uint8Array([0x2d, 0x2d, 0x2d, 0x0a, 0xff]), 'text/markdown', { fallback: 'x' });
    expect(article).toEqual({
      ok: false,
      problems: [{ field: 'record', message: 'is not valid UTF-8: save the file in UTF-8' }],
    });
  });
});

describe('a record', () => {
  it('takes tags and authors as text, objects or lists of both', () => {
    const fields = {
      key: 'a',
      title: 'T',
      body: 'b',
      published: '2022-03-03T19:40:00Z',
      tags: [{ label: 'Ukraine' }, { slug: 'x-y' }, 'z'],
      authors: [{ name: 'A', url: 'https://a.example' }, 'B'],
    };
    const record = checkRecord(fields);
    expect(record.ok && [record.value.tags, record.value.authors]).toEqual([
      ['Ukraine', 'x-y', 'z'],
      [{ name: 'A', url: 'https://a.example/' }, { name: 'B' }],
    ]);
  });

  it('leaves out what no document may hold, and folds white space in lines', () => {
    const record = checkRecord({
      key: 'a',
      title: ' A\u0000 \ud800b\n\tc\ufffe ',
      body: 'x\u0008y\nz',
      published: '2022-03-03T19:40:00Z',
    });
    expect(record.ok && [record.value.title, record.value.body]).toEqual(['A b c', 'xy\nz']);
  });

  it('is not one when it is a list, text or nothing', () => {
    for (const it of [[], 'x', null, 7]) expect(checkRecord(it).ok).toBe(false);
  });

  it('reads dates of any offset as the instant that they name, whatever the machine’s zone', () => {
    expect(process.env.TZ).toBe('America/New_York');
    expect(parseDate('2022-03-03T19:40+02:00').toISOString()).toBe('2022-03-03T17:40:00.000Z');
    expect(parseDate('2022-03-03t19:40:00.5z').toISOString()).toBe('2022-03-03T19:40:00.500Z');
  });

  it('has every field in docs/record.md', () => {
    expect(readFileSync('docs/record.md', 'utf8')).toContain(recordTable());
  });
});

describe('the length of a picture', () => {
  const image = (length: unknown) => {
    const record = readArticle(
      bytes(JSON.stringify({ ...JSON_STORY, image: { url: '/a.png', length } })),
      'application/json',
    );
    return record.ok ? record.value.image : record.problems;
  };
  const JSON_STORY = { key: 'a', title: 'T', body: 'b', published: '2022-03-03T19:40:00Z' };

  it.each([0, '0'])('is not known if it is %o', (length) => {
    expect(image(length)).toEqual({ url: '/a.png' });
  });

  it.each([
    [-1, 'expected a number of at least 1'],
    ['x', 'expected a whole number'],
  ])('is none that is %o', (length, message) => {
    expect(image(length)).toEqual([{ field: 'image.length', message }]);
  });
});
