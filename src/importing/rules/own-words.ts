import { endedBySentence, WHEN } from './doubts.ts';
import type { RuleLine } from './rule-line.ts';

/** A time of day, or a number to call. */
export const TIME_OR_PHONE = /\d{1,2}[:.]\d\d(?!\d)|\d ?[ap]\.? ?m\b|\d{3}[ -]\d{2,4}(?!\d)/i;
/** Where people are to go, or who helps them. */
const PUBLIC_CARE =
  /(?<!\p{L})(?:police|hospitals?|clinics?|shelters?|evacuat\p{L}*|emergency|town hall|city hall|vaccin\p{L}*|doctors?|polizei|krankenhaus|rathaus|impf\p{L}*|evakuier\p{L}*|arzt|pompiers|mairie|hôpital|évacu\p{L}*|médecin|policía|ayuntamiento|evacua\p{L}*|vacuna\p{L}*|médico|policj\p{L}*|szpital\p{L}*|ratusz\p{L}*|ewaku\p{L}*|szczepi\p{L}*|lekarz\p{L}*|поліці\p{L}*|лікар\p{L}*|укритт\p{L}*|евакуа\p{L}*|виїзд\p{L}*|в'їзд\p{L}*|тривог\p{L}*|ратуш\p{L}*|щеплен\p{L}*|вакцин\p{L}*)(?!\p{L})/iu;
/** "Read also: the ferry": headlines begin with a capital. */
const LABEL_AND_SMALL = /^[^:|>]{2,40}[:|>]\s*["'([]?\p{Ll}/u;
/** Labels with which only a page begins a line. */
const PAGE_LABEL =
  /^[([]?(?:related|read|also|see|in case|recommended|читай|дивіться|слухайте|також|до теми|більше|lesen|mehr|auch|lire|à lire|voir|sur le|lea|leer|lee|ver|te puede|le puede|czytaj|zobacz|przeczytaj)[^:|>]{0,40}[:|>-]/iu;
const CLICKS = /^(?:please )?(?:click|tap)\b|^(?:на)?тисніть(?!\p{L})|^(?:image|media|photo|video) caption\b/iu;
/** Asked for in whole sentences, too. */
const NEWSLETTER = /newsletter|inbox|podcast|briefing|розсилк|boletín|infolettre/iu;
/** A shorter line says nothing: "12 comments". */
const MIN_WORDS = 3;

/**
 * Tells whether a line says something that no page says by itself: a number, a time, whom to call, or a whole sentence. Such a line
 * may be the story's, whatever it begins with.
 */
export function hasOwnWords(line: RuleLine): boolean {
  const { text, words } = line;
  if (words.length < MIN_WORDS) return runsOn(line);
  if (CLICKS.test(text)) return TIME_OR_PHONE.test(text);
  if (/\d/.test(text) || LABEL_AND_SMALL.test(text)) return true;
  if (endedBySentence(line) && !NEWSLETTER.test(text)) return true;
  return !PAGE_LABEL.test(text) && (WHEN.test(text) || PUBLIC_CARE.test(text));
}

/** The sentence or verse of the line before goes on: "She went to the police and filed | Anzeige". */
function runsOn({ text, previous }: RuleLine): boolean {
  return /^\p{Lu}\p{Ll}+$/u.test(text) && /\p{L},?$/u.test(previous) && /\s\p{Ll}[^\s]*$/u.test(previous);
}
