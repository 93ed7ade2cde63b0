import { sha256Now } from '../hash.ts';
import type { Site } from '../site.ts';
import { PARTNERS } from './index.ts';

/** What the rules ask for: when that changes, so may every verdict. */
const RULES = PARTNERS.map(({ name, maxAgeDays, rules }) => [name, maxAgeDays, rules.map((it) => [it.id, it.says])]);

/** Hash of all that verdicts follow from besides their stories. @param settings see `noteSettings` */
export function judgedBy(settings: string, site: Site): string {
  const [hash] = settings.split('+');
  return sha256Now(JSON.stringify([hash, RULES, site]));
}

/** True if every story has been judged by these settings, and by the rules as they are. @param settings see `noteSettings` */
export const isJudged = (settings: string, site: Site): boolean => {
  const [, judged] = settings.split('+');
  return judged !== undefined && judgedBy(settings, site).startsWith(judged);
};
