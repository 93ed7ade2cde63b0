import { describe, expect, it } from 'vitest';
import { readText } from '../../src/importing/formats/text.ts';

function read(...given: string[]): { texts: string[]; notes: string[] } {
  const { body, notes } = readText(given.join('\n'));
  const lines = body.type === 'lines' ? body.lines : [];
  return {
    texts: lines.map((it) => it.text).filter((it) => it !== ''),
    notes: notes.map((it) => `${it.code}: ${it.message}`),
  };
}

const WRAPPED = [
  'The bridge at Orvale was closed on Monday after a barge had run',
  'into one of its piers in the night, and it may stay closed until',
  'the divers have looked at the wood of the piers, the town said.',
  '',
  'Buses go round by the dam, which takes an hour more than before,',
  'and the school begins later.',
];
const JOINED = [
  'The bridge at Orvale was closed on Monday after a barge had run into one of its piers in the night, and it may stay closed until the divers have looked at the wood of the piers, the town said.',
  'Buses go round by the dam, which takes an hour more than before, and the school begins later.',
];

describe('a wrapped text', () => {
  it('has its paragraphs joined', () => {
    expect(read('Bridge closed', '', ...WRAPPED)).toEqual({ texts: ['Bridge closed', ...JOINED], notes: [] });
  });

  it('may have a headline, a byline and a time stamp above without blank lines', () => {
    const top = ['Bridge closed', 'By Ann Berg', '3 March 2023, 19:00 GMT'];
    expect(read(...top, '', ...WRAPPED).texts).toEqual([...top, ...JOINED]);
    expect(read(...top, ...WRAPPED).texts).toEqual([...top, ...JOINED]);
  });

  it('keeps the lines of a list and of a poem', () => {
    const list = ['- a saw', '- a rope of forty feet', '1. by the river'];
    expect(read(...WRAPPED, '', ...list).texts).toEqual([...JOINED, ...list]);
    const poem = ['The river rose', 'And rose and went', 'To where the barges are'];
    expect(read(...WRAPPED, '', ...poem).texts).toEqual([...JOINED, ...poem]);
  });

  it('is not one with a sentence on each line', () => {
    const sentences = [
      'The bridge at Orvale was closed on Monday, the town said.',
      'A barge had run into one of its piers in the early morning.',
      'Divers are to look at the wood of the piers on Wednesday.',
      'Buses go round by the dam, which takes an hour more.',
    ];
    expect(read('Bridge closed', '', ...sentences).texts).toEqual(['Bridge closed', ...sentences]);
  });
});

describe('hyphens at the end of wrapped lines', () => {
  const text = (...tops: string[]) => [...tops, '', ...WRAPPED];

  it('go where the text has the word, and stay where it has the word with one', () => {
    const { texts, notes } = read(
      ...text(
        'The harbour master, a part-timer, has asked the council for the har-',
        'bour light again, and would rather be no part-',
        'timer, as everybody in the council has known for years.',
      ),
    );
    expect(texts[0]).toBe(
      'The harbour master, a part-timer, has asked the council for the harbour light again, and would rather be no part-timer, as everybody in the council has known for years.',
    );
    expect(notes).toEqual([
      'hyphens: words that were broken at the end of a line are joined: "harbour" (line 2), "part-timer" (line 3)',
    ]);
  });

  it('are an editor’s to check where the text has the word nowhere else', () => {
    const { texts, notes } = read(
      ...text(
        'Nobody can say what the light will cost, for the keeper is a self-',
        'taught man, and of the moun-',
        'tain road nobody has spoken since, whatever they had said before.',
      ),
    );
    expect(texts[0]).toBe(
      'Nobody can say what the light will cost, for the keeper is a self-taught man, and of the mountain road nobody has spoken since, whatever they had said before.',
    );
    expect(notes).toEqual([
      'hyphen-guess: words that were broken at the end of a line are joined, and stand nowhere else in the text; check them: "self-taught" (line 2), "mountain" (line 3)',
    ]);
  });

  it('that are soft break a word for certain; dashes and hyphens before capitals are no such', () => {
    const { texts, notes } = read(
      ...text(
        'The keeper has carried the lamp up the hundred steps of the moun\u00AD',
        'tain light every evening, and comes from the Orvale-',
        'Lindmar road, where the lamps have been out since the autumn -',
        'nobody knows why.',
      ),
    );
    expect(texts[0]).toContain('of the mountain light');
    expect(texts[0]).toContain('the Orvale- Lindmar road');
    expect(texts[0]).toContain('the autumn - nobody');
    expect(notes).toEqual(['hyphens: words that were broken at the end of a line are joined: "mountain" (line 2)']);
  });
});
