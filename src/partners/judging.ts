import { sha256Now } from '../hash.ts';
import type { Site } from '../site.ts';
import { PARTNERS } from './index.ts';

/** What the rules ask for: when that changes, so may every verdict. */
const RULES = PARTNERS.map(({ name, rules }) => [name, rules.map((it) => [it.id, it.says])]);

/** Hash of all that verdicts follow from besides their stories. @param settings tells settings and vocabulary apart */
export const judgedBy = (settings: string, site: Site): string => sha256Now(JSON.stringify([settings, RULES, site]));
