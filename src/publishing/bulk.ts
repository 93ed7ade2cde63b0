import type { ArticleRecord } from '../articles/record.ts';
import { MAX_RECORD_BYTES, readArticle } from '../articles/source.ts';
import { readLines } from '../http/body.ts';
import type { Problem } from '../refusal.ts';
import type { Outcome, WriteResult } from './publish.ts';

/** One line of the answer to a bulk load: what became of the record on that line of the request. */
export interface LineResult {
  line: number;
  key: string | null;
  result: Outcome['result'];
  problems: Problem[];
  /** What was changed on the way in, and what is worth a look. */
  notes: Problem[];
}

/** Records that are written in one transaction: enough to make it cheap, few enough to stay within D1's time. */
const RECORDS_PER_TRANSACTION = 500;
const BYTES_PER_TRANSACTION = 4_000_000;

/**
 * Publishes every record of an NDJSON body, a transaction for some hundred lines. A line that cannot be a record, or
 * whose key stood on an earlier line, is refused by itself.
 */
export async function publishLines(
  body: ReadableStream<Uint8Array> | null,
  publishRecords: (records: ArticleRecord[]) => Promise<WriteResult>,
): Promise<LineResult[]> {
  const results: LineResult[] = [];
  const lineOfKey = new Map<string, number>();
  let waiting: { line: number; record: ArticleRecord; notes: Problem[] }[] = [];
  let bytesWaiting = 0;
  const flush = async () => {
    const read = new Map(waiting.map((it) => [it.record.key, it]));
    const { outcomes } = await publishRecords(waiting.map((it) => it.record));
    for (const { key, result, problems, notes } of outcomes) {
      const { line = 0, notes: before = [] } = read.get(key) ?? {};
      const isChanged = result === 'created' || result === 'updated';
      results.push({ line, key, result, problems, notes: isChanged ? [...before, ...notes] : [] });
    }
    waiting = [];
    bytesWaiting = 0;
  };
  for await (const { line, bytes } of readLines(body, MAX_RECORD_BYTES)) {
    if (bytes && isBlank(bytes)) continue;
    const read = readLine(bytes, lineOfKey);
    if ('problems' in read) {
      results.push({ line, key: read.key, result: 'refused', problems: read.problems, notes: [] });
      continue;
    }
    lineOfKey.set(read.record.key, line);
    waiting.push({ line, ...read });
    bytesWaiting += bytes?.byteLength ?? 0;
    if (waiting.length >= RECORDS_PER_TRANSACTION || bytesWaiting >= BYTES_PER_TRANSACTION) await flush();
  }
  if (waiting.length > 0) await flush();
  return results.sort((a, b) => a.line - b.line);
}

const isBlank = (bytes: Uint8Array) => bytes.every((it) => it === 0x20 || it === 0x09 || it === 0x0d);

function readLine(
  bytes: Uint8Array | undefined,
  lineOfKey: Map<string, number>,
): { record: ArticleRecord; notes: Problem[] } | { key: string | null; problems: Problem[] } {
  if (!bytes)
    return { key: null, problems: [{ field: 'record', message: `expected at most ${MAX_RECORD_BYTES} bytes` }] };
  const article = readArticle(bytes, 'application/json');
  if (!article.ok) return { key: keyIn(bytes), problems: article.problems };
  const { key } = article.value;
  const earlier = lineOfKey.get(key);
  if (earlier !== undefined)
    return { key, problems: [{ field: 'key', message: `"${key}" is on line ${earlier} already` }] };
  return { record: article.value, notes: article.notes };
}

/** The key of a refused record, if it can be told. */
function keyIn(bytes: Uint8Array): string | null {
  try {
    const { key } = JSON.parse(new TextDecoder().decode(bytes)) as { key?: unknown };
    return typeof key === 'string' ? key.slice(0, 128) : null;
  } catch {
    return null;
  }
}
