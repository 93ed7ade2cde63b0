import { withoutCode } from './markdown-lines.ts';
import { type Note, withNotes } from './notes.ts';
import type { FoundStory, StoryBody } from './story.ts';

/** Words of names that say for whom something is: of fields, blocks and shortcodes of plugins. */
const CLOSED =
  /(?:^|[_/-])(?:members|members?only|memberships?|memberful|mepr|paywall(?:ed)?|premium|paid|patreon|pmpro|pms|rcp|restrict(?:ed|ions?)?|swpm|subscribers?[_-](?:only|view)|private|protected|logged_?in)(?:$|[_/-])/i;
/** Comments in a text after which it was for some readers only. */
const PAYWALL_COMMENT =
  /_{2,3}STEADY_PAYWALL_{2,3}|\[(?:steady|leaky)_paywall\]|<!--\s*(?:(?:paid[-_ ])?members?[-_ ]only|(?:paid[-_ ])?subscribers?[-_ ]only|paywall|premium)\b[^<>]*-->/i;
/** Elements that a paywall has put there: by their class, or Substack's by the name of its component. */
const PAYWALL_ELEMENT =
  /<[a-z][^<>]*\s(?:class|data-component-name)=(?:["'][^"'<>]*|[^"'<>\s]*)(?<!\b(?:no|non|without)[-_]?)(?<![a-z\d])paywall(?![-_](?:free|off|none|disabled))/i;

/** AMP's and Google's ways to mark what only subscribers see, and Ghost's button below what others do. */
const SUBSCRIBERS_ONLY =
  /<[a-z][^<>]*\s(?:amp-access=|subscriptions-section=["']?content|data-paywall=["']?true|id=["']?paywall["'\s>]|class=["'][^"'<>]*\bgh-post-upgrade-cta\b)/i;

/** A line that stands in the place of what is missing: Substack's, Ghost's, Medium's. */
const INSTEAD =
  /(?:^|[>\n])[ \t]*(?:this (?:post|article|story|content|page) is (?:only )?(?:for|available to) (?:our )?(?:paid |paying |premium |registered )?(?:subscribers|members|supporters|patrons)(?: only)?|members?[- ]only story)[.!]?[ \t]*(?:[<\r\n]|$)/i;

/** Tells by the name of a field, a block or a shortcode whether it keeps something from readers. */
export function isClosedName(name: string): boolean {
  return CLOSED.test(name);
}

/** Shortcodes that show what is inside them to some readers only, or to none. */
const HIDING =
  /^(?:hide|hidden|internal|notes?|member|non_?member|private_?note|groups?_.*|s2(?:if|member).*|visitor|is_user_logged_in|.*(?:protect(?:or)?|hide[_-]content|hide|ppwp?)|ppwp?[_-].*|ihc[_-].*)$/i;

/** Tells by the name of a shortcode whether it keeps what is inside it from readers. */
export const isHidingShortcode = (name: string) => isClosedName(name) || HIDING.test(name);

/** Notes that a story was for some readers only below a mark in its HTML; none if nothing stands below the mark. */
export function paywallNotes(html: string): Note[] {
  const mark = PAYWALL_COMMENT.exec(html);
  const isAbove = mark !== null && html.slice(mark.index + mark[0].length).trim() !== '';
  if (!isAbove && ![PAYWALL_ELEMENT, SUBSCRIBERS_ONLY, INSTEAD].some((it) => it.test(html))) return [];
  const message = isAbove ? 'what stands below its paywall was not for everybody' : 'its text has a paywall';
  return [{ code: 'paywall', message }];
}

/** Notes the mark of a paywall in a story, whatever its format, unless the format has told of one. */
export function withPaywall(found: FoundStory): FoundStory {
  if (found.notes.some((it) => it.code === 'paywall')) return found;
  const notes = paywallNotes(markupOf(found.body));
  const [note] = notes.length > 0 ? notes : paywallNotes(found.marks ?? '');
  return note === undefined ? found : withNotes(found, [note]);
}

function markupOf(body: StoryBody): string {
  if (body.type === 'lines') return body.lines.map((it) => it.text).join('\n');
  // What Markdown shows in code is no mark; most texts have none at all.
  return body.type === 'markdown' && paywallNotes(body.text).length > 0 ? withoutCode(body.text) : body.text;
}
