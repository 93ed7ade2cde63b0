import { isHashSlug } from '../channels/slug.ts';
import type { Vocabulary } from '../channels/vocabulary.ts';
import type { Problem } from '../refusal.ts';
import { cleanLine, describeChanges, isSpecial, lineChanges, textChanges } from './characters.ts';
import { canonicalLanguage } from './language-tags.ts';
import { nearest } from './mistakes.ts';
import type { ArticleRecord } from './record.ts';

const HTML_TAG = /<\/?[a-z][a-z0-9]*(\s[^<>]*)?\/?>/i;
const REFERENCE = /&(?:#\d{1,7}|#x[\da-f]{1,6}|[a-z][\da-z]{1,31});/i;

const HTML_IN_TITLE: Problem = {
  field: 'title',
  message: 'contains HTML tags; feeds and pages show them as text',
};
const MISSING_ALT: Problem = { field: 'image.alt', message: 'is missing: say what the picture shows' };

/** Levels of a record that are looked at: its fields, a list such as `authors`, and the fields of an author. */
const DEPTH = 3;

/** Notes what is changed in the fields of a record. @param fields as they came */
export function notesOnFields(fields: Record<string, unknown>): Problem[] {
  return [...notesOnCharacters(fields), ...notesOnLanguage(fields.language)];
}

function notesOnLanguage(given: unknown): Problem[] {
  const tag = typeof given === 'string' ? cleanLine(given) : '';
  const canonical = canonicalLanguage(tag);
  if (canonical === undefined || canonical.toLowerCase() === tag.toLowerCase()) return [];
  return [{ field: 'language', message: `"${tag}" is written "${canonical}" now` }];
}

function notesOnCharacters(fields: unknown, path = '', depth = DEPTH): Problem[] {
  if (typeof fields === 'string') {
    if (!isSpecial(fields)) return [];
    // The body's are counted again where it becomes HTML: not all of them are in it as they are.
    const changes = path === 'body' ? textChanges(fields) : lineChanges(fields);
    return describeChanges(changes).map((message) => ({ field: path, message }));
  }
  if (typeof fields !== 'object' || fields === null || depth === 0) return [];
  return Object.entries(fields).flatMap(([name, value]) =>
    notesOnCharacters(value, path === '' ? name : `${path}.${name}`, depth - 1),
  );
}

/** Notes what is worth a look in a record: markup in its title, tags outside the vocabulary, a picture without alt text. */
export function notesOnRecord({ title, tags, image }: ArticleRecord, vocabulary: Vocabulary): Problem[] {
  const [reference] = REFERENCE.exec(title) ?? [];
  const inTitle = (message: string) => ({ field: 'title', message });
  const unknownTags = tags.flatMap((tag): Problem[] => {
    const slug = vocabulary.slugOf(tag);
    if (isHashSlug(slug, tag))
      return [
        {
          field: 'tags',
          message: `"${tag}" becomes the channel "${slug}"; give it a slug that says more in tags.yaml`,
        },
      ];
    // A newsroom without a vocabulary means its tags as they are.
    if (slug === '' || vocabulary.has(slug) || vocabulary.file.tags.length === 0) return [];
    const label = nearest(tag, vocabulary.labels());
    const meant = label === undefined ? '' : `; did you mean "${label}"?`;
    return [{ field: 'tags', message: `"${tag}" is not in the vocabulary; it becomes the channel "${slug}"${meant}` }];
  });
  return [
    ...(HTML_TAG.test(title) ? [HTML_IN_TITLE] : []),
    ...(reference ? [inTitle(`contains "${reference}"; a title is plain text, and shows it as it stands`)] : []),
    ...unknownTags,
    ...(image && !image.alt ? [MISSING_ALT] : []),
  ];
}
