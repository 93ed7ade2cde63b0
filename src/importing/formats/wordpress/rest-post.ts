import { delayOf, type UnreadField, unreadFields } from '../../held-back.ts';
import { laterThan } from '../../instants.ts';
import { type Fields, fieldsOf, isFields, listOf, sizeOf, textOf } from '../../json.ts';
import { uniqueLabels } from '../../labels.ts';
import { plainTextOf } from '../../markup.ts';
import type { Note, Noted } from '../../notes.ts';
import type { FoundStory } from '../../story.ts';
import { shownHtml, toHtml } from './content.ts';
import { dateOf, inUtc } from './dates.ts';
import { AUTHOR_TAXONOMY } from './people.ts';
import { creditOf, imageOf } from './pictures.ts';
import { statusOf } from './status.ts';

/** Fields that WordPress itself has for a post, and those of plugins that say nothing of its readers. */
const OF_WORDPRESS =
  /^(?:id|date|date_gmt|guid|modified|modified_gmt|slug|status|type|link|title|content|excerpt|author|featured_media|comment_status|ping_status|sticky|template|format|password|meta|categories|tags|class_list|lang|_.*|yoast_.*|jetpack_(?:featured|sharing|shortlink|related|likes|publicize).*|permalink_template|generated_slug)$/;
/** `post_class()`: a part of the REST API since WordPress 6.7. */
const HELD_CLASS = /^(?:status-(?:draft|auto-draft|pending|private|future|trash)|post-password-required)$/;

/**
 * Turns a post into a story.
 * @param storyTypes types of posts that are stories
 */
export function storyOf(post: Fields, storyTypes: string[]): FoundStory {
  const guid = rendered(post.guid);
  const published = dateOf({ utc: textOf(post.date_gmt), local: textOf(post.date) });
  const meta = [
    ...Object.entries(fieldsOf(post.meta)).map(([key, value]): UnreadField => [key, writtenOf(value)]),
    ...Object.entries(post).flatMap(([name, value]) => (OF_WORDPRESS.test(name) ? [] : unreadFields(name, value))),
  ];
  const status = statusOf(
    {
      type: textOf(post.type) ?? 'post',
      status: textOf(post.status),
      isProtected: isProtected(post),
      meta,
    },
    storyTypes,
  );
  const classes = listOf(post.class_list)
    .concat(Object.values(fieldsOf(post.class_list)))
    .map(textOf);
  const held = classes.filter((it) => it !== undefined && HELD_CLASS.test(it));
  const marked: Note[] =
    held.length > 0 ? [{ code: 'visibility', message: `has the class ${held.join(', ')}: saved as a draft` }] : [];
  const delay = delayOf(meta, published);
  const content = contentOf(post);
  const image = featured(post);
  const terms = embedded(post, 'wp:term');
  return {
    name: guid ?? textOf(post.id),
    id: guid,
    slug: textOf(post.slug),
    address: textOf(post.link),
    title: plainTextOf(rendered(post.title)),
    summary: excerptOf(post),
    body: { type: 'html', text: content.html },
    published,
    embargo: delay.value,
    updated: laterThan(published, inUtc(textOf(post.modified_gmt))),
    tags: tagsOf(terms),
    authors: authorsOf(post, terms),
    image: image.value,
    language: textOf(post.lang),
    status: status.value,
    notes: [...status.notes, ...marked, ...delay.notes, ...content.notes, ...image.notes, ...numbersOnly(post)],
  };
}

/** Returns the things of a kind that `?_embed` puts into a post; those that could not be read have a code. */
export function embedded(post: Fields, name: string): Fields[] {
  const all = listOf(fieldsOf(post._embedded)[name]).flat();
  return all.filter(isFields).filter((it) => textOf(it.code) === undefined);
}

