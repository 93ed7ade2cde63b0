import type { Entry } from '../articles/entry.ts';
import type { Format, Head } from '../feeds/types.ts';
import type { Site } from '../site.ts';
import type { Judged } from './partner.ts';

/** The form of a JSON document that holds stories. */
interface JsonForm {
  /** Its fields but for the list, which comes last. */
  headOf(head: Head): Record<string, unknown>;
  /** The name of the list. */
  list: string;
  itemOf(entry: Entry, site: Site): Record<string, unknown>;
}

/** A profile that is an object with a list of stories. */
export function jsonFormat({ adapt, id, title, profile }: Judged, { headOf, list, itemOf }: JsonForm): Format {
  return {
    id,
    title,
    profile,
    extension: 'json',
    mediaType: 'application/json; charset=utf-8',
    separator: ',\n',
    renderEntry(entry, _, site) {
      const adapted = adapt(entry, site);
      return adapted ? JSON.stringify(itemOf(adapted, site)) : '';
    },
    renderEnds(head) {
      const fields = JSON.stringify(headOf(head)).slice(0, -1);
      return { head: `${fields},${JSON.stringify(list)}:[\n`, tail: '\n]}\n' };
    },
  };
}
