import { listEntries } from '../articles/entry-store.ts';
import { commit, findSequence, noteSettings, takeNumbers } from '../articles/sequence-store.ts';
import { PROFILES_CACHE_TAG } from '../channels/cache-tags.ts';
import { listChannels } from '../channels/channel-store.ts';
import { canonicalExpression, expressionName, matches, parseExpression } from '../channels/expression.ts';
import { ALL } from '../channels/slug.ts';
import { forgetFaults } from '../faults/fault-store.ts';
import { sha256, sha256Now } from '../hash.ts';
import { PARTNERS, profilePath } from '../partners/index.ts';
import type { ReportedStory } from '../partners/report.ts';
import { notesOnUnknownTags, type PartnersFile } from '../partners/settings.ts';
import { findJudging, findPartners, noteJudging, PARTNERS_FAULT, putPartners } from '../partners/settings-store.ts';
import { findVerdicts, forgetVerdicts, putVerdicts } from '../partners/verdict-store.ts';
import { together } from '../platform/database.ts';
import { notFound, type Problem } from '../refusal.ts';
import { NOTHING_WRITTEN, type Requester, type WriteResult } from './publish.ts';
import type { Writer } from './writer.ts';

/** Stories that are judged in one question. */
const JUDGED_AT_ONCE = 200;
/** Stories that are judged while somebody waits, or at one tick of the clock. */
const MAX_JUDGED = 5000;

/** What a partner gets of the stories of a channel, and why it does not get others. */
export interface KeptReport {
  partner: string;
  title: string;
  /** The address of its feed. */
  feed: string;
  passed: number;
  adapted: number;
  withheld: number;
  gone: number;
  /** True while stories are still being judged anew, by other settings or rules. */
  isBeingMade: boolean;
  stories: (ReportedStory & { since: string })[];
}

/** What became of settings. */
export interface PartnersResult {
  result: 'updated' | 'unchanged';
  /** Stories that were judged anew. */
  judged: number;
  notes: Problem[];
}

/** Takes the newsroom's settings of partners, and keeps what each gets of every story. */
export class PartnerDesk {
  readonly #writer: Writer;

  constructor(writer: Writer) {
    this.#writer = writer;
  }

  async file(): Promise<PartnersFile> {
    return (await this.#writer.parts.profiles.read().ask()).file;
  }

  /** Takes settings, and judges the stories anew. Should there be many, the clock's next ticks go on with it. */
  async put(file: PartnersFile, requester: Requester): Promise<PartnersResult> {
    const hash = await sha256(JSON.stringify(file));
    const { cacheTags } = await this.#writer.write(() => this.#store(file, hash));
    const result = cacheTags.length > 0 ? 'updated' : 'unchanged';
    return { result, judged: await this.judgeNext(requester), notes: await this.#notesOn(file) };
  }

  async #notesOn(file: PartnersFile): Promise<Problem[]> {
    const { db, resolver } = this.#writer.parts;
    const { vocabulary, rows } = await together(db, {
      vocabulary: resolver.vocabulary(),
      rows: listChannels(db),
    }).ask();
    const slugs = new Set([...vocabulary.file.tags.map((it) => it.slug), ...rows.map((it) => it.slug)]);
    return notesOnUnknownTags(file, (tag) => slugs.has(vocabulary.slugOf(tag)), [...slugs]);
  }

  async #store(file: PartnersFile, hash: string): Promise<WriteResult> {
    const { db, clock } = this.#writer.parts;
    const { sequence, stored } = await together(db, {
      sequence: findSequence(db),
      stored: findPartners(db),
    }).ask();
    if (stored.hash === hash && !stored.isUnreadable) return NOTHING_WRITTEN;
    await commit(
      together(db, {
        number: takeNumbers(db, sequence.value, 1, clock()),
        noted: noteSettings(db, hash),
        partners: putPartners(db, { hash, file }),
        forgotten: forgetVerdicts(db, Object.keys(file.partners)),
        mended: forgetFaults(db, [PARTNERS_FAULT]),
      }),
    );
    return { outcomes: [], channels: [], cacheTags: [PROFILES_CACHE_TAG] };
  }

  /** Judges stories by the settings and rules that hold, where they were last judged by others. @returns how many */
  async judgeNext({ now }: Requester): Promise<number> {
    const { db, site, resolver, profiles } = this.#writer.parts;
    let count = 0;
    while (count < MAX_JUDGED) {
      const { judging, partners, vocabulary } = await together(db, {
        judging: findJudging(db),
        partners: profiles.read(),
        vocabulary: resolver.vocabulary(),
      }).ask();
      const judged = sha256Now(JSON.stringify([partners.hash, RULES, site]));
      if (!judging || (judging.judged === judged && judging.upto === undefined)) return count;
      const after = judging.judged === judged ? (judging.upto ?? 0) : 0;
      const entries = await listEntries(db, after, JUDGED_AT_ONCE).ask();
      const verdicts = entries.flatMap(({ entry, seq }) =>
        entry ? partners.verdictsOn(entry, site, vocabulary).map((it) => ({ ...it, seq })) : [],
      );
      const upto = entries.length < JUDGED_AT_ONCE ? undefined : entries.at(-1)?.number;
      await together(db, {
        verdicts: putVerdicts(db, verdicts, now),
        noted: noteJudging(db, partners.hash, { judged, upto }),
      }).ask();
      count += entries.length;
    }
    return count;
  }

  /**
   * Reports what a partner gets, from what is kept.
   * @param channel an expression of tags; undefined: all stories
   * @throws {Refused} `not-found` for a partner that the newsroom does not feed, and for what is no expression
   */
  async report(name: string, channel = ALL): Promise<KeptReport> {
    const { db, site, resolver, profiles } = this.#writer.parts;
    const { partners, judging, vocabulary, found } = await together(db, {
      partners: profiles.read(),
      judging: findJudging(db),
      vocabulary: resolver.vocabulary(),
      found: findVerdicts(db, name),
    }).ask();
    const named = partners.named.find((it) => it.partner.name === name);
    if (!named)
      throw notFound(
        reasonWithout(
          name,
          partners.named.map((it) => it.partner.name),
        ),
      );
    const slugOf = (term: string) => (term === ALL ? ALL : vocabulary.slugOf(term));
    const expression = canonicalExpression(parseExpression(channel, slugOf));
    const stories = found
      .filter((it) => matches(expression, new Set(it.channels)))
      .map(({ key, title, verdict, findings, since }) => ({
        key,
        title,
        verdict,
        findings,
        since: new Date(since).toISOString(),
      }));
    const count = (kind: ReportedStory['verdict']) => stories.filter((it) => it.verdict === kind).length;
    const { partner } = named;
    return {
      partner: partner.name,
      title: partner.title,
      feed: site.origin + profilePath(expressionName(expression), partner),
      passed: count('passed'),
      adapted: count('adapted'),
      withheld: count('withheld'),
      gone: count('gone'),
      isBeingMade: judging?.upto !== undefined,
      stories,
    };
  }
}

/** What the rules ask for: when that changes, so may every verdict. */
const RULES = PARTNERS.map(({ name, rules }) => [name, rules.map((it) => [it.id, it.says])]);

function reasonWithout(name: string, named: string[]): string {
  const known = PARTNERS.map((it) => it.name);
  if (known.includes(name)) return `${name} is not in articles/partners.yaml: name it there, and its report is kept`;
  return `no partner is called "${name.slice(0, 100)}"; articles/partners.yaml names ${named.join(', ') || 'none'}`;
}
