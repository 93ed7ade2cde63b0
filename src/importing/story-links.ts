import { decodeHTMLAttribute } from 'entities';
import { escapeHtml } from '../articles/html/escape.ts';
import type { AddressBook } from './address-book.ts';
import { FILE_LINK } from './file-links.ts';
import { type Note, withNotes } from './notes.ts';
import type { Story } from './story.ts';

/** Addresses that are told one by one; of more, their number. */
const MAX_TOLD = 5;

/** What became of the links of a story. */
interface Links {
  moved: number;
  /** Pages of drafts. */
  drafts: Set<string>;
  /** Addresses of the newsroom's own site that are those of no story here. */
  left: Set<string>;
  /** Addresses that would be those of stories here, if they are of the newsroom's own site. */
  unsure: Set<string>;
  /** Files that hold no story of the import. */
  lost: Set<string>;
}

/**
 * Leads the links of a story to where other stories are now, and notes those that lead to none.
 * @param stays the home of a story is elsewhere, and so are the others': only links to files are led to stories
 */
export function withLinks(story: Story, addresses: AddressBook, { stays }: { stays: boolean }): Story {
  const links: Links = { moved: 0, drafts: new Set(), left: new Set(), unsure: new Set(), lost: new Set() };
  const to = (link: string): string | undefined => {
    const file = fileIn(link);
    if (file === undefined && stays) return undefined;
    const path = file === undefined ? addresses.pathTo(link) : addresses.pathToFile(file);
    const address = link.replace(/#.*/s, '');
    if (path !== undefined && addresses.isDraft(path)) links.drafts.add(path.replace(/#.*/s, ''));
    if (path !== undefined) links.moved += path === link ? 0 : 1;
    else if (file !== undefined) links.lost.add(file);
    else if (addresses.isOwn(link)) links.left.add(address);
    else if (addresses.mayBeOwn(link)) links.unsure.add(address);
    return path;
  };
  const body = withAddresses(story, to);
  return withNotes(body === story.body ? story : { ...story, body }, notesOn(links));
}

/** The file to which a link leads: `{filename}/posts/fog.md`. */
const fileIn = (link: string) => (link.startsWith(FILE_LINK) ? link.slice(FILE_LINK.length) : undefined);

function notesOn({ moved, drafts, left, unsure, lost }: Links): Note[] {
  const what =
    moved === 1
      ? '1 link to another story now leads to its page'
      : `${moved} links to other stories now lead to their pages`;
  const notes: (Note | false)[] = [
    moved > 0 && { code: 'links', message: `${what} here` },
    drafts.size > 0 && {
      code: 'links-to-drafts',
      message: `links to stories that are drafts, and answer 404 until they are published: ${told(drafts)}`,
      names: [...drafts],
    },
    left.size > 0 && {
      code: 'links-left',
      message: `links to the old site that lead to no story of this import: ${told(left)}`,
      names: [...left],
    },
    unsure.size > 0 && {
      code: 'links-left',
      message: `links that lead to stories here only if --site names their site: ${told(unsure)}`,
      names: [...unsure],
    },
    lost.size > 0 && {
      code: 'template',
      message: `links to files that are no stories of this import, which readers will see as they are; replace them: ${told(lost)}`,
      names: [...lost],
    },
  ];
  return notes.filter((it) => it !== false);
}

function told(all: ReadonlySet<string>): string {
  const more = all.size - MAX_TOLD;
  return [...[...all].slice(0, MAX_TOLD), ...(more > 0 ? [`and ${more} more`] : [])].join(', ');
}

const HREF = /(<a\s(?:[^<>]*\s)?href=")([^"]*)(")/gi;
/** An address in `[words](address)`, or after `[words]:`. Angle brackets around it stay. A picture is matched without it. */
const MARKDOWN_LINK = /!\[[^\][\n]{0,500}\]\(|(\]\(<?|^ {0,3}\[[^\]\n]{1,200}\]:[ \t]{0,9}<?)([^\s<>()]+)/gm;

/** An address that is a link of itself. */
const AUTOLINK = /(?<!\]\(|\]: {0,9})<(https?:\/\/[^\s<>]+)>/g;

/** The body of a story, with another address for each link for which `to` has one. */
function withAddresses({ body, bodyType }: Story, to: (link: string) => string | undefined): string {
  const html = body.replace(HREF, (whole, before: string, link: string, after: string) => {
    const path = to(decodeHTMLAttribute(link));
    return path === undefined ? whole : `${before}${escapeHtml(path)}${after}`;
  });
  if (bodyType === 'html') return html;
  return html
    .replace(MARKDOWN_LINK, (whole, before: string | undefined, link = '') => {
      const path = before === undefined ? undefined : to(link);
      return path === undefined ? whole : before + path;
    })
    .replace(AUTOLINK, (whole, link: string) => {
      const path = to(link);
      return path === undefined ? whole : `[${link}](${path})`;
    });
}
