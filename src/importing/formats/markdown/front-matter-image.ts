import { isFields, listOf, sizeOf, textOf } from '../../json.ts';
import { plainTextOf } from '../../markup.ts';
import type { FoundStory } from '../../story.ts';
import { type FieldReader, switchOf } from './field-reader.ts';

const IMAGE_FIELDS = [
  'image',
  'cover',
  'heroImage',
  'featuredImage',
  'coverImage',
  'leadImage',
  'ogImage',
  'thumbnail',
  'images',
];

/** Reads the image of a story. Other fields may have its alternative text and its credit. */
export function imageOf(reader: FieldReader): FoundStory['image'] {
  const found = reader.first(IMAGE_FIELDS, (value, name) => {
    const image = imageIn(listOf(value)[0]);
    return image && { image, name };
  });
  if (found === undefined) return undefined;
  const { image, name } = found;
  const beside = (...endings: string[]) =>
    plainTextOf(
      reader.first(
        endings.flatMap((it) => [`${name}${it}`, `image${it}`]),
        textOf,
      ),
    );
  const alt = beside('Alt', 'Description') ?? beside('Caption');
  const credit = beside('Credit');
  return { ...image, alt: image.alt ?? alt, credit: image.credit ?? credit };
}

function imageIn(value: unknown): FoundStory['image'] {
  if (!isFields(value)) {
    const url = textOf(value);
    return url === undefined || switchOf(url) !== undefined ? undefined : { url };
  }
  const url = ['url', 'src', 'image', 'path', 'file'].map((it) => textOf(value[it])).find((it) => it !== undefined);
  if (url === undefined) return undefined;
  return {
    url,
    alt: plainTextOf(textOf(value.alt) ?? textOf(value.caption)),
    credit: plainTextOf(textOf(value.credit)),
    width: sizeOf(value.width),
    height: sizeOf(value.height),
    type: textOf(value.type),
    length: sizeOf(value.length),
  };
}
