import { namesIn } from '../../credits.ts';
import { ImportError } from '../../import-error.ts';
import { laterThan, rfc3339 } from '../../instants.ts';
import { type Fields, fieldsOf, isFields, listOf, textOf, wordsIn } from '../../json.ts';
import { splitLabels, uniqueLabels } from '../../labels.ts';
import { plainTextOf } from '../../markup.ts';
import type { FoundStory } from '../../story.ts';
import { unreadDelay } from '../held-notes.ts';
import { pubStatusOf } from '../pub-status.ts';
import { bodyOf } from './body.ts';
import { heldBackNotes, isRead } from './held-back.ts';
import { imageOf } from './image.ts';
import { mainValue, suffixedValue } from './values.ts';

/** Types of items without a text. */
const NOT_TEXT = ['picture', 'graphic', 'audio', 'video', 'planning', 'event', 'composite'];

/** Turns an item into a story. @throws {ImportError} for an item without a text */
export function storyOf(item: Fields): FoundStory {
  const field = (...names: string[]) => names.map((it) => textOf(item[it])).find((it) => it !== undefined);
  const type = field('type') ?? 'text';
  if (NOT_TEXT.includes(type)) throw new ImportError(`is of the type "${type}", which has no text`);
  const version = field('versionCreated', 'versioncreated');
  const published = field('firstCreated', 'firstcreated') ?? version;
  const byline = plainTextOf(field('by', 'byline'));
  const status = pubStatusOf(wordsIn(item.pubStatus ?? item.pubstatus).join(' ') || undefined);
  const delay = unreadDelay(item, (name) => isRead(name, item[name]), published && rfc3339(published));
  const embargo = embargoOf(item);
  return {
    name: field('uri', 'guid'),
    title: plainTextOf(
      mainValue(item.headlines) ?? field('headline') ?? suffixedValue(item, 'headline') ?? field('title'),
    ),
    summary: plainTextOf(
      mainValue(item.descriptions) ?? field('description_text') ?? suffixedValue(item, 'description'),
    ),
    body: { type: 'html', text: bodyOf(item) },
    published: published && rfc3339(published),
    updated: laterThan(published && rfc3339(published), version && rfc3339(version)),
    embargo: laterThan(embargo, delay.value) ?? embargo,
    expires: field('expires', 'expiryDate', 'expirydate'),
    tags: tagsOf(item),
    authors: byline ? authorsOf(byline.replace(/^by\s+/i, '')) : writersOf(item),
    image: imageOf(item),
    language: field('language'),
    status: status.value,
    notes: [...status.notes, ...delay.notes, ...heldBackNotes(item)],
  };
}

/** Returns the end of an embargo, or the moment for which Superdesk has scheduled an item if that is later. */
function embargoOf(item: Fields): string | undefined {
  const settings = fieldsOf(item.schedule_settings);
  const first = (...values: unknown[]) => values.map(textOf).find((it) => it !== undefined);
  const embargo = first(item.embargoedUntil, item.embargoed, item.embargoeduntil, settings.utc_embargo, item.embargo);
  return laterThan(embargo, first(settings.utc_publish_schedule, item.publish_schedule)) ?? embargo;
}

/** Splits a byline into names; one that is not a list of names is a single author. */
function authorsOf(byline: string): { name: string }[] {
  const names = namesIn(byline);
  return (names.length > 0 ? names : [byline]).map((name) => ({ name }));
}

/** Returns the writers among Superdesk's `authors`, who have roles. */
function writersOf(item: Fields): FoundStory['authors'] {
  const writers = listOf(item.authors).filter(isFields);
  const names = writers.filter((it) => (textOf(it.role) ?? 'writer') === 'writer').map((it) => textOf(it.name));
  return uniqueLabels(names.map(plainTextOf))?.map((name) => ({ name }));
}

function tagsOf(item: Fields): string[] | undefined {
  const subjects = [...listOf(item.subjects), ...listOf(item.subject)].map((it) =>
    isFields(it) ? textOf(it.name) : textOf(it),
  );
  const keywords = listOf(item.keywords).flatMap((it) =>
    isFields(it) ? textOf(it.name ?? it.value) : splitLabels(textOf(it)),
  );
  return uniqueLabels([...subjects, ...keywords].map(plainTextOf));
}
