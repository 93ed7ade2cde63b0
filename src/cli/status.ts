import { TZDate } from '@date-fns/tz';
import { formatISO } from 'date-fns/formatISO';
import { articlePath } from '../articles/addresses.ts';
import type { HistoricChange } from '../articles/history-store.ts';
import { isLive } from '../articles/lifecycle.ts';
import type { ArticleRecord } from '../articles/record.ts';
import { recordHash } from '../publishing/derive.ts';
import type { WireClient } from './client.ts';
import { CommandError } from './errors.ts';
import { type ArticleFile, readFolder } from './folder.ts';
import type { Write } from './output.ts';
import { stateOf } from './story-state.ts';
import { newsroomZone } from './wrangler-config.ts';

/** Changes that are shown; the API has all of them. */
const SHOWN_CHANGES = 5;

export interface StatusOptions {
  /** Where the story's file may be. */
  folder: string;
  json: boolean;
  now: Date;
  write: Write;
}

/**
 * Shows what a wire has of a story: its state and address, the last changes, and whether its file says the same.
 * @throws {CommandError} for a story that the wire does not have
 */
export async function showStatus(client: WireClient, key: string, options: StatusOptions): Promise<void> {
  const { folder, json, now, write } = options;
  const record = await recordOn(client, key);
  const changes = await client.history(key);
  const zone = await newsroomZone();
  const state = stateOf(record, client.url, now, zone);
  const hash = (await client.find([key])).get(key)?.hash;
  const file = await fileOf(folder, key, hash);
  if (json) return write(JSON.stringify({ key, state, record, file, changes }));
  const rows = [
    ['state', state],
    ['title', record.title],
    ['published', record.published ?? 'without a date'],
    ...(record.updated ? [['updated', record.updated]] : []),
    ['tags', record.tags.join(', ') || 'none'],
    ['id', record.id ?? ''],
    ['file', file],
  ];
  write(key);
  for (const [name = '', value] of rows) write(`  ${name.padEnd(9)}  ${value}`);
  for (const [index, it] of changes.slice(0, SHOWN_CHANGES).entries())
    write(`  ${index === 0 ? 'changes  ' : '         '}  ${changeLine(it, zone)}`);
}

/** Returns the address of a story's page. @throws {CommandError} for a story that has none which anybody sees */
export async function pageOf(client: WireClient, key: string, now: Date): Promise<string> {
  const record = await recordOn(client, key);
  if (!isLive(record, now))
    throw new CommandError(
      `${key}: has no page now: ${stateOf(record, client.url, now, await newsroomZone())}`,
      'folder',
    );
  return new URL(articlePath(record.slug ?? key), client.url).href;
}

async function recordOn(client: WireClient, key: string): Promise<ArticleRecord> {
  const record = await client.record(key);
  if (record) return record;
  throw new CommandError(`${key}: is not on ${client.url}; \`tagwire list\` shows what is`, 'folder');
}

/** Says whether the file of a story has what the wire has. */
async function fileOf(folder: string, key: string, hash: string | undefined): Promise<string> {
  const files = await readFolder(folder).then(
    (it) => it.files,
    (): ArticleFile[] => [],
  );
  const file = files.find((it) => it.key === key);
  if (!file) return `none in ${folder}/`;
  if (!file.record) return `${file.path}: cannot be read; \`tagwire check\` says why`;
  return hash === (await recordHash(file.record))
    ? `${file.path}: the same`
    : `${file.path}: differs; \`tagwire push\` publishes it`;
}

function changeLine({ at, by, action, fields }: HistoricChange, zone: string): string {
  const what = fields.length > 0 ? `: ${fields.join(', ')}` : '';
  return `${formatISO(new TZDate(at, zone))} ${action} by ${by}${what}`;
}
