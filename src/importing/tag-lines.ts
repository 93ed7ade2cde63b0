const LABEL =
  /^(?:tags?|tagged(?: (?:with|as|under|in))?|filed (?:under|in)|posted in|topics?|keywords?|categor(?:y|ies)|schlagw[oö]rt(?:er|e)?|stichw[oö]rter|themen|mots[- ]clés|étiquettes|etiquetas|temas|tagi|słowa kluczowe|теги|тегі|мітки|позначки|ключові слова|рубрик[аи]|категорі[яї])\s*:\s*(?=\S)/iu;
/** Labels that nothing else begins with, so that the colon may be missing. */
const BARE_LABEL = /^(?:filed under|tagged with|tagged as)\s+(?=\S)/i;
const MAX_TAGS = 20;
const MAX_WORDS = 4;

/** Returns the tags of a line such as "Tags: ferry, fog" or "Filed under: Harbour"; none for other lines. */
export function tagsIn(text: string): string[] {
  const label = LABEL.exec(text) ?? BARE_LABEL.exec(text);
  if (!label) return [];
  const parts = text
    .slice(label[0].length)
    .split(/[,;|/·•#]/)
    .map((it) => it.trim())
    .filter((it) => it !== '');
  return parts.length <= MAX_TAGS && parts.every(isTag) ? [...new Set(parts)] : [];
}

function isTag(text: string): boolean {
  return /\p{L}/u.test(text) && !/[.!?…:]$/.test(text) && text.split(' ').length <= MAX_WORDS;
}
