import { describe, expect, it } from 'vitest';
import { explainLine, fieldMeant, isOneEditApart, MISTAKES, nearest } from '../../src/articles/mistakes.ts';
import { readArticle } from '../../src/articles/source.ts';
import { mistakesPage } from '../support/mistakes-page.ts';

const KNOWN = ['title', 'summary', 'published', 'updated', 'tags', 'authors', 'image', 'status', 'formerUrls', 'media'];
const read = (fields: string) =>
  readArticle(new TextEncoder().encode(`---\n${fields}\n---\n\nIt held.\n`), 'text/markdown', { fallback: 'x' });
const problemsOf = (fields: string) => {
  const article = read(fields);
  return article.ok ? [] : article.problems.map((it) => `${it.field}: ${it.message}`);
};
const notesOf = (fields: string) => {
  const article = read(fields);
  return article.ok ? article.notes.map((it) => `${it.field}: ${it.message}`) : ['refused'];
};
const DATE = 'published: 2022-03-03T19:40:00Z';

describe('a mistake in a line', () => {
  it('is explained in docs/mistakes.md', async () => {
    await expect(mistakesPage()).toMatchFileSnapshot('../../docs/mistakes.md');
  });

  it.each(MISTAKES)('is mended as the page says: $name', ({ id, wrong, right }) => {
    expect(explainLine(wrong)?.id).toBe(id);
    expect(explainLine(wrong)?.message.endsWith(`; write: ${right.trim()}`)).toBe(true);
    expect(explainLine(right)).toBeUndefined();
  });

  it.each([
    [
      'title: Bridge: reopens',
      'title: a colon and a space begin a new field, unless the value is in quotation marks; write: title: "Bridge: reopens" (line 2; docs/mistakes.md#colon)',
    ],
    [
      `title: 'It's open'`,
      `title: a quotation mark that begins a value must also end it; write: title: "'It's open'" (line 2; docs/mistakes.md#quotes)`,
    ],
    [
      'title: "Bridge',
      'title: a quotation mark that begins a value must also end it; write: title: "Bridge" (line 2; docs/mistakes.md#quotes)',
    ],
    [
      'title: @mayor answers',
      'title: a value that begins with a sign such as @, %, &, *, ! or ` must be in quotation marks; write: title: "@mayor answers" (line 2; docs/mistakes.md#sign)',
    ],
    [
      'title: *stars* fall',
      'title: a value that begins with a sign such as @, %, &, *, ! or ` must be in quotation marks; write: title: "*stars* fall" (line 2; docs/mistakes.md#sign)',
    ],
    [
      'title: T\ntags: [#trams, harbour]',
      'tags: what follows "#" is a comment; tags are written without it; write: tags: [trams, harbour] (line 3; docs/mistakes.md#hash-in-list)',
    ],
    [
      'title: [Update] Bridge',
      'title: a value that begins with "[" or "{" is a list or fields, and ends with its bracket; write: title: "[Update] Bridge" (line 2; docs/mistakes.md#brackets)',
    ],
    [
      'title: T\nauthors:\n\t- name: Ann',
      'yaml: a line begins with a tab; only spaces can stand there; write: - name: Ann, behind 2 spaces (line 4; docs/mistakes.md#tab)',
    ],
    [
      'title: T\nauthors:\n  - name: Ann\n\temail: a@b.example',
      'yaml: a line begins with a tab; only spaces can stand there; write: email: a@b.example, behind 4 spaces (line 5; docs/mistakes.md#tab)',
    ],
    [
      'title: T\nauthors:\n  - Ann\n\t- Ivo',
      'yaml: a line begins with a tab; only spaces can stand there; write: - Ivo, behind 2 spaces (line 5; docs/mistakes.md#tab)',
    ],
    [
      'title: "Si "hei" nå"',
      `title: a quotation mark that begins a value must also end it; write: title: 'Si "hei" nå' (line 2; docs/mistakes.md#quotes)`,
    ],
  ])('is told with the line that is meant: %j', (fields, problem) => {
    expect(problemsOf(`${fields}\n${DATE}`)).toContain(problem.replace(/^yaml/, 'front matter'));
  });

  it('is none in lines that are well', () => {
    for (const it of [
      DATE,
      'title: "Bridge: reopens"',
      "title: 'a: b'",
      'url: https://a.example/x',
      'tags: [a, "b: c"]',
      'summary: >-',
      '  - { slug: a, label: A }',
      'title: 5 < 6 & 7',
    ])
      expect(explainLine(it), it).toBeUndefined();
  });

  it.each([
    [
      'a list that does not end',
      'tags: [a, b',
      'a list that begins with "[" ends with "]", and fields that begin with "{" end with "}": on the same line, or on an indented one (line 4)',
    ],
    [
      'a colon within braces',
      'image: {url: /a.png, alt: Quay: morning}',
      'a value within "[" or "{" has a colon, or goes on in the next line: put it into quotation marks (line 3)',
    ],
    [
      'a value that goes on in the next line',
      'summary: One line\nand another',
      'a value goes on where a field is expected: write it on one line, or begin it with ">" and indent the lines below (line 4)',
    ],
    [
      'a field that stands too far left',
      'authors:\n  - name: Ann\n email: a@b.example',
      'a line does not stand where it belongs: fields of one thing begin at the same place, and what belongs to a field stands further right (line 5)',
    ],
  ])('is told once, in words: %s', (_, fields, problem) => {
    expect(problemsOf(`title: T\n${fields}\n${DATE}`)).toEqual([`front matter: ${problem}`]);
  });
});

