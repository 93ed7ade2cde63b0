import { searchedBy } from './search.ts';

/** The path of a channel's page: a search has its own kind of page. @param name the channel's */
export function pagePath(name: string): string {
  return searchedBy(name) === undefined ? `/channels/${name}` : `/${name}`;
}
