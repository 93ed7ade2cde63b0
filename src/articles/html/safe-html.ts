import sanitizeHtml from 'sanitize-html';
import type { Checked, Problem } from '../../refusal.ts';
import { ownAddress } from '../addresses.ts';
import type { ArticleRecord } from '../record.ts';
import { SCHEMES } from './addresses.ts';
import { ATTRIBUTES, KEPT } from './elements.ts';
import { escapeHtml } from './escape.ts';
import { HtmlError } from './html-error.ts';
import { renderMarkdown } from './markdown.ts';
import { BodyNotes } from './notes.ts';
import { write } from './output.ts';
import { parse, refuseManyTags } from './parse.ts';
import { readable } from './readable.ts';

type Body = Pick<ArticleRecord, 'body' | 'bodyType'>;

/** A body as HTML, and what was changed in it on the way. */
export interface SafeHtml {
  html: string;
  notes: Problem[];
  /** The messages of notes on what readers will not see in any form. */
  losses: string[];
}

/**
 * Makes HTML that is safe in feeds and pages, and shows what a browser would show of a body: only the elements of a news story,
 * without scripts, styles and classes, every address absolute. What was made stays the same when it goes through this again.
 * @param base the story's address: elsewhere, or from `ownAddress`
 * @param isHere true if the story has its home here, or will have: then links inside it lead to its own elements
 * @throws {HtmlError} if it has more tags than a story can have, or would become much longer than can be stored
 */
export function toSafeHtml({ body, bodyType }: Body, base: string, isHere = base.startsWith(ownAddress(''))): SafeHtml {
  if (bodyType === 'markdown') refuseManyTags(body);
  const notes = new BodyNotes();
  const html = write(readable(parse(htmlOf(body, bodyType)), base, isHere, notes));
  return { html: sanitizeHtml(html, OPTIONS).trim(), notes: notes.list(), losses: notes.losses };
}

/** Returns a record's body as `toSafeHtml` makes it, or a problem of the field `body`. @param base as there */
export function safeHtmlOf(record: Body, base: string): Checked<SafeHtml> {
  try {
    return { ok: true, value: toSafeHtml(record, base) };
  } catch (error) {
    if (error instanceof HtmlError) return { ok: false, problems: [{ field: 'body', message: error.message }] };
    throw error;
  }
}

function htmlOf(body: string, type: ArticleRecord['bodyType']): string {
  switch (type) {
    case 'markdown':
      return renderMarkdown(body);
    case 'html':
      return body;
    case 'text':
      return paragraphs(body);
  }
}

function paragraphs(text: string): string {
  return text
    .split(/\n\s*\n/)
    .filter((it) => it.trim() !== '')
    .map((it) => `<p>${escapeHtml(it.trim()).replaceAll('\n', '<br>')}</p>`)
    .join('\n');
}

/** The library has the last word on what is safe; nothing that `readable` makes is changed by it. */
const OPTIONS: sanitizeHtml.IOptions = {
  allowedTags: [...KEPT],
  allowedAttributes: {
    ...ATTRIBUTES,
    a: [...(ATTRIBUTES.a ?? []), 'href'],
    img: [...(ATTRIBUTES.img ?? []), 'src', 'srcset'],
    source: [...(ATTRIBUTES.source ?? []), 'srcset'],
    '*': ['lang', 'dir', 'id'],
  },
  allowedSchemes: SCHEMES,
  allowedSchemesAppliedToAttributes: ['href', 'src', 'cite'],
  allowProtocolRelative: false,
  selfClosing: ['br', 'hr', 'img', 'source', 'wbr'],
};
