import { cleanLine } from '../../articles/characters.ts';
import { canonicalLanguage } from '../../articles/language-tags.ts';
import { isTimezone } from '../../importing/dates.ts';
import { isLocal } from '../local.ts';
import { isSampleSetting } from '../samples.ts';
import type { FoundSettings } from './from-site.ts';
import type { InitOptions } from './options.ts';

/** The settings of wrangler.toml for which a newsroom is asked. */
export type SettingName =
  | 'SITE_TITLE'
  | 'SITE_DESCRIPTION'
  | 'SITE_LANGUAGE'
  | 'SITE_TIME_ZONE'
  | 'ORIGIN'
  | 'TAG_AUTHORITY'
  | 'SITE_COPYRIGHT'
  | 'EDITOR_NAME'
  | 'EDITOR_EMAIL'
  | 'SITE_COLOR';

export type Answers = Partial<Record<SettingName, string>>;

/** Where a suggestion comes from. */
export interface Known {
  /** What wrangler.toml has. */
  current: Answers;
  /** What an existing site says of itself. */
  found: FoundSettings;
  /** What has been answered so far. */
  answers: Answers;
  /** The zone of this machine. */
  zone: string;
  now: Date;
}

export interface Question {
  setting: SettingName;
  /** The option that answers it. */
  option: Extract<keyof InitOptions, string>;
  question: string;
  /** What helps to answer it; a line of its own. */
  hint?: string;
  /** An empty answer is one. */
  optional?: boolean;
  /** Adds what was left out of an answer. */
  completed?(answer: string, now: Date): string;
  /** Returns what is wrong with an answer; undefined if nothing is. */
  problem(answer: string, now: Date): string | undefined;
  /** An answer that seems likely. What wrangler.toml has already, unless it is the sample's, comes before it. */
  suggested?(known: Known): string | undefined;
}

const MAX_CHARACTERS = 200;

const text = (answer: string) =>
  cleanLine(answer).length <= MAX_CHARACTERS ? undefined : `expected at most ${MAX_CHARACTERS} characters`;

