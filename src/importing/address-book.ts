import { decodeHTMLAttribute } from 'entities';
import { articlePath } from '../articles/addresses.ts';
import { formerPathOf, isOwnPath } from '../articles/former-urls.ts';
import { escapeHtml } from '../articles/html/escape.ts';
import type { Story } from './story.ts';

/** Knows where stories of a newsroom were, and are now. */
export class AddressBook {
  /** Slugs by host and path, and by path alone. */
  readonly #slugs = new Map<string, string>();

  add({ slug, address, formerUrls }: Pick<Story, 'slug' | 'address' | 'formerUrls'>): void {
    for (const it of address === undefined ? formerUrls : [address, ...formerUrls]) {
      const path = formerPathOf(it);
      if (path === undefined) continue;
      const host = hostOf(it);
      for (const name of host === '' ? [path] : [host + path, path]) {
        if (!this.#slugs.has(name)) this.#slugs.set(name, slug);
      }
    }
  }

  /** The path of the page to which a link leads that led to a story; undefined for any other. */
  pathTo(link: string): string | undefined {
    if (!/^(?:https?:\/)?\//i.test(link)) return undefined;
    const path = formerPathOf(link);
    // A path of the wire leads to where it says.
    const isMoved = path !== undefined && (hostOf(link) !== '' || !isOwnPath(path));
    const slug = isMoved ? this.#slugs.get(hostOf(link) + path) : undefined;
    if (slug === undefined) return undefined;
    const fragment = link.includes('#') ? link.slice(link.indexOf('#')) : '';
    return articlePath(slug) + fragment;
  }

  /** Leads the links of a story to where the stories are that they mean. @returns the story, and how many links that were */
  redirect(story: Story): { story: Story; count: number } {
    let count = 0;
    const moved = (link: string) => {
      const path = this.pathTo(link);
      if (path !== undefined) count++;
      return path;
    };
    const html = story.body.replace(HREF, (whole, before: string, link: string, after: string) => {
      const path = moved(decodeHTMLAttribute(link));
      return path === undefined ? whole : `${before}${escapeHtml(path)}${after}`;
    });
    const body =
      story.bodyType === 'html'
        ? html
        : html.replace(MARKDOWN_LINK, (whole, before: string, link: string) => {
            const path = moved(link);
            return path === undefined ? whole : before + path;
          });
    return { story: count > 0 ? { ...story, body } : story, count };
  }
}

/** The host of an address, without "www."; nothing of a path. */
export function hostOf(address: string): string {
  return URL.canParse(address) ? new URL(address).host.replace(/^www\./, '') : '';
}

const HREF = /(<a\s(?:[^<>]*\s)?href=")([^"]*)(")/gi;
/** An address in `[words](address)`, or after `[words]:`. Angle brackets around it stay. */
const MARKDOWN_LINK = /(\]\(<?|^ {0,3}\[[^\]\n]{1,200}\]:[ \t]{0,9}<?)([^\s<>()]+)/gm;
