import { saysNo } from '../../held-words.ts';
import { laterThan, rfc3339 } from '../../instants.ts';
import { uniqueLabels } from '../../labels.ts';
import { paragraphs, plainTextOf } from '../../markup.ts';
import type { Note, NoteCode } from '../../notes.ts';
import type { FoundStory } from '../../story.ts';
import { childOf, childrenOf, childText, localName, textIn, type XmlElement } from '../../xml-element.ts';

const KIND_SCHEME = 'http://schemas.google.com/g/2005#kind';
/** Schemes of categories that are labels, of the export and of Takeout. */
const LABEL_SCHEME = /^(?:http:\/\/www\.blogger\.com\/atom\/ns#|tag:blogger\.com,1999:blog-.*)$/;

/** Kinds of entries that are no stories. */
export const NO_STORIES = ['template', 'settings', 'comment'];

/** Returns what an entry is: "post", "page", "comment", ... Undefined if it does not say. */
export function kindOf(entry: XmlElement): string | undefined {
  const term = childrenOf(entry, 'category').find((it) => it.attributes.scheme === KIND_SCHEME)?.attributes.term;
  return (own(entry, 'type') ?? term?.split('#').at(-1))?.toLowerCase();
}

/** Tells whether an entry is the setting that lets only some people read the blog. */
export function isClosedBlog(entry: XmlElement): boolean {
  if (!/\.settings\.BLOG_READ_ACCESS_MODE$/.test(childText(entry, 'id') ?? '')) return false;
  return (childText(entry, 'content') ?? '').toUpperCase() !== 'PUBLIC';
}

/**
 * Turns an entry into a story. What was not public is a draft.
 * @param kind as `kindOf` returns it
 * @param isClosed true if the blog was for some people only
 */
export function storyOf(entry: XmlElement, kind: string | undefined, isClosed: boolean): FoundStory {
  const id = childText(entry, 'id');
  const published = dateOf(childText(entry, 'published') ?? own(entry, 'created'));
  const notes = heldBack(entry, kind, isClosed);
  return {
    name: id,
    id,
    address: alternateOf(entry) ?? own(entry, 'filename'),
    title: plainTextOf(childText(entry, 'title')),
    summary: plainTextOf(own(entry, 'metaDescription')),
    body: { type: 'html', text: bodyOf(entry) },
    published,
    updated: laterThan(published, dateOf(childText(entry, 'updated'))),
    tags: labelsOf(entry),
    authors: authorsOf(entry),
    status: notes.some((it) => it.code !== 'scheduled') ? 'draft' : 'ready',
    notes,
  };
}

/** Says why a story was not public; nothing for one that was. */
function heldBack(entry: XmlElement, kind: string | undefined, isClosed: boolean): Note[] {
  const draft = (code: NoteCode, why: string): Note => ({ code, message: `${why}: saved as a draft` });
  const isDraft = !saysNo(inElement(entry, 'control', 'draft') ?? 'no');
  const status = own(entry, 'status')?.toUpperCase() ?? (isTakeout(entry) ? '' : 'LIVE');
  const notes: (Note | undefined)[] = [
    kind === 'post' ? undefined : draft('not-a-post', kind ? `is a ${kind}, not a post` : 'does not say what it is'),
    isClosed ? draft('visibility', 'was in a blog that only some people could read') : undefined,
    isDraft && status !== 'DRAFT' ? draft('draft', 'was a draft') : undefined,
    own(entry, 'trashed') !== undefined && status !== 'SOFT_TRASHED' ? draft('trash', 'was in the trash') : undefined,
    ofStatus(status, draft),
  ];
  return notes.filter((it) => it !== undefined);
}

function ofStatus(status: string, draft: (code: NoteCode, why: string) => Note): Note | undefined {
  switch (status) {
    case 'LIVE':
      return undefined;
    case 'DRAFT':
      return draft('draft', 'was a draft');
    case 'SCHEDULED':
      return { code: 'scheduled', message: 'was scheduled, and not public yet' };
    case 'SOFT_TRASHED':
      return draft('trash', 'was in the trash');
    case '':
      return draft('status', 'does not say whether it was public');
    default:
      return draft('status', `unknown status "${status}"`);
  }
}

function isTakeout(entry: XmlElement): boolean {
  return entry.children.some((it) => typeof it !== 'string' && it.name.startsWith('blogger:'));
}

/** Returns the text of one of Blogger's own elements. */
function own(entry: XmlElement, name: string): string | undefined {
  return childText(entry, `blogger:${name}`);
}

/** Returns the text of an element in another, whatever their prefixes. */
function inElement(entry: XmlElement, outer: string, inner: string): string | undefined {
  const named = (parent: XmlElement | undefined, name: string) =>
    parent?.children.find((it): it is XmlElement => typeof it !== 'string' && localName(it.name) === name);
  const found = named(named(entry, outer), inner);
  return found && textIn(found).trim();
}

function dateOf(date: string | undefined): string | undefined {
  return date && rfc3339(date);
}

function alternateOf(entry: XmlElement): string | undefined {
  return childrenOf(entry, 'link').find((it) => it.attributes.rel === 'alternate')?.attributes.href;
}

function bodyOf(entry: XmlElement): string {
  const content = childOf(entry, 'content') ?? childOf(entry, 'summary');
  const text = content === undefined ? '' : textIn(content);
  return content?.attributes.type === 'text' ? paragraphs(text) : text;
}

/** Takeout writes all labels into one term, one on each line. */
function labelsOf(entry: XmlElement): string[] | undefined {
  const terms = childrenOf(entry, 'category').filter(({ attributes: { scheme } }) => LABEL_SCHEME.test(scheme ?? ''));
  return uniqueLabels(terms.flatMap((it) => it.attributes.term?.split('\n') ?? []).map(plainTextOf));
}

/** Blogger gives everybody the same mail address. */
function authorsOf(entry: XmlElement): FoundStory['authors'] {
  const names = childrenOf(entry, 'author').map((it) => plainTextOf(childText(it, 'name')));
  const authors = uniqueLabels(names)?.filter((it) => !/^(?:unknown|anonymous|noreply@blogger\.com)$/i.test(it));
  return authors && authors.length > 0 ? authors.map((name) => ({ name })) : undefined;
}
