import { blogger } from './blogger/blogger.ts';
import { csv } from './csv/csv.ts';
import { docx } from './docx/docx.ts';
import { feed } from './feed/feed.ts';
import type { ImportFormat, ReadOptions } from './format.ts';
import { ghostApi } from './ghost/content-api.ts';
import { ghost } from './ghost/ghost.ts';
import { html } from './html/html.ts';
import { eml, mbox } from './mail/mail.ts';
import { markdown } from './markdown/markdown.ts';
import { newsmlG2 } from './newsml-g2/newsml-g2.ts';
import { ninjs } from './ninjs/ninjs.ts';
import { nitf } from './nitf/nitf.ts';
import { REFUSED_FORMATS } from './refused.ts';
import { text } from './text.ts';
import { unknown } from './unknown.ts';
import { wordpressRest } from './wordpress/rest-api.ts';
import { wxr } from './wordpress/wxr.ts';

/**
 * All formats, in the order in which they are tried. WXR is also RSS, and Blogger's exports are Atom; a page may stand in a
 * dump or an e-mail; plain text is any text without another format.
 */
export const IMPORT_FORMATS: ImportFormat[] = [
  wxr,
  nitf,
  newsmlG2,
  blogger,
  feed,
  ghost,
  ghostApi,
  wordpressRest,
  ninjs,
  docx,
  ...REFUSED_FORMATS,
  mbox,
  eml,
  csv,
  markdown,
  html,
  unknown,
  text,
];

/**
 * Finds the format of a file, by its content; where that says nothing, by its name. A format that is known and not read says so
 * when it is read.
 * @param head the beginning of its text
 * @param start the same, as it is
 */
export function detectFormat(
  head: string,
  start: Uint8Array = new Uint8Array(),
  path = '',
  options?: ReadOptions,
): ImportFormat {
  const found = IMPORT_FORMATS.find((it) => it.recognisesBytes?.(start) || it.recognises(head, options));
  if (found !== undefined && found !== text) return found;
  return IMPORT_FORMATS.find((it) => it.endings?.test(path)) ?? text;
}
