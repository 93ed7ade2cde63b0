import { describe, expect, it } from 'vitest';
import { findRenderingProblem } from '../../src/publishing/rendering.ts';
import { entry, SITE } from '../support/specimen.ts';

const problemOf = (fields: Record<string, unknown>) =>
  findRenderingProblem({ ...entry({ body: 'Two corridors opened.', bodyType: 'text' }), ...fields }, SITE)?.message;

describe('an entry that is about to be stored', () => {
  it('is fine with everything that is escaped, and with every character of XML', () => {
    const text = 'a & b <c> "d" \'e\' ]]> é 中 😀 \t\n\u0085\ufffd';
    expect(problemOf({ title: text, summary: text, html: `<p>${text}</p>` })).toBeUndefined();
  });

  it.each([
    ['a control character', 'x\u0008y', 'cannot be rendered as rss: no document may contain U+0008'],
    ['what is no character', 'x\uffffy', 'cannot be rendered as rss: no document may contain U+FFFF'],
    [
      'a half of a surrogate pair',
      'x\ud800y',
      'cannot be rendered as rss: no document may contain a half of a surrogate pair',
    ],
  ])('is refused for %s, wherever it stands', (_, text, message) => {
    for (const fields of [
      { title: text },
      { summary: text },
      { html: `<p>${text}</p>` },
      { authors: [{ name: text }] },
    ])
      expect(problemOf(fields)).toBe(message);
  });
});
