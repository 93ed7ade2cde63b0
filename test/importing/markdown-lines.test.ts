import { describe, expect, it } from 'vitest';
import { linesOfMarkdown } from '../../src/importing/markdown-lines.ts';

const told = (text: string) =>
  linesOfMarkdown(text).lines.map(({ number, text, kind }) => [number, text, kind].filter(Boolean).join(' '));
const without = (text: string, ...numbers: number[]) => linesOfMarkdown(text).without(new Set(numbers)).text;

describe('the lines of Markdown', () => {
  it.each([
    ['One\ntwo\n\nthree', ['1 One two', '4 three']],
    ['## A head\nOne\n\nAnother\n-------', ['1 A head heading', '2 One', '4 Another heading']],
    ['- One\n- *two*\n\n1. three', ['1 One item', '2 two item', '4 three item']],
    ['**By Ann**  \nOne\\\ntwo', ['1 By Ann', '2 One', '3 two']],
    ['**By Ann  \nOne**', ['1 By Ann One']],
    ['<p>One</p>\n\n> quoted\n\n```\ncode\n\nmore\n```\n\n| a |\n|---|\n| b |', ['1 One']],
    ['- One\n\n  more', []],
    ['One[^1]\n\n[^1]: Note', ['1 One']],
    ['<script>run()</script>\n\nOne\n\n<style>p {}</style>', ['3 One']],
    ['<div>One<script>run()</script></div>', ['1 One']],
  ])('of %j are %j', (text, expected) => {
    expect(told(text)).toEqual(expected);
  });

  it.each([
    ['One\n\ntwo\n\nthree', [3], 'One\n\nthree'],
    ['One\n## Two\nthree', [2], 'One\n\nthree'],
    ['- One\n- two\n- three', [2], '- One\n- three'],
    ['**By Ann**  \nOne  \ntwo', [1], 'One  \ntwo'],
    ['One  \ntwo\\\nthree\n\nfour', [3], 'One  \ntwo\n\nfour'],
    ['One\n\n\ntwo', [1], 'two'],
  ])('of %j without %j are %j', (text, numbers, expected) => {
    expect(without(text, ...numbers)).toBe(expected);
  });

  it('have the numbers of their file', () => {
    const { lines, without } = linesOfMarkdown('One\n\ntwo', 10);
    expect([lines.map((it) => it.number), without(new Set([12])).text]).toEqual([[10, 12], 'One']);
  });

  it('stay as they are where none is taken out', () => {
    const text = 'One  \ntwo\n\n\n* a\n* b\n';
    expect(without(text)).toBe(text);
  });
});
