/** Invented news, the same in every run: text with realistic words, marks and fields, of any length. */

const WORDS = `the of a to in and on for with from after before over under officials ministers residents envoys pilots
  engineers doctors farmers students drivers agreed opened closed reached crossed delivered announced reported repaired
  rebuilt restored halted resumed signed rejected corridor convoy border station harbour bridge reservoir school hospital
  market council committee parliament river valley coast island winter summer morning evening Thursday Monday power water
  grain fuel medicine shelter travel border-crossing ceasefire election budget harvest earthquake flood storm rescue
  several hundred thousand twenty first second new old northern southern eastern western temporary joint humanitarian
  international regional local public quietly again still already later earlier together`
  .split(/\s+/)
  .filter((it) => it !== '');

const NAMES = ['Ann Berg', 'Ivo Klym', 'Mara Öztürk', "Siobhán O'Dea", 'Jean & Paul Roux', 'Lena Holm', 'Tomas Vrba'];

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
export function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A record as the API takes it. */
export interface StoryRecord {
  key: string;
  title: string;
  summary: string;
  body: string;
  bodyType: 'html';
  published: string;
  tags: string[];
  authors: { name: string; email?: string; url?: string }[];
  image: { url: string; alt: string; credit: string; width: number; height: number; type: string; length: number };
}

/**
 * Story number `index`; every story is a minute older than the one before it. Keys begin with words, so that rows which
 * come one after another do not lie side by side in the database.
 * @param length about how many characters of HTML the body has
 */
export function story(index: number, length: number): StoryRecord {
  const random = randomNumbers(index + 1);
  const pick = <T>(from: T[]): T => from[Math.floor(random() * from.length)] as T;
  const words = (count: number) => Array.from({ length: count }, () => pick(WORDS)).join(' ');
  const sentence = () => capitalised(`${words(8 + Math.floor(random() * 12))}.`);
  const author = pick(NAMES);
  return {
    key: `${words(3).toLowerCase().replaceAll(' ', '-')}-${index}`,
    title: capitalised(`${words(8)} & "${words(2)}"`),
    summary: `${sentence()} ${sentence()}`.slice(0, 280),
    body: html(length, sentence, () => pick(NAMES)),
    bodyType: 'html',
    published: new Date(Date.UTC(2026, 0, 31, 12) - index * 60_000).toISOString(),
    tags: tagsOf(index, random),
    authors:
      index % 3 === 0
        ? [{ name: author }, { name: 'Desk', email: 'desk@tagwire.example' }]
        : [{ name: author, url: 'https://tagwire.example/people' }],
    image: {
      url: `/images/${index % 40}.jpg`,
      alt: sentence(),
      credit: `${pick(NAMES)} / Tagwire`,
      width: 1600,
      height: 900,
      type: 'image/jpeg',
      length: 200_000 + index,
    },
  };
}

/** Three each: two busy tags that take turns, three regions that do, and one of four hundred topics. */
function tagsOf(index: number, random: () => number): string[] {
  const region = ['Africa', 'Asia', 'Europe'][index % 3] as string;
  return [index % 2 === 0 ? 'World' : 'Culture', region, `Topic ${Math.floor(random() * 400)}`];
}

function html(length: number, sentence: () => string, name: () => string): string {
  let text = '';
  for (let paragraph = 0; text.length < length - 150; paragraph++) {
    const [first, second] = [sentence(), sentence()];
    if (paragraph % 5 === 3)
      text += `<blockquote><p>${first} <em>${name().replace('&', '&amp;')}</em></p></blockquote>\n`;
    else if (paragraph % 4 === 1)
      text += `<p>${first} <a href="https://news.example/${paragraph}?a=1&amp;b=2">${second}</a></p>\n`;
    else text += `<p>${first} ${second} <strong>${name().replace('&', '&amp;')}</strong> said: “${sentence()}”</p>\n`;
  }
  return text.trimEnd();
}

const capitalised = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
