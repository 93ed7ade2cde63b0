import { describe, expect, it } from 'vitest';
import { cleanBody } from '../../src/importing/body.ts';
import { hiddenWordsNotes } from '../../src/importing/hidden-words.ts';
import { cpuSeconds, MOST_SECONDS } from '../support/cpu.ts';

const note = (words: string) => ({
  code: 'hidden-words',
  message: `hidden from readers until now, and shown here: ${words}`,
});
const markdown = (text: string) => hiddenWordsNotes({ type: 'markdown', text });
const html = (text: string) => hiddenWordsNotes({ type: 'html', text });

describe('words that readers did not see', () => {
  it.each([
    ['<p>It held.</p><p style="display:none">Ask Otto first.</p>', '"Ask Otto first."'],
    ['<p STYLE="color: red; Visibility : hidden">Ask <b>Otto</b> first.</p>', '"Ask Otto first."'],
    ["<div style='display: none !important'><p>Ask Otto.</p><p>Or Rhea.</p></div>", '"Ask Otto. Or Rhea."'],
    ['<i style="font-size:0">One</i> and <i style="display:none">two</i>', '"One", "two"'],
  ])('are told of %s', (text, words) => {
    expect(html(text)).toEqual([note(words)]);
    expect(markdown(`It held.\n\n${text}\n\nIt is dry.`)).toEqual([note(words)]);
  });

  it('are told once, with the body that is kept', () => {
    const text = '<p>It held.</p><p style="display:none">Ask Otto first.</p>';
    const { notes, paragraphs } = cleanBody({ body: { type: 'html', text }, notes: [] });
    expect(notes.filter((it) => it.code === 'hidden-words')).toEqual([note('"Ask Otto first."')]);
    expect(paragraphs).toEqual(['It held.', 'Ask Otto first.']);
  });

  it('are told of comments of Obsidian', () => {
    expect(markdown('It held.\n\n%% Ask Otto first. %%\n\nIt is dry.')).toEqual([note('"Ask Otto first."')]);
    expect(markdown('It held.\n\n%%\nAsk Otto\nfirst.\n%%')).toEqual([note('"Ask Otto first."')]);
  });

  it.each([
    '<p>It held.</p><p style="display:block">It is dry.</p>',
    '<p>Write display:none to hide a thing.</p>',
    '<p style="display:none"> </p><p style="display:none"><img src="a.png"></p>',
    '<p style="display:none" hidden>Ask Otto.</p>',
    '<p style="font-size:0.9em">It held.</p>',
    '`<p style="display:none">Ask</p>`',
    'Growth of 5%% a year',
    '```\n%% a comment of TeX %%\n```',
  ])('are not in %j', (text) => {
    expect(markdown(text)).toEqual([]);
  });

  it('are found in a moment', () => {
    for (const part of [
      '%%',
      'display:none ',
      '<p style="display:none">',
      '<p style="display:none">a</p>',
      'display :',
    ]) {
      const started = cpuSeconds();
      markdown(part.repeat(1_000_000 / part.length));
      html(part.repeat(1_000_000 / part.length));
      expect(cpuSeconds() - started, part).toBeLessThan(MOST_SECONDS);
    }
  });
});
