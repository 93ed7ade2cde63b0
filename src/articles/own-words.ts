import { directionOf, formatDay, OWN_LANGUAGE } from '../language.ts';

/** What we add to a story, in one language. */
interface Words {
  /** Before the title of a retracted story. */
  retracted: string;
  /** The first paragraph of one. */
  retraction: string;
  /** The title of a stub. */
  withdrawn: string;
  /** Its text. */
  notice: string;
  /** Before the date of a correction, and after it. */
  correction: [before: string, after: string];
}

const WORDS: Record<string, Words> = {
  en: {
    retracted: 'Retracted: ',
    retraction: 'This story has been retracted.',
    withdrawn: 'Withdrawn',
    notice: 'This story has been withdrawn.',
    correction: ['Correction (', '):'],
  },
  ar: {
    retracted: 'تم التراجع عنه: ',
    retraction: 'تم التراجع عن هذا الخبر.',
    withdrawn: 'تم سحبه',
    notice: 'تم سحب هذا الخبر.',
    correction: ['تصحيح (', '):'],
  },
  da: {
    retracted: 'Trukket tilbage: ',
    retraction: 'Denne artikel er trukket tilbage.',
    withdrawn: 'Fjernet',
    notice: 'Denne artikel er fjernet.',
    correction: ['Rettelse (', '):'],
  },
  de: {
    retracted: 'Zurückgezogen: ',
    retraction: 'Dieser Beitrag wurde zurückgezogen.',
    withdrawn: 'Entfernt',
    notice: 'Dieser Beitrag wurde entfernt.',
    correction: ['Korrektur (', '):'],
  },
  es: {
    retracted: 'Retractado: ',
    retraction: 'El medio se ha retractado de esta noticia.',
    withdrawn: 'Retirada',
    notice: 'Esta noticia ha sido retirada.',
    correction: ['Corrección (', '):'],
  },
  fr: {
    retracted: 'Rétracté\u00a0: ',
    retraction: 'Cet article a été rétracté.',
    withdrawn: 'Retiré',
    notice: 'Cet article a été retiré.',
    correction: ['Correction (', ')\u00a0:'],
  },
  it: {
    retracted: 'Ritrattato: ',
    retraction: 'Questo articolo è stato ritrattato.',
    withdrawn: 'Ritirato',
    notice: 'Questo articolo è stato ritirato.',
    correction: ['Correzione (', '):'],
  },
  nb: {
    retracted: 'Trukket tilbake: ',
    retraction: 'Denne saken er trukket tilbake.',
    withdrawn: 'Avpublisert',
    notice: 'Denne saken er avpublisert.',
    correction: ['Rettelse (', '):'],
  },
  nl: {
    retracted: 'Ingetrokken: ',
    retraction: 'Dit artikel is ingetrokken.',
    withdrawn: 'Verwijderd',
    notice: 'Dit artikel is verwijderd.',
    correction: ['Correctie (', '):'],
  },
  pl: {
    retracted: 'Odwołano: ',
    retraction: 'Ten artykuł został odwołany.',
    withdrawn: 'Wycofano',
    notice: 'Ten artykuł został wycofany.',
    correction: ['Sprostowanie (', '):'],
  },
  pt: {
    retracted: 'Retratado: ',
    retraction: 'Esta notícia foi retratada.',
    withdrawn: 'Removida',
    notice: 'Esta notícia foi removida.',
    correction: ['Correção (', '):'],
  },
  sv: {
    retracted: 'Tillbakadragen: ',
    retraction: 'Den här artikeln har dragits tillbaka.',
    withdrawn: 'Borttagen',
    notice: 'Den här artikeln har tagits bort.',
    correction: ['Rättelse (', '):'],
  },
  uk: {
    retracted: 'Відкликано: ',
    retraction: 'Цей матеріал відкликано.',
    withdrawn: 'Знято з публікації',
    notice: 'Цей матеріал знято з публікації.',
    correction: ['Виправлення (', '):'],
  },
};

/** Written Norwegian has two forms, and one tag for both. */
const NORWEGIAN = ['no', 'nn'];

/** Our words for a story, and the language that they are in. */
export interface OwnWords extends Words {
  language: string;
}

/** Our words in a story's language; in our own language where we do not know it. @param language BCP 47 */
export function ownWords(language: string): OwnWords {
  const [given = ''] = language.toLowerCase().split('-');
  const primary = NORWEGIAN.includes(given) ? 'nb' : given;
  const known = Object.hasOwn(WORDS, primary) ? primary : OWN_LANGUAGE;
  return { ...(WORDS[known] as Words), language: known };
}

/** Our words in every language. */
export const everyWords = (): Words[] => Object.values(WORDS);

/** A first paragraph that says that a story is retracted. @param language the story's */
export function retractionIn(language: string): string {
  const words = ownWords(language);
  return `<p${marked(words, language)}><strong>${words.retraction}</strong></p>`;
}

/** The part of a story's HTML that says that it is retracted; undefined if it is not, by its title or its HTML. */
export function retractionOf({ title, html }: { title: string; html: string }): string | undefined {
  return RETRACTED_TITLE.test(title) ? RETRACTION.exec(html)?.[0] : undefined;
}

/** The beginning of a paragraph that corrects a story: what follows is the correction's own text. */
export function correctionIn(language: string, at: Date, timeZone: string): string {
  const words = ownWords(language);
  const [before, after] = words.correction;
  const day = formatDay(at, words.language, timeZone);
  return `<strong${marked(words, language)}>${before}<time datetime="${at.toISOString()}">${day}</time>${after}</strong>`;
}

/** Attributes of an element with our words in a story of another language. */
function marked({ language }: OwnWords, around: string): string {
  if (around.toLowerCase().split('-')[0] === language) return '';
  const dir = directionOf(language);
  return ` lang="${language}"${dir === directionOf(around) ? '' : ` dir="${dir}"`}`;
}

const any = (texts: string[]) => texts.map((it) => it.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|');
const MARK = '(?: lang="[^"]*")?(?: dir="[^"]*")?';
const RETRACTION = new RegExp(`^<p${MARK}><strong>(?:${any(everyWords().map((it) => it.retraction))})</strong></p>`);

/** The titles of retracted stories begin with one of these. */
export const RETRACTED_TITLE = new RegExp(`^(?:${any(everyWords().map((it) => it.retracted))})`);
/** A correction at the end of a story: its moment, and its text as HTML. */
export const CORRECTION = new RegExp(
  `\\n<p><strong${MARK}>(?:${any(everyWords().map((it) => it.correction[0]))})<time datetime="([^"]+)">[^<]*</time>(?:${any(
    everyWords().map((it) => it.correction[1]),
  )})</strong> ([^<]*)</p>$`,
);
