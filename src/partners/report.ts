import type { Entry } from '../articles/entry.ts';
import { servedEntries } from '../feeds/render.ts';
import type { Site } from '../site.ts';
import { type Finding, judge } from './judge.ts';
import type { Partner } from './partner.ts';

/** What became of a story on its way to a partner. */
export interface ReportedStory {
  key: string;
  title: string;
  verdict: 'passed' | 'adapted' | 'withheld' | 'gone';
  /** What was adapted, or why it is withheld. */
  findings: Finding[];
}

/** A partner's report: every story, and their numbers. */
export interface PartnerReport {
  partner: string;
  passed: number;
  adapted: number;
  withheld: number;
  gone: number;
  stories: ReportedStory[];
}

/** Reports what a partner gets of stories, and why it does not get others. @param entries as they are stored */
export function reportOn(partner: Partner, entries: Entry[], site: Site): PartnerReport {
  const stories = entries.map((entry): ReportedStory => {
    const [served = entry] = servedEntries(entry, site);
    const verdict = judge(partner, served, site);
    const findings = verdict.kind === 'withheld' ? verdict.withheld : verdict.adapted;
    return { key: entry.key, title: served.title, verdict: verdict.kind, findings };
  });
  const count = (kind: ReportedStory['verdict']) => stories.filter((it) => it.verdict === kind).length;
  return {
    partner: partner.name,
    passed: count('passed'),
    adapted: count('adapted'),
    withheld: count('withheld'),
    gone: count('gone'),
    stories,
  };
}
