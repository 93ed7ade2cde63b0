import type { Note } from '../../notes.ts';
import { isClosedName, isHidingShortcode } from '../../paywall.ts';
import { MEDIA_SHORTCODES } from './media-shortcodes.ts';

const BRACKETS = /\[(\/?)([a-z][\w-]*)((?:[\s=][^\][]*)?)\]/gi;
/** Words with which an editor begins a remark in brackets that ends in an address. */
const REMARK = /^(?:at|credit|from|here|image|in|link|on|photo|read|see|source|via|video)$/i;

/** Notes shortcodes, which need plugins. "[sic]", "[Laughs]" and "[1]" are words. */
export function shortcodeNotes(html: string): Note[] {
  const found = [...html.matchAll(BRACKETS)].filter((it) => {
    const [, slash, name = '', said = ''] = it;
    return slash === '/' ? said === '' : isShortcode(name, said) || closesBelow(it);
  });
  const names = [...new Set(found.map((it) => it[2] as string))];
  const listed = (some: string[]) => some.map((it) => `[${it}]`).join(', ');
  const closed = listed(names.filter(isHidingShortcode));
  const notes: (Note | false)[] = [
    names.length > 0 && { code: 'shortcode', message: `the body has shortcodes; replace them: ${listed(names)}` },
    closed !== '' && { code: 'paywall', message: `has shortcodes for what was not for everybody: ${closed}` },
  ];
  return notes.filter((it) => it !== false);
}

/** Tells a shortcode that closes all below it, and has no end: by its two words, or by standing alone on its line. */
function closesBelow({ 0: whole, 2: name = '', 3: said, index, input }: RegExpExecArray): boolean {
  if (said !== '' || !isClosedName(name)) return false;
  const isFirst = /(?:^|[>\n])[ \t]*$/.test(input.slice(Math.max(0, index - MAX_INDENT), index));
  const end = index + whole.length;
  return /[_-]/.test(name) || (isFirst && /^[ \t]*(?:[<\r\n]|$)/.test(input.slice(end, end + MAX_INDENT)));
}

const MAX_INDENT = 20;

function isShortcode(name: string, said: string): boolean {
  const isMedia = MEDIA_SHORTCODES.includes(name.toLowerCase());
  if (said.trim() === '') return /^(?:gallery|playlist|audio|video|embed|contact-form(?:-7)?)$/i.test(name);
  if (said.startsWith('=')) return isMedia || /["'/]/.test(said);
  if (/^\s+[\w-]+=/.test(said)) return true;
  const value = said.trim();
  if (/^https?:\/\/\S+$/.test(value)) return !REMARK.test(name);
  // "[video at 0:21]" is a remark.
  return isMedia && !/\s/.test(value) && /[\d:/]/.test(value);
}
