import type { parseArgs } from 'node:util';

/**
 * The options of `tagwire import`, in the form that `parseArgs` takes. Their type and `tagwire --help` are made from
 * this; a test compares the table in docs/import.md.
 */
export const IMPORT_OPTIONS = {
  published: {
    type: 'string',
    value: 'DATE',
    help: 'for stories without a date; RFC 3339, such as 2022-03-03T19:00:00-05:00',
  },
  author: { type: 'string', multiple: true, value: 'NAME', help: 'for stories without an author' },
  tag: { type: 'string', multiple: true, value: 'TAG', help: 'for every story' },
  tags: { type: 'string', value: 'FILE', help: 'the vocabulary; tags.yaml of the --out folder unless given' },
  language: { type: 'string', value: 'TAG', help: 'for stories without a language, such as uk' },
  timezone: { type: 'string', value: 'NAME', help: 'for dates without a time zone, such as Europe/Kyiv' },
  type: {
    type: 'string',
    multiple: true,
    value: 'TYPE',
    help: "a type of WordPress's that holds stories, such as news; posts always do",
  },
  encoding: {
    type: 'string',
    value: 'NAME',
    help: 'for files not in UTF-8, such as windows-1251; detected unless given',
  },
  columns: {
    type: 'string',
    value: 'FIELD=NAME',
    help: 'for tables whose columns have other names, such as title=Headline,body=Text',
  },
  site: {
    type: 'string',
    multiple: true,
    value: 'ADDRESS',
    help: 'of the old site, such as https://old.example: its addresses and bare paths are the same; former domains, too',
  },
  address: {
    type: 'string',
    value: 'PATTERN',
    help: 'old addresses of stories whose export has none, such as /:year/:month/:day/:slug/',
  },
  canonical: {
    type: 'boolean',
    default: false,
    help: 'send readers to the old address of each story, which must stay online',
  },
  pictures: {
    type: 'string',
    multiple: true,
    value: 'DIR',
    help: 'copy pictures to public/ of the --out folder: from this folder, or "web" to download them',
  },
  titles: {
    type: 'boolean',
    default: false,
    help: 'ask YouTube, Vimeo, SoundCloud and the like for the titles of what a story embeds',
  },
  'allow-loopback': { type: 'boolean', default: false, help: 'let --pictures web ask this machine, for tests' },
  accept: {
    type: 'string',
    multiple: true,
    value: 'CODE',
    help: 'publish stories in spite of this kind of doubt, as the plan names it',
  },
  out: { type: 'string', value: 'DIR', default: 'articles', help: 'where records are written' },
  plan: { type: 'boolean', default: false, help: 'print the plan, and write nothing' },
  'dry-run': { type: 'boolean', default: false, help: 'write nothing' },
  json: { type: 'boolean', default: false, help: 'print a JSON object for each story, one per line' },
  strict: { type: 'boolean', default: false, help: 'exit with 1 if any story needs review' },
} as const;

export type ImportOptions = ReturnType<typeof parseArgs<{ options: typeof IMPORT_OPTIONS }>>['values'];
