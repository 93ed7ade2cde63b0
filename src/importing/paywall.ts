import type { Note } from './notes.ts';

/** Words of names that say for whom something is: of fields, blocks and shortcodes of plugins. */
const CLOSED =
  /(?:^|[_/-])(?:members|members?only|memberships?|memberful|mepr|paywall(?:ed)?|premium|paid|patreon|pmpro|pms|rcp|restrict(?:ed|ions?)?|swpm|subscribers?[_-](?:only|view)|private|protected|logged_?in)(?:$|[_/-])/i;
/** Comments in a text after which it was for some readers only. */
const PAYWALL_COMMENT = /<!--\s*(?:members[- ]only|subscribers?[- ]only|paywall|premium)\b[^<>]*-->/i;
/** Elements that a paywall has put there. */
const PAYWALL_CLASS = /\sclass=["'][^"'<>]*\bpaywall/i;

/** Tells by the name of a field, a block or a shortcode whether it keeps something from readers. */
export function isClosedName(name: string): boolean {
  return CLOSED.test(name);
}

/** Notes that a story was for some readers only below a mark in its HTML; none if nothing stands below the mark. */
export function paywallNotes(html: string): Note[] {
  const mark = PAYWALL_COMMENT.exec(html);
  const isAbove = mark !== null && html.slice(mark.index + mark[0].length).trim() !== '';
  if (!isAbove && !PAYWALL_CLASS.test(html)) return [];
  const message = isAbove ? 'what stands below its paywall was not for everybody' : 'its text has a paywall';
  return [{ code: 'paywall', message }];
}