/** Every question, in the order in which they are asked. */
export const QUESTIONS: Question[] = [
  {
    setting: 'SITE_TITLE',
    option: 'title',
    question: 'Name of the wire',
    problem: text,
    suggested: ({ found }) => found.title,
  },
  {
    setting: 'SITE_DESCRIPTION',
    option: 'description',
    question: 'What it is about, in a sentence',
    problem: text,
    suggested: ({ found }) => found.description,
  },
  {
    setting: 'SITE_LANGUAGE',
    option: 'language',
    question: 'Language',
    hint: "of most stories, such as en, uk or pt-BR; the pages' own words are English",
    problem: languageProblem,
    suggested: ({ found }) => found.language ?? 'en',
  },
  {
    setting: 'SITE_TIME_ZONE',
    option: 'time-zone',
    question: 'Time zone',
    hint: 'of the newsroom, such as Europe/Kyiv',
    problem: zoneProblem,
    suggested: ({ zone }) => zone,
  },
  {
    setting: 'ORIGIN',
    option: 'origin',
    question: 'Public address',
    hint: 'of this wire, such as https://wire.news.example; empty: decide before deploying',
    optional: true,
    problem: originProblem,
  },
  {
    setting: 'TAG_AUTHORITY',
    option: 'tag-authority',
    question: 'Tagging entity',
    hint: 'a domain and a day on which it was yours: part of every permanent id, for good',
    completed: (answer, now) => (/,/.test(answer) ? answer : `${answer},${dayOf(now)}`),
    problem: authorityProblem,
    suggested({ answers, found, now }) {
      const own = answers.ORIGIN ? new URL(answers.ORIGIN).hostname : found.domain;
      return own === undefined ? undefined : `${own},${dayOf(now)}`;
    },
  },
  {
    setting: 'SITE_COPYRIGHT',
    option: 'copyright',
    question: 'Copyright',
    hint: 'whose the stories are',
    optional: true,
    problem: text,
    suggested: ({ answers, found }) => found.copyright ?? answers.SITE_TITLE,
  },
  {
    setting: 'EDITOR_NAME',
    option: 'editor-name',
    question: 'Editor',
    hint: 'who answers for the stories; every feed names them',
    optional: true,
    problem: text,
    suggested: ({ found }) => found.editorName,
  },
  {
    setting: 'EDITOR_EMAIL',
    option: 'editor-email',
    question: "The editor's e-mail address",
    hint: 'every feed shows it',
    optional: true,
    problem: (answer) =>
      /^[^\s@<>"]+@[^\s@<>"]+\.[^\s@<>"]+$/.test(answer) ? undefined : 'expected an address such as desk@news.example',
    suggested: ({ found }) => found.editorEmail,
  },
  {
    setting: 'SITE_COLOR',
    option: 'color',
    question: 'Colour of the pages',
    hint: 'such as #0b5fa5',
    optional: true,
    problem: (answer) => (/^#[\da-f]{6}$/i.test(answer) ? undefined : 'expected a colour such as #0b5fa5'),
    suggested: ({ found }) => found.color,
  },
];

const dayOf = (now: Date) => now.toISOString().slice(0, 10);

function languageProblem(answer: string): string | undefined {
  if (canonicalLanguage(answer) !== undefined) return undefined;
  const meant = languageNamed(answer);
  const advice = meant === undefined ? '' : `; did you mean ${meant}?`;
  return `expected a language tag, such as en, uk or pt-BR${advice}`;
}

/** The tag of a language by its name in English or in itself. */
function languageNamed(name: string): string | undefined {
  const wanted = name.trim().toLowerCase();
  const english = new Intl.DisplayNames('en', { type: 'language' });
  const letters = [...'abcdefghijklmnopqrstuvwxyz'];
  const tags = letters.flatMap((a) => letters.map((b) => a + b)).filter((it) => canonicalLanguage(it) === it);
  return tags.find((it) => {
    const own = new Intl.DisplayNames(it, { type: 'language' });
    return [english.of(it), own.of(it)].some((its) => its?.toLowerCase() === wanted);
  });
}

function zoneProblem(answer: string): string | undefined {
  if (isTimezone(answer)) return undefined;
  const city = answer.trim().toLowerCase().replaceAll(' ', '_');
  const meant = Intl.supportedValuesOf('timeZone').find((it) => it.toLowerCase().endsWith(`/${city}`));
  return `expected a zone such as Europe/Kyiv${meant === undefined ? '' : `; did you mean ${meant}?`}`;
}

function authorityProblem(answer: string, now: Date): string | undefined {
  const [, day = ''] = /^[a-z0-9-]+(?:\.[a-z0-9-]+)+,(\d{4}(?:-\d{2}(?:-\d{2})?)?)$/.exec(answer) ?? [];
  if (day === '') return 'expected a domain and a day, such as news.example,2026-01-01 (RFC 4151)';
  if (day > dayOf(now)) return `${day} is in the future: expected a day on which the domain was yours`;
  return undefined;
}

function originProblem(answer: string): string | undefined {
  const isBare = /^[a-z0-9-]+(?:\.[a-z0-9-]+)+$/i.test(answer);
  const expected = isBare
    ? `expected an address: write https://${answer}`
    : 'expected an address such as https://news.example, without a path';
  if (!URL.canParse(answer)) return expected;
  const url = new URL(answer);
  if (!/^https?:$/.test(url.protocol) || url.pathname !== '/' || url.search !== '' || url.hash !== '') return expected;
  return isLocal(answer) ? 'expected a public address; `npm start` has its own on this machine' : undefined;
}

/** The likely answer to a question: what is there already, unless it comes with Tagwire, else what else is known. */
export function suggestionFor({ setting, problem, suggested }: Question, known: Known): string | undefined {
  const current = known.current[setting];
  if (current !== undefined && current !== '' && !isSampleSetting(setting, current)) return current;
  const other = suggested?.(known);
  return other !== undefined && other !== '' && problem(other, known.now) === undefined ? other : undefined;
}

/** An answer as the setting has it. */
export function settled(setting: SettingName, answer: string): string {
  const line = cleanLine(answer);
  if (line === '') return line;
  if (setting === 'ORIGIN') return new URL(line).origin;
  return setting === 'SITE_LANGUAGE' ? (canonicalLanguage(line) ?? line) : line;
}
