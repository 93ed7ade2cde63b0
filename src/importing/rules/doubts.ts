import type { Doubt } from './rule.ts';
import type { RuleLine } from './rule-line.ts';

const ATTRIBUTION =
  /\b(?:said|says|saying|told|tells?|according to|tweeted|wrote|writes|asked|added|warned|warns|insisted|replied|announced|reported|advise[sd]?|urged|urges|promised|shouted|demanded)\b|(?<![\p{L}\p{M}])(?:сказа|каже|кажуть|заяви|повідоми|розпові|дода|наголоси|зазначи|поясни|написа|пише|пишуть|закли|попереди|нагада|рад(?:ить|ять)|сообщи|рассказа)\p{L}*|за словами/iu;
export const END_MARK = /[.!?…]["')\]]*$/;
const SENTENCE_BREAK = /[.!?…]["')\]]*\s+["'(]*\p{Lu}/u;

/** Says when: a day, a month or a time. */
export const WHEN =
  /\d|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|\b(?:noon|midnight|tomorrow|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag)\b|(?<!\p{L})(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lunes|martes|miércoles|jueves|viernes|sábado|domingo|midi|mediodía)(?!\p{L})|(?<!\p{L})(?:poniedział|wtor|środ|czwart|piąt|sobot|niedziel|понеділ|вівтор|серед|четвер|п'ятниц|субот|неділ|опівно|опівдні|завтра)/iu;

export const quoted = ({ text }: RuleLine) => /^["'(]*["']/.test(text);
export const attributed = ({ text }: RuleLine) => ATTRIBUTION.test(text);
export const ended = ({ text }: RuleLine) => END_MARK.test(text);
/** Ends as a sentence of the story does; "Click here." and "Photo: A. B." are none. */
export const endedBySentence = ({ text, words }: RuleLine) => words.length > 4 && /[^.\s]{2}\.["']?$/.test(text);

/** Keeps quotations and attributed speech: they belong to the story. */
export const spoken = (line: RuleLine): Doubt => (quoted(line) || attributed(line) ? 'keep' : undefined);

/** Keeps quotations and prose: lines that are longer than scraped ones, or have several sentences. */
export const quotedOrProse =
  (most: number) =>
  (line: RuleLine): Doubt => {
    const { words, text } = line;
    const prose = words.length > most || (words.length > most / 2 && SENTENCE_BREAK.test(text));
    return quoted(line) || prose ? 'keep' : undefined;
  };

/** Tells whether the line before ends with a colon: what comes is quoted. */
export const isAnnounced = (previous: string) => /[:-]$/.test(previous);
