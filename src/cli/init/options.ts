import type { parseArgs } from 'node:util';

/** The options of `tagwire init`, in the form that `parseArgs` takes: every question can be answered by one. */
export const INIT_OPTIONS = {
  title: { type: 'string', value: 'TEXT', help: 'name of the wire' },
  description: { type: 'string', value: 'TEXT', help: 'what it is about, in a sentence' },
  language: { type: 'string', value: 'TAG', help: 'of most stories, such as uk or pt-BR' },
  'time-zone': { type: 'string', value: 'NAME', help: "the newsroom's, such as Europe/Kyiv" },
  origin: { type: 'string', value: 'URL', help: 'public address of the wire, such as https://news.example' },
  'tag-authority': {
    type: 'string',
    value: 'DOMAIN,DATE',
    help: 'for permanent ids: a domain of yours, and a day on which it was yours',
  },
  copyright: { type: 'string', value: 'TEXT', help: 'whose the stories are' },
  'editor-name': { type: 'string', value: 'NAME', help: 'who answers for the stories' },
  'editor-email': { type: 'string', value: 'ADDRESS', help: 'where they can be written to' },
  color: { type: 'string', value: 'COLOR', help: 'of the pages, such as #0b5fa5' },
  logo: { type: 'string', value: 'FILE', help: 'picture, or its address, of which icons of every size are made' },
  from: {
    type: 'string',
    value: 'ADDRESS',
    help: 'take suggestions from this site or feed, or from a saved file of it',
  },
  'remove-samples': { type: 'boolean', default: false, help: 'delete the sample stories, pictures and tags' },
  workflow: {
    type: 'boolean',
    default: false,
    help: 'write .github/workflows/deploy.yml, which deploys on every push',
  },
  yes: { type: 'boolean', default: false, help: 'ask nothing: what no option says stays as it is' },
  'dry-run': { type: 'boolean', default: false, help: 'only say what would be changed' },
} as const;

export type InitOptions = ReturnType<typeof parseArgs<{ options: typeof INIT_OPTIONS }>>['values'];
