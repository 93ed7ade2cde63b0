import { isForEverybody } from '../../held-words.ts';
import { type Fields, fieldsOf, listOf, textOf } from '../../json.ts';
import type { Note } from '../../notes.ts';
import { stateNotes } from '../held-notes.ts';
import type { LinkedData } from './linked-data.ts';
import { attributeOf, besideStory, elementsIn, type Page, wordsOf } from './page.ts';

/** WordPress's `post_class`. */
const HELD_CLASS = /^(?:status-(?:draft|auto-draft|pending|private|future|trash)|post-password-required)$/;
const HELD_CLASSES = '[class*="status-"], [class~="post-password-required"]';
const PASSWORD_FORM = 'form.post-password-form, input[name="post_password"]';
/** Parameters of addresses that show a text to its editors: WordPress's, and those of its plugins. */
const PREVIEW = ['preview', 'preview_id', 'preview_nonce', '_ppp'];

/** Notes everything by which a page says that its story is not public. */
export function heldBackNotes(page: Page, { article, pages, nodes }: LinkedData): Note[] {
  const said = [article, ...pages];
  const parts = said
    .flatMap((it) => listOf(it.hasPart))
    .map((it) => ({ ...nodes.get(textOf(fieldsOf(it)['@id']) ?? ''), ...fieldsOf(it) }));
  return [
    ...accessNotes(page, [...said, ...parts]),
    ...stateOf(article),
    ...markedNotes(page),
    ...previewNotes(page, article),
  ];
}

/** schema.org's `isAccessibleForFree` and `conditionsOfAccess`, in JSON-LD or microdata, and `article:content_tier`. */
function accessNotes(page: Page, all: Fields[]): Note[] {
  const marked = stated(page, '[itemprop~=isAccessibleForFree]');
  const linked = all.flatMap((it) => listOf(it.isAccessibleForFree).map((said) => String(valueIn(said))));
  const isFree = ![...linked, ...marked].some(isFalse);
  const conditions = [
    ...all.flatMap((it) => listOf(it.conditionsOfAccess).map((said) => textOf(valueIn(said)))),
    ...stated(page, '[itemprop~=conditionsOfAccess]'),
    ...elementsIn(page, 'meta[property="article:content_tier"], meta[name="article:content_tier"]').map((it) =>
      attributeOf(it, 'content'),
    ),
  ].filter((it) => it !== undefined && !isForEverybody(it));
  return [
    ...(isFree ? [] : [paywall('the page says that the story is not free for everybody to read: saved as a draft')]),
    ...[...new Set(conditions)].map((it) =>
      paywall(`the page says who may read the story ("${it}"): saved as a draft`),
    ),
  ];
}

/** JSON-LD may write a value as an object: `{"@value": false}`. */
const valueIn = (said: unknown): unknown => fieldsOf(said)['@value'] ?? said;
const isFalse = (value: string): boolean => /^(?:(?:https?:\/\/schema\.org\/)?false|no|0)$/i.test(value.trim());
const paywall = (message: string): Note => ({ code: 'paywall', message });

/** Returns what elements of microdata say. */
function stated(page: Page, selector: string): string[] {
  const isBeside = besideStory(page);
  return elementsIn(page, selector)
    .filter((it) => !isBeside(it))
    .flatMap((it) => attributeOf(it, 'content') ?? attributeOf(it, 'href') ?? wordsOf(it) ?? []);
}

function stateOf({ creativeWorkStatus: said }: Fields): Note[] {
  const words = listOf(said).map((it) => textOf(it) ?? textOf(fieldsOf(it).name));
  return words.flatMap((it) => stateNotes('creativeWorkStatus', it?.split('/').at(-1)));
}

/** Notes what the markup says: classes of WordPress's, its form for a password, and `noindex`. */
function markedNotes(page: Page): Note[] {
  const isBeside = besideStory(page);
  const classes = elementsIn(page, HELD_CLASSES)
    .filter((it) => it.localName === 'body' || !isBeside(it))
    .flatMap((it) => (attributeOf(it, 'class') ?? '').split(/\s+/).filter((name) => HELD_CLASS.test(name)));
  const hidden = elementsIn(page, 'meta').some(
    (it) =>
      /^(?:robots|googlebot)$/i.test(attributeOf(it, 'name') ?? '') &&
      (attributeOf(it, 'content') ?? '').split(/[\s,]+/).some((word) => /^(?:noindex|none)$/i.test(word)),
  );
  const notes: (Note | false)[] = [
    elementsIn(page, PASSWORD_FORM).length > 0 && {
      code: 'visibility',
      message: 'the page asks for a password instead of showing the story: saved as a draft',
    },
    classes.length > 0 && {
      code: 'visibility',
      message: `the page is marked as not public (${[...new Set(classes)].join(', ')}): saved as a draft`,
    },
    hidden && {
      code: 'noindex',
      message: 'search engines are asked to leave the page out; check that it was public',
    },
  ];
  return notes.filter((it) => it !== false);
}

function previewNotes(page: Page, article: Fields): Note[] {
  const addresses = [
    textOf(article.url),
    ...elementsIn(page, 'link[rel~=canonical]').map((it) => attributeOf(it, 'href')),
    ...elementsIn(page, 'meta[property="og:url"]').map((it) => attributeOf(it, 'content')),
  ];
  return addresses.some(isPreview)
    ? [{ code: 'status', message: 'its address is that of a preview: saved as a draft' }]
    : [];
}

function isPreview(address: string | undefined): boolean {
  if (address === undefined || !URL.canParse(address, 'https://origin.invalid/')) return false;
  const { searchParams } = new URL(address, 'https://origin.invalid/');
  return PREVIEW.some((it) => searchParams.has(it) && !isForEverybody(searchParams.get(it)));
}
