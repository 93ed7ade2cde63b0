import { decodeHTMLStrict } from 'entities';
import type { FoundStory } from '../story.ts';

const RETRACTED_TITLE = 'Retracted: ';
const RETRACTED_NOTICE = '<p><strong>This story has been retracted.</strong></p>\n';
const CORRECTION = /\n<p><strong>Correction \(<time datetime="([^"]+)">[\d-]+<\/time>\):<\/strong> ([^<]*)<\/p>$/;

/** Takes off what `toEntry` adds to a story for its readers, so that it is not added once more. */
export function unpublished(story: FoundStory): FoundStory {
  let text = story.body.type === 'html' ? story.body.text : '';
  const corrections: NonNullable<FoundStory['corrections']> = [];
  for (let found = CORRECTION.exec(text); found; found = CORRECTION.exec(text)) {
    corrections.unshift({ date: found[1], text: decodeHTMLStrict(found[2] as string) });
    text = text.slice(0, found.index);
  }
  const retracted = text.startsWith(RETRACTED_NOTICE) && story.title?.startsWith(RETRACTED_TITLE) === true;
  if (retracted) text = text.slice(RETRACTED_NOTICE.length);
  return {
    ...story,
    ...(retracted && { title: story.title?.slice(RETRACTED_TITLE.length), status: 'retracted' }),
    ...(corrections.length > 0 && { corrections }),
    body: { type: 'html', text },
  };
}
