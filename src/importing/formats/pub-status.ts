import type { Noted } from '../notes.ts';
import type { FoundStory } from '../story.ts';

/** IPTC's NewsCodes for the status of publication, which ninjs, NITF and NewsML-G2 share. */
const STATUSES: Record<string, FoundStory['status']> = { usable: 'ready', withheld: 'draft', canceled: 'withdrawn' };

/** Reads a status of publication. What is held back, or has a status that nobody knows, is a draft that says why. */
export function pubStatusOf(said: string | undefined): Noted<FoundStory['status']> {
  if (said === undefined) return { value: undefined, notes: [] };
  const status = STATUSES[said];
  if (status !== undefined && status !== 'draft') return { value: status, notes: [] };
  const why = status === undefined ? `unknown status "${said}"` : 'its provider holds it back ("withheld")';
  return { value: 'draft', notes: [{ code: 'status', message: `${why}: saved as a draft` }] };
}
