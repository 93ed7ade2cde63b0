import { describe, expect, it } from 'vitest';
import { clean } from '../../src/importing/cleaner.ts';
import { isGone } from '../../src/importing/lines.ts';

const PROSE = 'The council met on Monday and spoke of the bridge for two hours.';

/** What becomes of a line in the middle of a story. */
function goneWith(line: string, before = PROSE): boolean {
  const texts = [
    'Bridge reopens',
    PROSE,
    PROSE.replace('two', 'three'),
    'It is long.',
    before,
    line,
    'Buses run again.',
  ];
  const { lines } = clean(
    texts.map((text, index) => ({ number: index + 1, text })),
    {},
  );
  return lines.some((it) => it.line === 6 && isGone(it));
}

describe('a line of the story that begins as a line of a page does', () => {
  it.each([
    'Find out more at the library hall at 7 p.m. on Thursday',
    'Find out more at the library on Thursday',
    'Have a tip? Call the wardens on 107',
    'Got a tip? Call the Orvale police',
    'Photo by Mara Holm of the sinking boat was shown to the jury.',
    'Up next: the long road',
    "Don't miss: the last day is 12 June.",
    'More: The drivers want 9 percent.',
    'Watch: The sluices close at noon on Friday.',
    'Watch: The sluices close at noon on Friday',
    'Read more: that was what the teacher told them.',
    'Get the latest flood alerts by text to 777',
    'Join our search party at 8 a.m. on Saturday',
    'Join our search party on Saturday',
    'Register for our eye clinic by 9 May',
    'Learn more about the fever from your doctor',
    'Learn more about bees from the keeper',
    'Join us at the pier hall at six on Friday',
    'Find us at 12 Pier Street',
    'AND NEVER HAVE I SEEN THE SHORES OF THE NORTH',
    'Дізнатися більше про укриття: 0 800 200 300',
    'Дізнатися більше про щеплення у лікарні',
    'Детальніше: збір о 11:00 біля ратуші',
    'Актуально: Евакуація о 9:00 від вокзалу',
    'Актуально: Евакуація триває до вечора',
    "За темою: В'їзд дозволено лише з півночі",
    'Zobacz też: artykuł 9 ustawy',
    'Czytaj więcej: Most zamknięto o 18:30',
    'Ver también: artículo 7 de la ley',
    'Suscríbete a la huelga del puerto',
    'Abonnez-vous à la grève du port',
    'Voir aussi : le chapitre 4',
    'Lesen Sie auch: Paragraf 3 des Gesetzes',
    'Mehr zum Thema: die Feuerwehr kommt um 18:00 Uhr',
  ])('is not left out: %s', (line) => {
    expect(goneWith(line)).toBe(false);
  });

  it('is not left out where it ends the sentence or verse before', () => {
    expect(goneWith('Anzeige', 'Der Fischer erstattete')).toBe(false);
    expect(goneWith('Share', 'All that we have we')).toBe(false);
    expect(goneWith('Anzeige')).toBe(true);
    expect(goneWith('Share')).toBe(true);
    expect(goneWith('ADVERTISEMENT', 'What happened next')).toBe(true);
  });

  it.each([
    'Read more: Ten bridges to see',
    'RELATED: Police close the bridge',
    'Читайте також: Евакуація триває у трьох селах',
    'Lire aussi : La mairie ferme le pont',
    'Click here to subscribe.',
    'Learn more about our work',
    'Дізнатися більше на нашому сайті',
    'Never miss a story. Sign up for our newsletter.',
    'Have a news tip? Call us on 020 7946 0018.',
    '12 Comments',
    'Join us on Telegram',
    'Photo: Ann Berg / Tagwire',
  ])('is left out where a page has it: %s', (line) => {
    expect(goneWith(line)).toBe(true);
  });
});
