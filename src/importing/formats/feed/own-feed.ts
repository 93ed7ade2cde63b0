import { decodeHTMLStrict } from 'entities';
import { NOTICE } from '../../../articles/stub.ts';
import { withoutPicture } from '../../../feeds/lead-picture.ts';
import { ImportError } from '../../import-error.ts';
import type { FoundStory } from '../../story.ts';

const OWN_PAGE = /^[a-z]+:\/\/[^/]+\/articles\/[a-z0-9][a-z0-9._-]*$/;
const RETRACTED_TITLE = 'Retracted: ';
const RETRACTED_NOTICE = '<p><strong>This story has been retracted.</strong></p>\n';
const CORRECTION = /\n<p><strong>Correction \(<time datetime="([^"]+)">[\d-]+<\/time>\):<\/strong> ([^<]*)<\/p>$/;

/**
 * Removes what `toEntry` and feeds add to a story for its readers; publishing would add it again.
 * @throws {ImportError} for the stub of a withdrawn story
 */
export function withoutAdditions(story: FoundStory): FoundStory {
  let text = story.body.type === 'html' ? withoutPicture(story.body.text, story.image) : '';
  if (text === `<p>${NOTICE}</p>`) throw new ImportError('is the stub of a withdrawn story', 'withdrawn');
  const corrections: NonNullable<FoundStory['corrections']> = [];
  for (let found = CORRECTION.exec(text); found; found = CORRECTION.exec(text)) {
    corrections.unshift({ date: found[1], text: decodeHTMLStrict(found[2] as string) });
    text = text.slice(0, found.index);
  }
  const retracted = text.startsWith(RETRACTED_NOTICE) && story.title?.startsWith(RETRACTED_TITLE) === true;
  if (retracted) text = text.slice(RETRACTED_NOTICE.length);
  return {
    ...story,
    // A story that has no page on the wire has its home elsewhere.
    ...(!OWN_PAGE.test(story.address ?? '') && { url: story.address, address: undefined }),
    ...(retracted && { title: story.title?.slice(RETRACTED_TITLE.length), status: 'retracted' }),
    ...(corrections.length > 0 && { corrections }),
    body: { type: 'html', text },
  };
}