describe('a tag in curly quotation marks', () => {
  it('is refused, with what is meant', () => {
    expect(problemsOf(`title: T\ntags: [Fog, “Fish”]\n${DATE}`)).toEqual([
      'tags.1: “Fish” stands in curly quotation marks, which would be a part of the tag; write: Fish (line 3; docs/mistakes.md#smart-quotes)',
    ]);
    expect(problemsOf(`title: T\ntags: „Fish“\n${DATE}`)).toEqual([
      'tags: „Fish“ stands in curly quotation marks, which would be a part of the tag; write: Fish (line 3; docs/mistakes.md#smart-quotes)',
    ]);
  });

  it('may have them within', () => {
    expect(problemsOf(`title: T\ntags: [“Fish” and chips]\n${DATE}`)).toEqual([]);
  });
});

describe('a number sign in a value', () => {
  it('begins a comment, which is noted if it may belong to the value', () => {
    expect(notesOf(`title: Tram #5 returns\n${DATE}`)).toEqual([
      'title: "#5 returns" is a comment, and left out; if it belongs to the value, write: title: "Tram #5 returns" (line 2; docs/mistakes.md#hash)',
    ]);
    expect(notesOf(`title: "Tram #5 returns"\n${DATE}`)).toEqual([]);
    expect(notesOf(`# A note\ntitle: Tram\nstatus: ready # until Friday\n${DATE}`)).toEqual([]);
  });
});

describe('a field that there is not', () => {
  it.each([
    ['author', 'authors'],
    ['date', 'published'],
    ['pubDate', 'published'],
    ['publish_date', 'published'],
    ['description', 'summary'],
    ['categories', 'tags'],
    ['headline', 'title'],
    ['former-urls', 'formerUrls'],
    ['publishd', 'published'],
    ['ttile', 'title'],
    ['mood', undefined],
    ['tax', undefined],
  ])('is perhaps another: %s', (name, meant) => {
    expect(fieldMeant(name, KNOWN)).toBe(meant);
  });

  it('is told with the one that is meant', () => {
    expect(problemsOf(`title: T\n${DATE}\ndate: x\ndraft: true\nmood: good`)).toEqual([
      'date: is not a known field; did you mean "published"? (line 4; docs/mistakes.md#field)',
      'draft: is not a known field; write "status: draft" (line 5; docs/mistakes.md#field)',
      'mood: is not a known field; docs/record.md has them all (line 6)',
    ]);
  });
});

describe('a value in curly quotation marks', () => {
  it('that is refused is told without them', () => {
    expect(problemsOf('title: T\npublished: “2022-03-03T19:40:00Z”')).toEqual([
      'published: expected a date such as 2022-03-03T19:40:00+01:00 (RFC 3339), got "“2022-03-03T19:40:00Z”"; take the curly quotation marks off: published: 2022-03-03T19:40:00Z (line 3; docs/mistakes.md#smart-quotes)',
    ]);
    expect(problemsOf(`title: “Never again”\n${DATE}`)).toEqual([]);
  });
});

describe('names that are nearly the same', () => {
  it('are a letter apart, or have two in each other’s place', () => {
    for (const [a, b] of [
      ['ukraine', 'ukrane'],
      ['ukraine', 'ukrainee'],
      ['ukraine', 'ukraina'],
      ['ukraine', 'ukarine'],
    ])
      expect(isOneEditApart(a as string, b as string)).toBe(true);
    for (const [a, b] of [
      ['ukraine', 'ukr'],
      ['abcd', 'acdb'],
      ['ukraine', 'okraina'],
    ])
      expect(isOneEditApart(a as string, b as string)).toBe(false);
  });

  it('are found, but for short ones', () => {
    expect(nearest('Ukrane', ['Russia', 'Ukraine'])).toBe('Ukraine');
    expect(nearest('UN', ['UK', 'UNO'])).toBeUndefined();
    expect(nearest('Ukraine', ['Ukraine'])).toBeUndefined();
  });
});
