import { type Fields, fieldsOf, isFields, sizeOf, textOf } from '../../json.ts';
import { plainTextOf } from '../../markup.ts';
import type { FoundStory } from '../../story.ts';
import { mainValue } from './values.ts';

/** Returns the widest rendition of the first picture that is associated with the story. */
export function imageOf(item: Fields): FoundStory['image'] {
  for (const picture of associatedWith(item).filter((it) =>
    ['picture', 'graphic'].includes(textOf(it.type) ?? 'picture'),
  )) {
    const rendition = widest(picture);
    if (rendition === undefined) continue;
    const words = (...names: string[]) => names.map((it) => plainTextOf(textOf(picture[it]))).find(Boolean);
    return {
      url: textOf(rendition.href) as string,
      alt:
        plainTextOf(mainValue(picture.descriptions) ?? mainValue(picture.headlines)) ??
        words('description_text', 'description_caption', 'headline'),
      credit: words('by', 'byline', 'creditLine', 'creditline'),
      width: sizeOf(rendition.width),
      height: sizeOf(rendition.height),
      type: typeOfRendition(rendition),
      length: sizeOf(rendition.sizeInBytes ?? rendition.sizeinbytes),
    };
  }
  return undefined;
}

/** Returns what is associated with an item. Superdesk's `editor_0` and the like stand in the text already. */
function associatedWith({ associations }: Fields): Fields[] {
  if (Array.isArray(associations)) return associations.filter(isFields);
  const named = Object.entries(fieldsOf(associations)).filter(([name]) => !/^editor_\d/.test(name));
  const { featuremedia, ...others } = Object.fromEntries(named);
  return [featuremedia, ...Object.values(others)].filter(isFields);
}

function widest(picture: Fields): Fields | undefined {
  const renditions = Array.isArray(picture.renditions)
    ? picture.renditions.filter(isFields)
    : Object.values(fieldsOf(picture.renditions)).filter(isFields);
  const shown = renditions.filter((it) => textOf(it.href) && /^image\//.test(typeOfRendition(it) ?? 'image/'));
  return shown.sort((a, b) => (sizeOf(b.width) ?? 0) - (sizeOf(a.width) ?? 0))[0];
}

function typeOfRendition(rendition: Fields): string | undefined {
  return textOf(rendition.contentType) ?? textOf(rendition.mimetype);
}
