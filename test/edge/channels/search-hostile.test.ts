import { beforeAll, describe, expect, it } from 'vitest';
import { searchableStories } from '../../support/search.ts';
import { ORIGIN, wire } from '../../support/wire.ts';

const HOSTILE = [
  '"',
  '""',
  '"""',
  '"a',
  "'",
  "x' OR 1=1 --",
  'NEAR(a b, 5)',
  'a NEAR b',
  'a AND',
  'OR',
  'NOT NOT NOT',
  '*',
  '**',
  'ab**',
  '*ab',
  '^a',
  '^',
  'title:',
  'title : a',
  '{title body} : a',
  '- {title} : a',
  '-',
  '--a b',
  'a + b',
  'a,b;c',
  '(a',
  ')',
  '(((((((((',
  '\\',
  'a\\"b',
  'a\u0000b',
  '\u0000',
  '%',
  'a_b%',
  '🔥',
  '👩‍👩‍👧 family',
  '\ud800',
  '\u202eevil\u202c',
  'שלום "עולם',
  '\ufeffa',
  'a\u200cb',
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "javascript:alert('1')",
  ']]>',
  '&lt;b&gt;',
  'ǅ ŉ ﬁ İİİ ß ς',
  '𞤀𞤣 ꟹ',
  '\u0301',
  'a'.repeat(200),
  '"'.repeat(200),
  '("a" '.repeat(40),
  'İ'.repeat(200),
  'x'.repeat(10_000),
];

describe('a search', () => {
  beforeAll(searchableStories);

  it.each(HOSTILE.map((q) => [q.slice(0, 40), q]))('never fails: %j', async (_, q) => {
    for (const start of ['/feeds/search.rss', '/feeds/search.json', '/search']) {
      let path = `${start}?${new URLSearchParams({ q })}`;
      const statuses: number[] = [];
      for (let response = await wire.fetch(path); ; response = await wire.fetch(path)) {
        statuses.push(response.status);
        const body = await response.text();
        expect(body).not.toMatch(/<script>|<img src=x|fts5|syntax error/i);
        if (response.status !== 301) break;
        path = (response.headers.get('location') as string).slice(ORIGIN.length);
      }
      expect([[200], [404], [301, 200], [301, 404]]).toContainEqual(statuses);
    }
  });
});
