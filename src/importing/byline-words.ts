/** Matches any of these words, in any script: `\b` knows Latin letters alone. */
const words = (list: string) =>
  new RegExp(`(?<![\\p{L}\\p{M}])(?:${list.trim().split(/\s+/).join('|')})(?![\\p{L}\\p{M}])`, 'iu');

/** Words that say what somebody does. */
export const ROLE = words(String.raw`
  (?:co-)?(?:author|editor|writer|reporter|correspondent|columnist|critic|contributor|producer|photographer)s?
  journalists? analysts? newsroom staff intern freelancer? special\sto byline professor director chief
  (?:chef)?redakteur(?:in)? korrespondent(?:in|ka)? reporter(?:in|ka)? journalist(?:in)?
  journaliste correspondante? envoyée?\sspéciale? rédact(?:eur|rice)
  periodista corresponsal redactora? enviad[oa]\sespecial
  giornalista corrispondente inviat[oa] dziennikarz dziennikarka korespondent redaktor(?:ka)?
  кореспондент(?:ка)? журналіст(?:ка)? редактор(?:ка)? оглядач(?:ка)? репортер(?:ка)? корреспондент журналист`);

/** Words of the names of agencies, newspapers and offices. */
export const ORGANISATION = words(`
  agency agence agentur agencia agenzia news newspaper press presse prensa wire post times tribune gazette herald chronicle
  magazine media network radio television tv broadcasting desk bureau team redaktion rédaction redacción redazione redactie
  redakcja office department ministry council city university institute foundation association society committee
  company group union inc ltd llc gmbh corp international limited editors authors contributors
  агентство редакція редакция новини видання служба міністерство рада`);

/** Agencies and papers of one word. */
export const AGENCY = words(
  'reuters bloomberg dpa interfax ukrinform укрінформ уніан xinhua politico axios vice wired forbes tass',
);

/** Said before names alone: no name begins so. */
const BY = /^(?:(?:written|reported|story|words|text|posted|published|created)\s)?by(?:\s?:\s?|\s)/i;
const LABEL =
  /^(?:authors?|autor(?:en|in|a|es|ka|zy)?|auteure?s?|autor[ei]|автори?|авторка|текст|text|texte|texto|testo|von|par|por|door|від)\s?:\s?/iu;

/** "By" in other languages. Two words follow; the first is no part of a family name: "Von Trapp", "Von der Heide" are names. */
const ELSEWHERE = /^([Vv]on|[Pp]ar|[Pp]or|[Dd]oor|[Aa]v|[Aa]f|[Dd]i|[Dd]e|[Вв]ід)\s(?=\p{Lu}[^\s,]*\s\p{L})/u;
/** Those with which names begin, too, and the languages in which they are "by"; "" where the language is not known. */
const ALSO_NAMES: Record<string, string[]> = { di: ['it', ''], de: ['ro'] };

/** Removes "By", "Author:" and the like, with which no name begins. */
export function withoutLabel(text: string): string {
  return text.replace(BY, '').replace(LABEL, '').trim();
}

/** Removes "by" of other languages. @param language a primary subtag of BCP 47; "" if it is not known */
export function withoutForeignBy(text: string, language: string): string {
  const word = ELSEWHERE.exec(text)?.[1] ?? '';
  const languages = ALSO_NAMES[word.toLowerCase()];
  return languages === undefined || languages.includes(language) ? text.slice(word.length).trim() : text;
}
