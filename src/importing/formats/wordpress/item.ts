import { delayOf } from '../../held-back.ts';
import { laterThan } from '../../instants.ts';
import { uniqueLabels } from '../../labels.ts';
import { plainTextOf } from '../../markup.ts';
import type { Noted } from '../../notes.ts';
import type { FoundStory } from '../../story.ts';
import { childrenOf, childText, textIn, type XmlElement } from '../../xml-element.ts';
import { toHtml } from './content.ts';
import { dateOf, inUtc } from './dates.ts';
import { withEmbedTitles } from './embed-titles.ts';
import { metaFields, metaOf, typeOf } from './item-fields.ts';
import { authorsOf } from './people.ts';
import { imageOf } from './pictures.ts';
import type { WxrSite } from './site.ts';
import { statusOf } from './status.ts';

/** Turns an item into a story. */
export function storyOf(item: XmlElement, site: WxrSite): FoundStory {
  const text = (name: string) => childText(item, name);
  const guid = text('guid');
  const slug = text('wp:post_name');
  const published = dateOf({ utc: text('wp:post_date_gmt'), pubDate: text('pubDate'), local: text('wp:post_date') });
  const image = featured(item, site);
  const content = toHtml(text('content:encoded') ?? '', { ...site, footnotes: metaOf(item, 'footnotes') });
  const status = statusOf(
    {
      type: typeOf(item),
      status: text('wp:status'),
      isProtected: text('wp:post_password') !== undefined,
      meta: metaFields(item),
    },
    site.storyTypes,
  );
  const delay = delayOf(metaFields(item), published);
  return {
    name: guid ?? text('wp:post_id'),
    id: guid,
    slug: slug && decoded(slug),
    address: text('link'),
    title: plainTextOf(text('title')),
    summary: plainTextOf(text('excerpt:encoded')),
    body: { type: 'html', text: withEmbedTitles(content.html, metaFields(item)) },
    published,
    embargo: delay.value,
    expires: expiryOf(metaOf(item, '_expiration-date')),
    updated: laterThan(published, inUtc(text('wp:post_modified_gmt'))),
    tags: tagsOf(item),
    authors: authorsOf(item, site.authors),
    image: image.value,
    language: site.language,
    status: status.value,
    notes: [...status.notes, ...delay.notes, ...content.notes, ...image.notes],
  };
}

/** Reads the seconds since 1970 at which PublishPress Future takes a post off the site. */
function expiryOf(seconds: string | undefined): string | undefined {
  return seconds !== undefined && /^\d{9,11}$/.test(seconds)
    ? new Date(Number(seconds) * 1000).toISOString()
    : undefined;
}

function tagsOf(item: XmlElement): string[] | undefined {
  const terms = childrenOf(item, 'category').filter(
    ({ attributes: { domain, nicename } }) =>
      domain === 'post_tag' || (domain === 'category' && nicename !== 'uncategorized'),
  );
  return uniqueLabels(terms.map((it) => plainTextOf(textIn(it))).filter((it) => it !== 'Uncategorized'));
}

function featured(item: XmlElement, { attachments }: WxrSite): Noted<FoundStory['image']> {
  const id = metaOf(item, '_thumbnail_id');
  const attachment = attachments.get(id ?? '');
  if (attachment) return { value: imageOf(attachment), notes: [] };
  // WordPress writes 0 and -1 for none.
  const isLost = id !== undefined && Number(id) > 0;
  const message = `its picture (attachment ${id}) is not in the file; export all content, or the media, too`;
  return { value: undefined, notes: isLost ? [{ code: 'media', message }] : [] };
}

/** Decodes a slug; WordPress percent-encodes letters other than Latin ones. */
function decoded(slug: string): string {
  try {
    return decodeURIComponent(slug);
  } catch {
    return slug;
  }
}
