import type { Note } from './notes.ts';
import type { StoryBody } from './story.ts';

const PICTURE = /<(?:img|amp-img|amp-anim)\s/gi;
const PLAYER = /<(?:audio|video|iframe|embed|amp-audio|amp-video|amp-iframe|amp-youtube)[\s>]/gi;
const LINK = /<a\s(?:[^<>]*\s)?href=["']?(?!\s*["'>])/gi;
/** Where something begins or ends that is no element, or is shown only without scripts, beside what scripts show. */
const EDGE = /<!--|-->|<(\/?)(script|style|template|noscript)(?=[\s>])/gi;

/**
 * Counts what a body has for the eye and the ear beside words, in the source and in the record, and notes any difference: what
 * plays becomes a link.
 * @param found the body as it was found
 * @param made the record's, after it was cleaned
 */
export function countNotes(found: StoryBody, made: string): Note[] {
  if (found.type !== 'html') return [];
  const source = seenIn(found.text);
  const count = (text: string, pattern: RegExp) => text.match(pattern)?.length ?? 0;
  const [pictures, players, links] = [PICTURE, PLAYER, LINK].map((it) => count(source, it)) as [number, number, number];
  const [keptPictures, keptLinks] = [PICTURE, LINK].map((it) => count(made, it)) as [number, number];
  if (keptPictures >= pictures && keptLinks >= links + players) return [];
  const message = `the source has pictures: ${pictures}, players and frames: ${players}, links: ${links}; the record has pictures: ${keptPictures}, links: ${keptLinks}`;
  return [{ code: 'counts', message }];
}

/** The parts of HTML that a reader with scripts sees. What does not end goes on to the end, and is kept. */
function seenIn(html: string): string {
  const parts: string[] = [];
  let from = 0;
  let hidden: string | undefined;
  for (const { 0: edge, 1: closes, 2: name, index } of html.matchAll(EDGE)) {
    const what = name?.toLowerCase() ?? '--';
    const isEnd = edge === '-->' || closes === '/';
    if (hidden === undefined && !isEnd) {
      parts.push(html.slice(from, index));
      [hidden, from] = [what, index];
    } else if (hidden === what && isEnd) [hidden, from] = [undefined, index];
  }
  return parts.join('') + html.slice(from);
}
