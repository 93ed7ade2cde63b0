import { describe, expect, it } from 'vitest';
import { clean } from '../../src/importing/cleaner.ts';
import type { Line } from '../../src/importing/lines.ts';
import { whyNotAccepted } from '../../src/importing/notes.ts';

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
    const { title, bylined, published } = clean(
      lines('ADVERTISEMENT', 'March 3, 2022 7:00 PM EST', 'Bridge reopens', 'By Ann Berg and Ivo Klym', PROSE),
    );
    expect([title, bylined, published]).toEqual([
      'Bridge reopens',
      ['Ann Berg', 'Ivo Klym'],
      'March 3, 2022 7:00 PM EST',
    ]);
  });

  it('knows a byline and a time stamp only among the first four lines', () => {
    const { bylined, paragraphs } = clean(
      lines('Bridge reopens', PROSE, MORE, 'It is long.', 'By Ann Berg', 'March 3, 2022'),
    );
    expect(bylined).toEqual([]);
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

  it('leaves a credit in the text that names anybody who is not an author, and makes nobody an author who has only helped', () => {
    const of = (credit: string, ...authors: string[]) => {
      const { credited, paragraphs } = clean(lines(PROSE, credit), { title: 'Bridge reopens', authors });
      return [credited, paragraphs.length === 2];
    };
    expect(of('(Reporting by Mara Holm in Lviv and Jo Roux)')).toEqual([['Mara Holm', 'Jo Roux'], false]);
    expect(of('(Reporting by Mara Holm)', 'MARA HOLM')).toEqual([[], false]);
    expect(of('(Reporting by Mara Holm)', 'Ann Berg')).toEqual([[], true]);
    expect(of('(Reporting by Mara Holm; Additional reporting by Jo Roux; Editing by Ivo Klym)')).toEqual([
      ['Mara Holm'],
      true,
    ]);
    expect(of('(Reporting by Mara Holm and the Lindmar Courier)')).toEqual([['Mara Holm'], true]);
    expect(of('Additional reporting by Jo Roux.', 'Ann Berg')).toEqual([[], true]);
    expect(of('Jo Roux of the Lindmar Courier contributed to this story.')).toEqual([[], true]);
    expect(of('Editing by Ivo Klym')).toEqual([[], true]);
  });

  it('does not extract a byline with a name that it cannot read', () => {
    const { bylined, lines: reports, paragraphs } = clean(lines('Bridge reopens', 'By Ann Berg and Cher', PROSE));
    expect(bylined).toEqual(['Ann Berg']);
    expect(reports).toEqual([{ line: 2, action: 'flagged', rule: 'byline', text: 'By Ann Berg and Cher' }]);
    expect(paragraphs.map((it) => it.number)).toEqual([2, 3]);
  });

  it('keeps a byline that names others besides the authors', () => {
    for (const line of ['By Ann Berg, photos by Mara Holm', 'By Ann Berg and the team of the Orvale Desk']) {
      const { bylined, lines: reports, paragraphs } = clean(lines('Bridge reopens', line, PROSE));
      expect(bylined).toEqual(['Ann Berg']);
      expect(reports).toEqual([{ line: 2, action: 'kept', rule: 'byline', text: line }]);
      expect(paragraphs.map((it) => it.text)).toEqual([line, PROSE]);
    }
  });

  it('does not take the day of which a story of the past tells for that of its publication', () => {
    const told = clean(lines('Bridge falls', 'March 3, 1961', PROSE));
    expect([told.published, told.lines.map((it) => it.action)]).toEqual([undefined, ['flagged']]);
    expect(clean(lines('Bridge falls', 'Published: March 3, 1961', PROSE)).published).toBe('March 3, 1961');
    expect(clean(lines('Bridge falls', 'March 3, 2021', PROSE)).published).toBe('March 3, 2021');
  });

  it('takes a name beside a time stamp for the author, and asks an editor', () => {
    const beside = clean(lines('Bridge reopens', 'Ivo Klym', '3 hours ago', PROSE));
    expect([beside.credited, beside.lines.map((it) => `${it.action} ${it.rule}`)]).toEqual([
      ['Ivo Klym'],
      ['flagged author-name', 'dropped reading-time'],
    ]);
    const alone = clean(lines('Bridge reopens', 'New Harbour', PROSE));
    expect([alone.credited, alone.lines]).toEqual([[], []]);
  });

  it('leaves lines in capitals where most of the document is in capitals, and says so', () => {
    const { paragraphs, notes } = clean(
      lines('BRIDGE REOPENS', 'THE BRIDGE OVER THE RIVER OPENED ON MONDAY', 'BUSES RUN EVERY HOUR TO THE STATION'),
    );
    expect(paragraphs.length).toBe(2);
    expect(notes.map((it) => it.code)).toEqual(['mostly-caps']);
  });

  it('holds a story back whose top or end forbids publishing, and not for what its middle says', () => {
    const filling = Array.from({ length: 16 }, (_, index) => `${PROSE} ${index}`);
    const notesOf = (...texts: string[]) => clean(lines(...texts)).notes;
    const note = (line: number) => ({
      code: 'not-for-publication',
      message: `line ${line} says "NOT FOR PUBLICATION"; ask who wrote it, and take the words out`,
    });
    expect(notesOf('NOT FOR PUBLICATION', 'Bridge reopens', ...filling)).toEqual([note(1)]);
    expect(notesOf('Bridge reopens', ...filling, 'NOT FOR PUBLICATION')).toEqual([note(18)]);
    expect(notesOf('Bridge reopens', ...filling, 'CONFIDENTIAL', ...filling)).toEqual([]);
    expect(whyNotAccepted('not-for-publication')).toContain('cannot be accepted');
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

  it('reads tags, but not the topic of an event', () => {
    expect(clean(lines('Bridge reopens', PROSE, 'Tags: bridges, floods', 'Filed under: bridges')).tags).toEqual([
      'bridges',
      'floods',
      'bridges',
    ]);
    expect(clean(lines('Bridge reopens', PROSE, 'Place: Town hall', 'Topic: bridges')).tags).toEqual([]);
  });

  it("passes over what stands above the headline of a press release or an agency's story", () => {
    const { title, notes, paragraphs } = clean(
      lines('PRESS RELEASE', 'EMBARGOED UNTIL Monday, 6 p.m.', 'Bridge reopens', PROSE, '* * *'),
    );
    expect(title).toBe('Bridge reopens');
    expect(paragraphs.map((it) => it.number)).toEqual([2, 4]);
    expect(notes).toEqual([
      {
        code: 'embargo',
        message: 'line 2 says "EMBARGOED UNTIL Monday, 6 p.m."; set "embargo", and take the words out',
      },
    ]);
  });

  it('leaves a line of stars between paragraphs, and drops one at the end', () => {
    const { paragraphs } = clean(lines('Bridge reopens', PROSE, '* * *', MORE, '* * *', 'Copy link'));
    expect(paragraphs.map((it) => it.number)).toEqual([2, 3, 4]);
  });
});

describe('repeated lines', () => {
  const QUOTE = 'We have waited for this bridge for eleven years and more, she said.';
  const judged = (...given: Line[]) =>
    clean(given, { title: 'Bridge reopens' }).lines.map((it) => `${it.line} ${it.action} ${it.rule}`);

  it('are dropped where they follow at once, or are the copy of a paragraph nearby', () => {
    expect(judged(...lines(PROSE, PROSE))).toEqual(['2 dropped repeated']);
    expect(judged(...lines(QUOTE, PROSE, MORE, QUOTE))).toEqual(['4 dropped repeated']);
  });

  it('are flagged far away, and where each may be the answer to the line above it', () => {
    expect(judged(...lines(QUOTE, PROSE, MORE, 'It is long.', QUOTE))).toEqual(['5 flagged repeated']);
    const answer = 'Did not answer our questions in the two weeks that they had.';
    expect(judged(...lines('Ann Berg, Harbour', answer, 'Ivo Klym, Fog', answer))).toEqual(['4 flagged repeated']);
  });

  it('are kept under headings of their own, and in lists', () => {
    const heading = (number: number, text: string): Line => ({ number, text, kind: 'heading' });
    const item = (number: number, text: string): Line => ({ number, text, kind: 'item', list: 1 });
    const answer = 'Pays for it with a levy on cars.';
    const [one, two] = lines(answer, answer) as [Line, Line];
    expect(judged(heading(3, 'Ann Berg'), one, heading(4, 'Ivo Klym'), two)).toEqual(['2 kept repeated']);
    expect(judged(item(1, answer), item(2, answer))).toEqual(['2 kept repeated']);
    expect(judged(...lines('Who may vote by post?', PROSE), heading(3, 'Who may vote by post?'))).toEqual([
      '3 kept repeated',
    ]);
  });

  it('that are the headline are dropped above the text, also as a heading', () => {
    expect(judged({ number: 1, text: 'Bridge reopens', kind: 'heading' }, ...lines('', PROSE))).toEqual([
      '1 dropped repeated',
    ]);
    expect(judged(...lines(PROSE, MORE, 'It is long.', 'It is wide.', 'Bridge reopens'))).toEqual([
      '5 flagged repeated',
    ]);
  });
});

describe('marked-up lines', () => {
  const marked = (kind: 'heading' | 'item', ...texts: string[]) =>
    clean([...lines(PROSE), ...texts.map((text, at) => ({ number: at + 2, text, kind, list: 1 }))], {
      title: '',
    }).lines.map((it) => `${it.line} ${it.action} ${it.rule}`);

  it('that are headings are never dropped by a rule', () => {
    expect(marked('heading', 'Up next: the vote on Friday', 'THE COST OF THE BRIDGE IN NUMBERS')).toEqual([
      '2 flagged related-inline',
      '3 kept caps-headline',
    ]);
  });

  it('that are items are dropped with their whole list only', () => {
    expect(marked('item', 'Share', 'Tweet', 'Facebook')).toEqual([
      '2 dropped social',
      '3 dropped social',
      '4 dropped social',
    ]);
    expect(marked('item', 'Facebook', 'Instagram')).toEqual(['2 flagged social', '3 flagged social']);
    expect(marked('item', 'The town hall', 'Instagram')).toEqual(['3 flagged social']);
  });

  it('with a picture are flagged: the picture would go with the words', () => {
    const { lines: reports } = clean([{ number: 1, text: 'Photo: Ann Berg', hasPicture: true }], { title: '' });
    expect(reports.map((it) => it.action)).toEqual(['flagged']);
  });
});

describe('a title that the export has', () => {
  const codesOf = (title: string) =>
    clean([{ number: 1, text: 'The ferry came late on Monday, and nobody was hurt.' }], { title }).notes.map(
      (it) => it.code,
    );

  it.each([
    ['NOT FOR PUBLICATION', 'not-for-publication'],
    ['Do not publish: crash report', 'not-for-publication'],
    ['DRAFT: Ferry opens', 'not-for-publication'],
    ['Nicht zur Veröffentlichung: Haushalt', 'not-for-publication'],
    ['Не для публікації', 'not-for-publication'],
    ['EMBARGOED until 6 May, 10:00: Ferry line opens', 'embargo'],
    ['Sperrfrist 5. Mai: Preis', 'embargo'],
  ])('may forbid publishing: %s', (title, code) => {
    expect(codesOf(title)).toEqual([code]);
  });

  it.each([
    'Draft budget passes second reading',
    'Confidential files found at quay',
    'Embargo: what the ban on oil means',
    'Oil embargo until 2030 agreed',
    'Embargoed oil reaches port',
    'Courts: do not publish names, judge tells papers',
    '“Not for publication”: the letters of a mayor',
    'Advertisement',
  ])('is what the story is about otherwise: %s', (title) => {
    expect(codesOf(title)).toEqual([]);
  });
});

describe('a byline in another language', () => {
  const of = (line: string) => clean(lines('Bridge reopens today', line, PROSE));

  it.each([
    ['Von Anke Sörensen', ['Anke Sörensen']],
    ['VON ANKE MEYER', ['Anke Meyer']],
    ['Text: Anke Meyer', ['Anke Meyer']],
    ['Autorin: Anke Meyer', ['Anke Meyer']],
    ['Par Anne Dupont', ['Anne Dupont']],
    ['Por Ana García', ['Ana García']],
    ['By IVO KLAMM and Pia Lund, Estuary Herald', ['Ivo Klamm', 'Pia Lund']],
  ])('names its authors: %s', (line, names) => {
    expect([of(line).bylined, of(line).paragraphs.length]).toEqual([names, 1]);
  });

  it.each(['Von der Leyen reist ab', 'Por favor', 'Par là'])('is not what only begins so: %s', (line) => {
    expect([of(line).bylined, of(line).paragraphs.length]).toEqual([[], 2]);
  });

  it('is no headline', () => {
    for (const it of ['Von Stuttgart Nach Berlin', 'Par Excellence Award'])
      expect(clean(lines(it, PROSE)).title).toBe(it);
  });
});
