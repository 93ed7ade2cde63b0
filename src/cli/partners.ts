import type { Entry } from '../articles/entry.ts';
import { isLive } from '../articles/lifecycle.ts';
import { nearest } from '../articles/mistakes.ts';
import type { ArticleRecord } from '../articles/record.ts';
import { canonicalExpression, expressionSlugs, matches, parseExpression } from '../channels/expression.ts';
import { ALL } from '../channels/slug.ts';
import { Vocabulary } from '../channels/vocabulary.ts';
import { EMPTY_VOCABULARY } from '../channels/vocabulary-file.ts';
import { PARTNERS, profilePath } from '../partners/index.ts';
import type { Partner, PartnerSettings } from '../partners/partner.ts';
import { type PartnerReport, type ReportedStory, reportOn } from '../partners/report.ts';
import { derive } from '../publishing/derive.ts';
import { Refused } from '../refusal.ts';
import type { Site } from '../site.ts';
import { CommandError } from './errors.ts';
import { readFolder } from './folder.ts';
import { bad, problemLines, type Write } from './output.ts';
import { siteHere } from './wrangler-config.ts';

export interface PartnersOptions {
  folder: string;
  /** Only stories of this channel: a tag's slug, or a combination such as `a+b`. */
  channel: string;
  json: boolean;
  now: Date;
  write: Write;
  /** Prints why a file is left out. */
  warn: Write;
}

/** Finds a partner. @throws {CommandError} for one that there is not */
export function partnerNamed(name: string): Partner {
  const partner = PARTNERS.find((it) => it.name === name.toLowerCase());
  if (partner) return partner;
  throw new CommandError(`no partner is called "${name}"; expected ${PARTNERS.map((it) => it.name).join(', ')}`);
}

/**
 * Prints what each partner gets of the stories in a folder, and why it does not get others.
 * @param name only of this partner, with every story
 * @returns the exit code: 1 if a file was left out
 */
export async function showPartners(name: string | undefined, options: PartnersOptions): Promise<number> {
  const { json, write } = options;
  const site = await siteHere();
  const partners = name === undefined ? PARTNERS : [partnerNamed(name)];
  const { entries, leftOut, vocabulary, settings } = await liveEntries(options, site);
  const reports = partners.map((partner) => {
    const circumstances = { site, settings: settings[partner.name] ?? {}, vocabulary, now: options.now };
    return { partner, report: reportOn(partner, entries, circumstances) };
  });
  if (json) write(JSON.stringify(name === undefined ? reports.map((it) => it.report) : reports[0]?.report));
  else
    for (const { partner, report } of reports) {
      write(totals(partner, report, options.channel));
      if (name !== undefined) for (const it of report.stories) for (const line of storyLines(it)) write(line);
    }
  if (!json && name === undefined)
    write('`tagwire partners NAME` says of each story what is adapted, or why it is withheld.');
  return leftOut > 0 ? 1 : 0;
}

function totals(
  partner: Partner,
  { passed, adapted, withheld, gone, stories }: PartnerReport,
  channel: string,
): string {
  const all = stories.length === 1 ? '1 story' : `${stories.length} stories`;
  const takes = `${partner.title} takes ${passed + adapted} of ${all}`;
  const parts = [
    `${passed} as they are`,
    `${adapted} adapted`,
    `${withheld} withheld`,
    ...(gone > 0 ? [`${gone} gone`] : []),
  ];
  return `${takes}: ${parts.join(', ')}  ${profilePath(channel, partner)}`;
}

function storyLines({ key, verdict, findings }: ReportedStory): string[] {
  if (verdict === 'passed') return [`  ${key}: passed`];
  if (verdict === 'gone') return [`  ${key}: gone: the partner is told to take it away`];
  const marked = verdict === 'withheld' ? bad('withheld') : 'adapted';
  return findings.map((it) => `  ${key}: ${marked}: ${it.rule}: ${it.message}`);
}

interface LiveEntries {
  /** In the order of feeds. */
  entries: Entry[];
  /** The number of files that could not be read. */
  leftOut: number;
  vocabulary: Vocabulary;
  settings: Record<string, PartnerSettings>;
}

/** The entries of a folder that are live now. */
async function liveEntries({ folder, channel, now, warn }: PartnersOptions, site: Site): Promise<LiveEntries> {
  const { files, vocabulary, partners } = await readFolder(folder);
  if (partners && !partners.file) throw new CommandError(problemLines(partners.path, partners.problems).join('\n'));
  const tags = new Vocabulary(vocabulary?.file ?? EMPTY_VOCABULARY, site.language);
  const lists = matcher(channel, tags);
  const labels = new Map<string, string>();
  const slugs = new Set([ALL, ...tags.file.tags.map((it) => it.slug)]);
  const entries: Entry[] = [];
  let leftOut = 0;
  for (const { path, record, problems } of files) {
    const derived = record && problems.length === 0 ? derive(record, site, tags, labels) : undefined;
    if (!record || !derived?.ok) {
      leftOut++;
      for (const line of problemLines(path, derived?.ok === false ? derived.problems : problems)) warn(line);
      continue;
    }
    for (const { slug } of derived.value.channels) slugs.add(slug);
    if (!isShown(record, now) || !lists(derived.value.channels.map((it) => it.slug))) continue;
    const { entry } = derived.value;
    entries.push(record.status === 'withdrawn' ? { ...entry, withdrawn: { tags: record.tags } } : entry);
  }
  const unknown = slugsOf(channel, tags).find((it) => !slugs.has(it));
  if (unknown !== undefined)
    throw new CommandError(`--channel: no story has the tag "${unknown}"${meantBy(unknown, slugs)}`);
  return {
    entries: entries.sort((a, b) => (a.published < b.published ? 1 : -1)),
    leftOut,
    vocabulary: tags,
    settings: partners?.file?.partners ?? {},
  };
}

const slugsOf = (channel: string, tags: Vocabulary) =>
  expressionSlugs(parseExpression(channel, (term) => (term === ALL ? ALL : tags.slugOf(term))));

function meantBy(slug: string, known: Set<string>): string {
  const meant = nearest(slug, [...known]);
  return meant === undefined ? '' : `; did you mean "${meant}"?`;
}

/** True of a story that partners get, and of one that they have to take back. */
const isShown = (record: ArticleRecord, now: Date) => record.status === 'withdrawn' || isLive(record, now);

/**
 * Returns what tells whether a channel lists a story, by the slugs of the story's channels.
 * @throws {CommandError} for what is no tag, and no combination of tags
 */
function matcher(channel: string, tags: Vocabulary): (slugs: string[]) => boolean {
  try {
    const expression = canonicalExpression(
      parseExpression(channel, (term) => (term === ALL ? ALL : tags.slugOf(term))),
    );
    return (slugs) => matches(expression, new Set(slugs));
  } catch (error) {
    if (error instanceof Refused) throw new CommandError(`--channel: ${error.message}`);
    throw error;
  }
}
