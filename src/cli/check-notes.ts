import { basename } from 'node:path';
import { withOrigin } from '../articles/addresses.ts';
import { isLive } from '../articles/lifecycle.ts';
import { readArticle } from '../articles/source.ts';
import { updatedAt } from '../articles/to-entry.ts';
import type { Vocabulary } from '../channels/vocabulary.ts';
import type { Derived } from '../publishing/derive.ts';
import type { Checked, Problem } from '../refusal.ts';
import type { ArticleFile } from './folder.ts';

const HTML_TAG = /<\/?[a-z][a-z0-9]*(\s[^<>]*)?\/?>/i;
const IMAGE_WITHOUT_ALT = /<img(?![^>]* alt="[^"])[^>]*? src="([^"]*)"[^>]*>/g;

const MISSING_ALT: Problem = { field: 'image.alt', message: 'is missing: say what the picture shows' };
const HTML_IN_TITLE: Problem = {
  field: 'title',
  message: 'contains HTML tags; feeds and pages show them as text',
};
const UNDATED_CHANGE: Problem = {
  field: 'updated',
  message: 'the text has changed since the last commit but "updated" has not; set it if the change is significant',
};

/** Notes what is worth a look in a record: markup in the title, tags outside the vocabulary, a picture without alt text. */
export function notesOnRecord({ record }: ArticleFile, vocabulary: Vocabulary): Problem[] {
  if (!record) return [];
  const unknownTags = record.tags.flatMap((tag): Problem[] => {
    const slug = vocabulary.slugOf(tag);
    if (slug === '' || vocabulary.has(slug)) return [];
    return [{ field: 'tags', message: `"${tag}" is not in the vocabulary; it becomes the channel "${slug}"` }];
  });
  return [
    ...(HTML_TAG.test(record.title) ? [HTML_IN_TITLE] : []),
    ...unknownTags,
    ...(record.image && !record.image.alt ? [MISSING_ALT] : []),
  ];
}

/** Notes pictures of the text itself that say nothing to those who cannot see them. */
export function notesOnBody(derived: Checked<Derived> | undefined): Problem[] {
  if (!derived?.ok) return [];
  return [...withOrigin(derived.value.entry.html, '').matchAll(IMAGE_WITHOUT_ALT)].map(([, src]) => ({
    field: 'body',
    message: `the picture ${src} has no alt text: say what it shows`,
  }));
}

/** Notes a change of the text that nobody who has the committed version would be told of. */
export function noteOnChange({ path, record }: ArticleFile, committed: Map<string, Uint8Array>, now: Date): Problem[] {
  const bytes = committed.get(path);
  const before = bytes && readArticle(bytes, 'text/markdown', { fallback: basename(path, '.md') });
  if (!record || !before?.ok || !isLive(before.value, now) || !isLive(record, now)) return [];
  const same = before.value.title === record.title && before.value.body.trim() === record.body.trim();
  // A retraction moves the date by itself.
  const moved = updatedAt(record) > updatedAt(before.value) || before.value.status !== record.status;
  return same || moved ? [] : [UNDATED_CHANGE];
}
