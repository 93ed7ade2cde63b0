import { isLive } from '../articles/lifecycle.ts';
import type { ArticleRecord } from '../articles/record.ts';
import { Vocabulary } from '../channels/vocabulary.ts';
import { EMPTY_VOCABULARY } from '../channels/vocabulary-file.ts';
import { ONLY } from '../partners/judge.ts';
import { NEEDS, type Partner, type PartnerSettings } from '../partners/partner.ts';
import { reportOn } from '../partners/report.ts';
import { derive } from '../publishing/derive.ts';
import type { Problem } from '../refusal.ts';
import type { Site } from '../site.ts';
import type { FolderContents } from './folder.ts';

// What `tagwire check` says of partners.

/** Partners, and the publication that they are to take stories of: its language counts. */
export interface Judges {
  partners: readonly Partner[];
  settings: Record<string, PartnerSettings>;
  site: Site;
  /** The files whose stories are judged. */
  paths: ReadonlySet<string>;
  /** True if they were asked for: then everything is told. */
  isAsked: boolean;
}

/** How many stories each partner takes, in a line each. */
export function partnerTotals(
  { files, vocabulary }: FolderContents,
  { partners, settings, site }: Judges,
  now: Date,
): string[] {
  if (partners.length === 0) return [];
  const tags = new Vocabulary(vocabulary?.file ?? EMPTY_VOCABULARY, site.language);
  const entries = files.flatMap(({ record }) => {
    const derived = record && isLive(record, now) ? derive(record, site, tags, new Map()) : undefined;
    return derived?.ok ? [derived.value.entry] : [];
  });
  return partners.map((partner) => {
    const circumstances = { site, settings: settings[partner.name] ?? {}, vocabulary: tags, now };
    const { passed, adapted } = reportOn(partner, entries, circumstances);
    const all = entries.length === 1 ? '1 story' : `${entries.length} stories`;
    const taken = `${partner.title} takes ${passed + adapted} of ${all}`;
    return `${taken}; \`tagwire partners ${partner.name}\` says why not the others`;
  });
}

/** Notes why partners do not take a story and, where they were asked for, what they adapt. */
export function partnerNotes(
  record: ArticleRecord,
  tags: Vocabulary,
  { partners, settings, site, isAsked }: Judges,
  now: Date,
): Problem[] {
  const isJudged = partners.length > 0 && record.status !== 'withdrawn';
  const derived = isJudged ? derive(record, site, tags, new Map()) : undefined;
  if (!derived?.ok) return [];
  return partners.flatMap((partner) =>
    reportOn(partner, [derived.value.entry], {
      site,
      settings: settings[partner.name] ?? {},
      vocabulary: tags,
      now,
    }).stories.flatMap(({ verdict, findings }) =>
      findings
        .filter(({ rule }) => rule !== ONLY.id && rule !== NEEDS && (isAsked || verdict === 'withheld'))
        .map(({ rule, message }) => ({
          field: rule,
          message:
            verdict === 'withheld'
              ? `${partner.title} does not take it: ${message}`
              : `for ${partner.title}, ${message}`,
        })),
    ),
  );
}
