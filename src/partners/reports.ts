import { canonicalExpression, expressionName, matches, parseExpression } from '../channels/expression.ts';
import type { ChannelResolver } from '../channels/resolver.ts';
import { ALL } from '../channels/slug.ts';
import { oldestOf } from '../feeds/reading.ts';
import { type Database, together } from '../platform/database.ts';
import { notFound } from '../refusal.ts';
import type { Site } from '../site.ts';
import { PARTNERS, profilePath } from './index.ts';
import { ageFinding, type Verdict } from './judge.ts';
import { isJudged } from './judging.ts';
import type { Partner } from './partner.ts';
import type { Profiles } from './profiles.ts';
import type { ReportedStory } from './report.ts';
import { countVerdicts, type FoundVerdict, findVerdicts } from './verdict-store.ts';

/** How many stories a partner gets, and how. */
export interface KeptTotals extends Record<Verdict['kind'], number> {
  partner: string;
  title: string;
  /** The address of its feed. */
  feed: string;
}

/** What a partner gets of the stories of a channel, and why it does not get others: from what is kept of each story. */
export interface KeptReport extends KeptTotals {
  /** True while stories are still being judged anew, by other settings or rules. */
  isBeingMade: boolean;
  /** Newest first. */
  stories: (ReportedStory & { since: string })[];
  /** Those that are going to appear by themselves; of all stories alone. */
  scheduled: (ReportedStory & { appears: string })[];
}

interface Parts {
  db: Database;
  site: Site;
  resolver: ChannelResolver;
  profiles: Profiles;
  clock: () => Date;
}

/** Reports what the partners of partners.yaml get, from what is kept when a story is published. */
export class PartnerReports {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** The totals of every partner of partners.yaml, over all stories. */
  async overview(): Promise<KeptTotals[]> {
    const { db, profiles, clock } = this.#parts;
    const now = clock();
    const oldest = Object.fromEntries(PARTNERS.flatMap((it) => withOldest(it, now)));
    const { partners, counts } = await together(db, {
      partners: profiles.read(),
      counts: countVerdicts(db, oldest),
    }).ask();
    return partners.named.map(({ partner }) =>
      this.#totals(
        partner,
        ALL,
        (kind) => counts.find((it) => it.partner === partner.name && it.verdict === kind)?.count,
      ),
    );
  }

  /**
   * The report of a partner.
   * @param channel an expression of tags; undefined: all stories
   * @throws {Refused} `not-found` for a partner that the newsroom does not feed, and for what is no expression
   */
  async of(name: string, channel = ALL): Promise<KeptReport> {
    const { db, resolver, profiles, clock } = this.#parts;
    const now = clock();
    const { partners, vocabulary, found } = await together(db, {
      partners: profiles.read(),
      vocabulary: resolver.vocabulary(),
      found: findVerdicts(db, name, now),
    }).ask();
    const partner = partners.named.find((it) => it.partner.name === name)?.partner;
    if (!partner) throw unfed(name, partners.named);
    const slugOf = (term: string) => (term.toLowerCase() === ALL ? ALL : vocabulary.slugOf(term));
    const expression = canonicalExpression(parseExpression(channel, slugOf));
    const stories = found
      .filter((it) => it.appears === undefined && matches(expression, new Set(it.channels)))
      .map((it) => agedBy(partner, it, now))
      .map(({ channels: _, since, appears: __, published: ___, ...it }) => ({
        ...it,
        since: new Date(since).toISOString(),
      }));
    // Which channels will list it is only known then.
    const waiting = expressionName(expression) === ALL ? found : [];
    const scheduled = waiting.flatMap((kept) => {
      if (kept.appears === undefined) return [];
      const appears = new Date(kept.appears);
      const { channels: _, since: __, published: ___, ...it } = agedBy(partner, kept, appears);
      return [{ ...it, appears: appears.toISOString() }];
    });
    const totals = this.#totals(
      partner,
      expressionName(expression),
      (kind) => stories.filter((it) => it.verdict === kind).length,
    );
    return { ...totals, isBeingMade: !isJudged(partners.hash, this.#parts.site), stories, scheduled };
  }

  #totals(partner: Partner, channel: string, count: (kind: Verdict['kind']) => number | undefined): KeptTotals {
    return {
      partner: partner.name,
      title: partner.title,
      feed: this.#parts.site.origin + profilePath(channel, partner),
      passed: count('passed') ?? 0,
      adapted: count('adapted') ?? 0,
      withheld: count('withheld') ?? 0,
      gone: count('gone') ?? 0,
    };
  }
}

const withOldest = (partner: Partner, now: Date): [string, number][] => {
  const oldest = oldestOf(partner, now);
  return oldest === undefined ? [] : [[partner.name, oldest]];
};

/** A verdict as it is now: what was young enough when it was judged may have grown too old. */
function agedBy(partner: Partner, kept: FoundVerdict, now: Date): FoundVerdict {
  const age = ageFinding(partner, kept.published, now);
  const isTaken = kept.verdict === 'passed' || kept.verdict === 'adapted';
  return age && isTaken ? { ...kept, verdict: 'withheld', findings: [age] } : kept;
}

function unfed(name: string, named: { partner: Partner }[]) {
  if (PARTNERS.some((it) => it.name === name))
    return notFound(`${name} is not in articles/partners.yaml: name it there, and its report is kept`);
  const names = named.map((it) => it.partner.name).join(', ') || 'none';
  return notFound(`no partner is called "${name.slice(0, 100)}"; articles/partners.yaml names ${names}`);
}
