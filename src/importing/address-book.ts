import { articlePath } from '../articles/addresses.ts';
import { formerPathOf, isOwnPath } from '../articles/former-urls.ts';
import { hostOf } from './bare-addresses.ts';
import { FileNames } from './file-links.ts';

/** A story, by what it is found. */
export interface Addressed {
  slug: string;
  /** Its address until now, on the newsroom's own site. */
  address?: string | undefined;
  /** Its home, which may be on another site. */
  home?: string | undefined;
  formerUrls: readonly string[];
  /** The file that holds it alone. */
  file?: string | undefined;
  /** It is a draft, so its page answers 404. */
  isDraft?: boolean | undefined;
}

/** Knows where stories of a newsroom were, and are now. */
export class AddressBook {
  /** Slugs by host and path. Of an address without a host, by path alone. */
  readonly #slugs = new Map<string, string>();
  /** Slugs by path, whatever the host. */
  readonly #byPath = new Map<string, string>();
  readonly #files = new FileNames();
  /** The slugs of drafts. */
  readonly #drafts = new Set<string>();
  readonly #given: ReadonlySet<string>;
  /** The hosts of the stories' addresses. */
  readonly #seen = new Set<string>();

  /** @param sites addresses that the newsroom's site has and had; without any, it is the only host that its stories name */
  constructor(sites: readonly string[] = []) {
    this.#given = new Set(sites.map(nameOfHost));
  }

  add({ slug, address, home, formerUrls, file, isDraft }: Addressed): void {
    if (isDraft) this.#drafts.add(slug);
    const own = [address, ...formerUrls].filter((it) => it !== undefined);
    const host = nameOfHost(own[0] ?? '');
    if (host !== '') this.#seen.add(host);
    for (const it of [...own, ...(home === undefined ? [] : [home])]) {
      const path = formerPathOf(it);
      if (path === undefined) continue;
      addOnce(this.#slugs, nameOfHost(it) + path, slug);
      addOnce(this.#byPath, path, slug);
    }
    if (file !== undefined) this.#files.add(file, slug);
  }

  /** The path of the page to which a link leads that led to a story; undefined for any other. */
  pathTo(link: string): string | undefined {
    if (!ADDRESS.test(link)) return undefined;
    const path = formerPathOf(link);
    // A path of the wire leads to where it says.
    const isMoved = path !== undefined && (nameOfHost(link) !== '' || !isOwnPath(path));
    const slug = isMoved ? this.#slugAt(nameOfHost(link), path) : undefined;
    return slug === undefined ? undefined : articlePath(slug) + fragmentOf(link);
  }

  /** The path of the page of the story that was in a file; undefined if there is none, or more than one may be meant. */
  pathToFile(path: string): string | undefined {
    const slug = this.#files.slugOf(path.replace(/#.*/s, ''));
    return slug === undefined ? undefined : articlePath(slug) + fragmentOf(path);
  }

  /** Tells whether the page at a path that `pathTo` returned is that of a draft. */
  isDraft(path: string): boolean {
    return this.#drafts.has(path.slice(articlePath('').length).replace(/#.*/s, ''));
  }

  /** Tells whether a link leads to a page of the newsroom's own site, other than the front page. */
  isOwn(link: string): boolean {
    const path = ADDRESS.test(link) ? formerPathOf(link) : undefined;
    const host = nameOfHost(link);
    return path !== undefined && (host === '' ? !isOwnPath(path) : this.#sites().has(host));
  }

  /** Tells whether a link would lead to a story if its host were the newsroom's own, and nobody says whether it is. */
  mayBeOwn(link: string): boolean {
    if (this.#given.size > 0 || !/^(?:https?:)?\/\//i.test(link)) return false;
    const path = formerPathOf(link);
    return path !== undefined && this.#slugs.has(path) && !this.#sites().has(nameOfHost(link));
  }

  #slugAt(host: string, path: string): string | undefined {
    if (host === '') return this.#slugs.get(path) ?? this.#byPath.get(path);
    const sites = this.#sites();
    const hosts = sites.has(host) ? [host, '', ...sites] : [host];
    const found = hosts.find((it) => this.#slugs.has(it + path));
    return found === undefined ? undefined : this.#slugs.get(found + path);
  }

  #sites(): ReadonlySet<string> {
    return this.#given.size > 0 || this.#seen.size !== 1 ? this.#given : this.#seen;
  }
}

/** An address of the web, or a path on the same host. */
const ADDRESS = /^(?:(?:https?:)?\/)?\//i;

function addOnce(map: Map<string, string>, name: string, slug: string): void {
  if (!map.has(name)) map.set(name, slug);
}

/** The host of an address, without "www."; nothing of a path. */
export const nameOfHost = (address: string) => hostOf(address.startsWith('//') ? `https:${address}` : address) ?? '';

const fragmentOf = (link: string) => (link.includes('#') ? link.slice(link.indexOf('#')) : '');
