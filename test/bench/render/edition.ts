import { withOrigin } from '../../../src/articles/addresses.ts';
import type { Entry } from '../../../src/articles/entry.ts';
import { checkRecord } from '../../../src/articles/record.ts';
import { toEntry } from '../../../src/articles/to-entry.ts';
import type { Head } from '../../../src/feeds/types.ts';
import { articleId, type Site, siteOf } from '../../../src/site.ts';
import { story } from '../stories.ts';
import { VARS } from '../wire/vars.ts';

const STORIES = 50;
const BODY_CHARACTERS = 3000;

/** The input of every contestant: the same stories and the same channel. */
export interface Edition {
  head: Head;
  /** As they are stored: our own addresses begin with a mark. */
  stored: Entry[];
  /** With absolute addresses. */
  entries: Entry[];
}

export function makeEdition(extension: string): Edition {
  const site = siteOf(VARS);
  const stored = Array.from({ length: STORIES }, (_, index) => storedEntry(index, site));
  const dates = stored.map((it) => new Date(it.updated)).sort((a, b) => b.getTime() - a.getTime());
  const url = (path: string) => site.origin + path;
  const head: Head = {
    site,
    id: `tag:${site.tagAuthority}:channel/all`,
    title: site.title,
    description: site.description,
    self: url(`/feeds/all.${extension}`),
    channelPage: url('/channels/all'),
    hubs: site.hubs,
    next: url(`/feeds/all.${extension}?before=-123.story`),
    stubs: false,
    updated: dates[0] as Date,
    published: dates[0],
  };
  return { head, stored, entries: stored.map((it) => absoluteEntry(it, site.origin)) };
}

function storedEntry(index: number, site: Site): Entry {
  const record = checkRecord(story(index, BODY_CHARACTERS));
  if (!record.ok) throw new Error(JSON.stringify(record.problems));
  const { key, tags } = record.value;
  const slugs = tags.map((label) => ({ slug: label.toLowerCase().replace(' ', '-'), label }));
  const entry = toEntry(record.value, articleId(site.tagAuthority, key), slugs, site);
  if (!entry.ok) throw new Error(JSON.stringify(entry.problems));
  return entry.value.entry;
}

function absoluteEntry(entry: Entry, origin: string): Entry {
  const image = entry.image && { ...entry.image, url: withOrigin(entry.image.url, origin) };
  return {
    ...entry,
    link: withOrigin(entry.link, origin),
    html: withOrigin(entry.html, origin),
    ...(image && { image }),
  };
}
