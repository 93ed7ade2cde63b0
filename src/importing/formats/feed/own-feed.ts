import { decodeHTMLStrict } from 'entities';
import { CORRECTION, everyWords, RETRACTED_TITLE, retractionOf } from '../../../articles/own-words.ts';
import { withoutDirection } from '../../../feeds/direction.ts';
import { withoutPicture } from '../../../feeds/lead-picture.ts';
import { isNotice } from '../../../feeds/notice.ts';
import { ImportError } from '../../import-error.ts';
import type { FoundStory } from '../../story.ts';

const OWN_PAGE = /^[a-z]+:\/\/[^/]+\/articles\/[a-z0-9][a-z0-9._-]*$/;

/**
 * Removes what `toEntry` and feeds add to a story for its readers; publishing would add it again.
 * @throws {ImportError} for the stub of a withdrawn story, and for a notice
 */
export function withoutAdditions(story: FoundStory): FoundStory {
  if (isNotice(story.id ?? '')) throw new ImportError('is a notice about another story', 'not-stories');
  let text =
    story.body.type === 'html' ? withoutPicture(withoutDirection(story.body.text, story.language), story.image) : '';
  if (everyWords().some((it) => text === `<p>${it.notice}</p>`))
    throw new ImportError('is the stub of a withdrawn story', 'withdrawn');
  const corrections: NonNullable<FoundStory['corrections']> = [];
  for (let found = CORRECTION.exec(text); found; found = CORRECTION.exec(text)) {
    corrections.unshift({ date: found[1], text: decodeHTMLStrict(found[2] as string) });
    text = text.slice(0, found.index);
  }
  const retraction = retractionOf({ title: story.title ?? '', html: text });
  const retracted = retraction !== undefined;
  if (retracted) text = text.slice(retraction.length).trimStart();
  return {
    ...story,
    // A story that has no page on the wire has its home elsewhere.
    ...(!OWN_PAGE.test(story.address ?? '') && { url: story.address, address: undefined }),
    ...(retracted && { title: story.title?.replace(RETRACTED_TITLE, ''), status: 'retracted' }),
    ...(corrections.length > 0 && { corrections }),
    body: { type: 'html', text },
  };
}
