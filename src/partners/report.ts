import type { Entry } from '../articles/entry.ts';
import { servedEntries } from '../feeds/render.ts';
import type { Problem } from '../refusal.ts';
import { PARTNERS } from './index.ts';
import { type Finding, judge, ONLY } from './judge.ts';
import { type Circumstances, NEEDS, type Partner } from './partner.ts';
import type { KeptVerdict } from './verdict-store.ts';

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

/** Notes for whoever publishes a story: which partners do not take it, and why. Of those that the newsroom does not give it, nothing. */
export function notesOnWithheld(verdicts: KeptVerdict[]): Problem[] {
  return verdicts.flatMap(({ partner, findings }) => {
    const title = PARTNERS.find((it) => it.name === partner)?.title ?? partner;
    return findings
      .filter((it) => it.rule !== ONLY.id && it.rule !== NEEDS)
      .map(({ rule, message }) => ({ field: rule, message: `${title} does not take it: ${message}` }));
  });
}

/** Reports what a partner gets of stories, and why it does not get others. @param entries as they are stored */
export function reportOn(partner: Partner, entries: Entry[], circumstances: Circumstances): PartnerReport {
  const stories = entries.map((entry): ReportedStory => {
    const [served = entry] = servedEntries(entry, circumstances.site);
    const verdict = judge(partner, served, circumstances);
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
