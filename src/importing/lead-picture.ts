import { escapeHtml } from '../articles/html/escape.ts';
import { plainText } from './markup.ts';
import type { FoundStory, Story } from './story.ts';

/**
 * Shows the lead picture with its caption before the text, unless the text has that caption: a record has no place for one beside
 * the alt text.
 */
export function withLeadCaption(
  story: Pick<Story, 'body' | 'bodyType'>,
  image: FoundStory['image'],
): Pick<Story, 'body' | 'image'> {
  const { body, bodyType } = story;
  if (image?.caption === undefined) return { body, image };
  const { caption, ...shown } = image;
  const isSaid = [shown.alt, shown.credit].includes(caption) || plainText(body).includes(caption);
  return { body: isSaid ? body : `${figureOf(image)}${bodyType === 'html' ? '\n' : '\n\n'}${body}`, image: shown };
}

function figureOf({ url, alt = '', caption, credit }: NonNullable<FoundStory['image']>): string {
  const words = [caption, credit].filter((it) => it !== undefined).join(' – ');
  return `<figure><img src="${escapeHtml(url)}" alt="${escapeHtml(alt)}"><figcaption>${escapeHtml(words)}</figcaption></figure>`;
}