function contentOf(post: Fields): { html: string; notes: Note[] } {
  const { rendered: shown, raw } = fieldsOf(post.content);
  const footnotes = textOf(fieldsOf(post.meta).footnotes);
  const made = textOf(shown);
  if (made === undefined) return toHtml(textOf(raw) ?? '', { footnotes });
  // The paywalls of blocks are seen only before it is rendered.
  const before = textOf(raw);
  const [html, kept] = [shownHtml(made), before === undefined ? [] : toHtml(before).notes];
  const hidden = kept.filter((it) => it.code === 'paywall' || it.code === 'visibility');
  const told = new Set(html.notes.map((it) => it.message));
  return { html: html.html, notes: [...html.notes, ...hidden.filter((it) => !told.has(it.message))] };
}

/** WordPress ends an excerpt of its own making with an ellipsis in brackets. */
function excerptOf(post: Fields): string | undefined {
  const { raw } = fieldsOf(post.excerpt);
  const excerpt = typeof raw === 'string' ? plainTextOf(raw) : plainTextOf(rendered(post.excerpt));
  return excerpt?.endsWith('[…]') || excerpt?.endsWith('[...]') ? undefined : excerpt;
}

function isProtected(post: Fields): boolean {
  const { content, excerpt, password } = post;
  return textOf(password) !== undefined || [content, excerpt].some((it) => fieldsOf(it).protected === true);
}

function tagsOf(terms: Fields[]): string[] | undefined {
  const read = terms.filter((it) => it.taxonomy === 'post_tag' || it.taxonomy === 'category');
  return uniqueLabels(read.filter((it) => it.slug !== 'uncategorized').map((it) => plainTextOf(textOf(it.name))));
}

/** Those of PublishPress Authors, else of Co-Authors Plus, else the one of WordPress. */
function authorsOf(post: Fields, terms: Fields[]): FoundStory['authors'] {
  const several = listOf(post.authors).filter(isFields);
  const ofTaxonomy = terms.filter((it) => it.taxonomy === AUTHOR_TAXONOMY);
  for (const people of [several, ofTaxonomy, embedded(post, 'author')]) {
    const named = uniqueLabels(people.map((it) => plainTextOf(textOf(it.display_name) ?? textOf(it.name))));
    if (named) return named.map((name) => ({ name }));
  }
  return undefined;
}

function featured(post: Fields): Noted<FoundStory['image']> {
  const [medium] = embedded(post, 'wp:featuredmedia');
  const url = textOf(medium?.source_url) ?? textOf(post.jetpack_featured_media_url);
  if (url !== undefined) {
    const meta = fieldsOf(medium?.meta);
    const details = fieldsOf(fieldsOf(medium?.media_details).image_meta);
    const alt = plainTextOf(textOf(medium?.alt_text));
    const caption = plainTextOf(rendered(medium?.caption));
    const credit = creditOf((key) => textOf(meta[key])) ?? plainTextOf(textOf(details.credit));
    return { value: imageOf({ url, alt, caption, credit }), notes: [] };
  }
  const isLost = sizeOf(post.featured_media) !== undefined;
  const message = `its picture is only a number (${post.featured_media}); fetch the posts with ?_embed`;
  return { value: undefined, notes: isLost ? [{ code: 'media', message }] : [] };
}

/** Notes what is only there as numbers. */
function numbersOnly(post: Fields): Note[] {
  const { author, categories, tags } = post;
  const hasTerms = embedded(post, 'wp:term').length > 0;
  const unread = [
    sizeOf(author) !== undefined && authorsOf(post, embedded(post, 'wp:term')) === undefined && 'author',
    !hasTerms && listOf(categories).length > 0 && 'categories',
    !hasTerms && listOf(tags).length > 0 && 'tags',
  ].filter((it) => it !== false);
  if (unread.length === 0) return [];
  const message = `only numbers are given for: ${unread.join(', ')}; fetch the posts with ?_embed`;
  return [{ code: 'unread-fields', message }];
}

/** Returns what WordPress shows of a value, or else the value. */
function rendered(value: unknown): string | undefined {
  const { rendered: shown, raw } = fieldsOf(value);
  return textOf(shown) ?? textOf(raw) ?? textOf(value);
}

function writtenOf(value: unknown): string {
  return typeof value === 'boolean' ? String(value) : (textOf(value) ?? (value ? JSON.stringify(value) : ''));
}
