import { safeHtmlOf } from '../articles/html/safe-html.ts';
import type { ArticleRecord } from '../articles/record.ts';
import { checkRecord } from '../articles/record.ts';
import { type Note, needsReview } from './notes.ts';
import type { Story } from './story.ts';

const STAND_IN_TITLE = '(needs a title)';

/** Derives the record of a story. Its fields have the order of front matter; empty ones and defaults are left out. */
export function recordOf(story: Story): Record<string, unknown> {
  const status = statusOf(story);
  const fields = {
    key: story.key,
    id: story.id,
    slug: story.slug === story.key ? undefined : story.slug,
    formerSlugs: nonEmpty(story.formerSlugs),
    formerUrls: nonEmpty(story.formerUrls),
    url: story.url,
    title: story.title || STAND_IN_TITLE,
    summary: story.summary,
    published: story.published,
    updated: story.updated,
    embargo: story.embargo,
    expires: story.expires,
    language: story.language,
    authors: nonEmpty(story.authors),
    tags: nonEmpty(story.tags.map((it) => it.written)),
    image: story.image,
    media: nonEmpty(story.media),
    corrections: nonEmpty(story.corrections.filter((it) => it.date !== undefined)),
    status: status === 'ready' ? undefined : status,
    bodyType: story.bodyType === 'markdown' ? undefined : story.bodyType,
    body: story.body,
  };
  // Removes undefined values at every depth.
  return JSON.parse(JSON.stringify(fields));
}

/** Returns the status of a story's record: a story that is ready but needs review is a draft. */
export function statusOf(story: Story): ArticleRecord['status'] {
  return story.status === 'ready' && needsReview(story) ? 'draft' : story.status;
}

/** Notes everything in a story's record that publishing would refuse. */
export function problemNotes(story: Story): Note[] {
  const record = checkRecord(recordOf(story));
  const checked =
    record.ok && mayBeTooMuch(record.value) ? safeHtmlOf(record.value, 'https://origin.invalid/') : record;
  if (checked.ok) return [];
  return checked.problems.map(({ field, message }) => ({ code: 'invalid', message: `${field}: ${message}` }));
}

/** Each sign of Markdown makes two tags at most, and a story may have 20,000. */
const FEW_SIGNS = 8000;

/** False of a body that is so short that it cannot have more HTML than publishing takes, and of HTML, which was looked at. */
function mayBeTooMuch({ body, bodyType }: ArticleRecord): boolean {
  // An address counts each time that a link refers to it.
  return bodyType === 'markdown' && (body.length > FEW_SIGNS || body.includes(']:'));
}

const nonEmpty = <T>(list: T[]) => (list.length > 0 ? list : undefined);
