import { describe, expect, it } from 'vitest';
import { clean } from '../../src/importing/cleaner.ts';

const lines = (...texts: string[]) => texts.map((text, index) => ({ number: index + 1, text }));
const PROSE = 'The bridge over the river opened on Monday after two years of work.';
const MORE = 'Traffic was light in the morning, and buses run every hour.';

describe('the cleaner', () => {
  it('takes the first line for the headline and numbers paragraphs by their lines', () => {
    const { title, paragraphs } = clean(lines('Bridge reopens', '', PROSE, '', MORE));
    expect(title).toBe('Bridge reopens');
    expect(paragraphs).toEqual([
      { number: 3, text: PROSE },
      { number: 5, text: MORE },
    ]);
  });

  it('looks for the headline below boilerplate, a time stamp and a byline', () => {
    const { title, authors, published } = clean(
      lines('ADVERTISEMENT', 'March 3, 2022 7:00 PM EST', 'Bridge reopens', 'By Ann Berg and Ivo Klym', PROSE),
    );
    expect([title, authors, published]).toEqual([
      'Bridge reopens',
      ['Ann Berg', 'Ivo Klym'],
      'March 3, 2022 7:00 PM EST',
    ]);
  });

  it('knows a byline and a time stamp only among the first four lines', () => {
    const { authors, paragraphs } = clean(
      lines('Bridge reopens', PROSE, MORE, 'It is long.', 'By Ann Berg', 'March 3, 2022'),
    );
    expect(authors).toEqual([]);
    expect(paragraphs.map((it) => it.number)).toEqual([2, 3, 4, 5, 6]);
  });

  it('says that a headline is missing where the first line is a paragraph', () => {
    const first = `${PROSE} It had been closed since the flood, and nobody knew for how long it would stay so.`;
    const { title, paragraphs, notes } = clean(lines(first, MORE));
    expect(title).toBeUndefined();
    expect(paragraphs.map((it) => it.text)).toEqual([first, MORE]);
    expect(notes.map((it) => it.code)).toEqual(['missing-title']);
  });

  it('drops the list below the head of related stories, and ends at the next sentence', () => {
    const { paragraphs, lines: reports } = clean(
      lines(
        'Bridge reopens',
        PROSE,
        'Related Stories',
        'Station closes for repairs',
        'Ten bridges of the north',
        MORE,
        'A subheading',
      ),
    );
    expect(paragraphs.map((it) => it.text)).toEqual([PROSE, MORE, 'A subheading']);
    expect(reports.map((it) => [it.line, it.action, it.rule])).toEqual([
      [3, 'dropped', 'related-head'],
      [4, 'dropped', 'related-head'],
      [5, 'dropped', 'related-head'],
    ]);
  });

  it('drops a repeated headline and a repeated paragraph, but not a short answer', () => {
    const { paragraphs, lines: reports } = clean(
      lines('Bridge reopens', 'Bridge reopens', PROSE, '“Yes.”', PROSE, '“Yes.”'),
    );
    expect(paragraphs.map((it) => it.number)).toEqual([3, 4, 6]);
    expect(reports.map((it) => [it.line, it.rule])).toEqual([
      [2, 'repeated'],
      [5, 'repeated'],
    ]);
  });

  it('takes the names of a reporting credit for authors only where there is no byline', () => {
    const credit = '(Reporting by Mara Holm in Lviv and Jo Roux; Editing by Ivo Klym)';
    expect(clean(lines('Bridge reopens', PROSE, credit)).authors).toEqual(['Mara Holm', 'Jo Roux']);
    expect(clean(lines('Bridge reopens', 'By Ann Berg', PROSE, credit)).authors).toEqual(['Ann Berg']);
  });

  it('leaves lines in capitals where most of the document is in capitals, and says so', () => {
    const { paragraphs, notes } = clean(
      lines('BRIDGE REOPENS', 'THE BRIDGE OVER THE RIVER OPENED ON MONDAY', 'BUSES RUN EVERY HOUR TO THE STATION'),
    );
    expect(paragraphs.length).toBe(2);
    expect(notes.map((it) => it.code)).toEqual(['mostly-caps']);
  });

  it('asks for a look when more than a quarter of the words was dropped', () => {
    const short = clean(lines('Bridge reopens', PROSE, 'Advertisement'));
    const much = clean(
      lines('Bridge reopens', PROSE, 'Read more: Station closes for repairs', 'READ ALSO: Ten bridges of the north'),
    );
    expect(short.notes).toEqual([]);
    expect(much.notes).toEqual([
      { code: 'much-dropped', message: '13 of 28 words are in dropped lines; check that the story is complete' },
    ]);
  });

  it('accounts for every line: it is the headline, a paragraph, or reported as dropped or extracted', () => {
    const given = lines(
      'Bridge reopens',
      'By Ann Berg',
      '',
      PROSE,
      'Advertisement',
      'Related Content',
      'Ten bridges',
      MORE,
      '© 2022 Herald',
    );
    const { paragraphs, lines: reports } = clean(given);
    const gone = reports.filter((it) => it.action === 'dropped' || it.action === 'extracted').map((it) => it.line);
    expect([1, ...paragraphs.map((it) => it.number), ...gone].sort((a, b) => a - b)).toEqual([1, 2, 4, 5, 6, 7, 8, 9]);
  });
});
