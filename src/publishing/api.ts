import { stringify } from 'yaml';
import { KEY_PATTERN } from '../articles/fields.ts';
import { findHistory } from '../articles/history-store.ts';
import { decodeUtf8, MAX_RECORD_BYTES, noteOnCharacters, readArticle, type SourceType } from '../articles/source.ts';
import { findArticles, listStored } from '../articles/store.ts';
import { MAX_VOCABULARY_BYTES, readVocabulary } from '../channels/vocabulary-file.ts';
import type { AppContext } from '../env.ts';
import { readBody } from '../http/body.ts';
import { mayWrite } from '../http/conditional.ts';
import { HttpProblem } from '../http/problem.ts';
import { publishLines } from './bulk.ts';
import type { Newsroom } from './newsroom.ts';
import type { Inspect } from './publish.ts';

/** The handlers of /api, behind the guard: parse, one call, respond. */
export class PublishingApi {
  readonly #newsroom: (context: AppContext) => Newsroom;
  readonly #clock: () => Date;

  constructor(newsroom: (context: AppContext) => Newsroom, clock: () => Date) {
    this.#newsroom = newsroom;
    this.#clock = clock;
  }

  readonly putArticle = async (c: AppContext): Promise<Response> => {
    const key = c.req.param('key') ?? '';
    if (!KEY_PATTERN.test(key)) throw badKey(key);
    const type = mediaType(c, ['text/markdown', 'application/json']);
    const bytes = await readBody(c.req.raw, MAX_RECORD_BYTES);
    const article = readArticle(bytes, type as SourceType, { address: key });
    if (!article.ok) throw unprocessable(article.problems);
    const { outcomes } = await this.#newsroom(c).publish([article.value], this.#clock(), mayReplace(c));
    const [outcome] = outcomes;
    if (!outcome || outcome.result === 'refused') throw unprocessable(outcome?.problems ?? []);
    const { id, result, channels } = outcome;
    c.header('etag', etagOf(outcome));
    return c.json(
      { key, id, result, channels, notes: noteOnCharacters(decodeUtf8(bytes) ?? '') },
      result === 'created' ? 201 : 200,
    );
  };

  readonly deleteArticle = async (c: AppContext): Promise<Response> => {
    const key = c.req.param('key') ?? '';
    const withdrawn = await this.#newsroom(c).withdraw(key, this.#clock(), mayReplace(c));
    if (!withdrawn) throw noArticle(key);
    return c.body(null, 204, { etag: etagOf(withdrawn) });
  };

  readonly getArticle = async (c: AppContext): Promise<Response> => {
    const key = c.req.param('key') ?? '';
    const stored = await this.#newsroom(c).record(key);
    if (!stored) throw noArticle(key);
    c.header('etag', etagOf(stored));
    return c.json(stored.record);
  };

  /** Who changed the article when, and which fields; never what stood in them. */
  readonly getHistory = async (c: AppContext): Promise<Response> => {
    const key = c.req.param('key') ?? '';
    const changes = await findHistory(c.env.DB, key);
    if (!changes) throw noArticle(key);
    return c.json({ key, changes });
  };

  /** Bulk load: NDJSON in, NDJSON out, a line for a line. */
  readonly postArticles = async (c: AppContext): Promise<Response> => {
    mediaType(c, ['application/x-ndjson', 'application/ndjson']);
    const newsroom = this.#newsroom(c);
    const results = await publishLines(c.req.raw.body, (records) => newsroom.publish(records, this.#clock()));
    return ndjson(c, results);
  };

  /** Key, content hash and status of stored articles, in the order of keys or of some: what a push compares with. */
  readonly getArticles = async (c: AppContext): Promise<Response> => {
    const keys = c.req.queries('key');
    if (keys) {
      const stored = await findArticles(c.env.DB, keys);
      return ndjson(
        c,
        [...stored.values()].map(({ key, hash, status }) => ({ key, hash, status })),
      );
    }
    const limit = Number(c.req.query('limit') ?? 1000);
    if (!Number.isInteger(limit) || limit < 1 || limit > 5000)
      throw new HttpProblem(400, 'limit: expected a number from 1 to 5000');
    return ndjson(c, await listStored(c.env.DB, c.req.query('after') ?? '', limit));
  };

  readonly putTags = async (c: AppContext): Promise<Response> => {
    mediaType(c, ['application/yaml', 'application/x-yaml', 'text/yaml', 'text/x-yaml', 'application/json']);
    const source = decodeUtf8(await readBody(c.req.raw, MAX_VOCABULARY_BYTES));
    if (source === undefined) throw unprocessable([{ field: 'tags', message: 'is not valid UTF-8' }]);
    const vocabulary = readVocabulary(source);
    if (!vocabulary.ok) throw unprocessable(vocabulary.problems);
    return c.json(await this.#newsroom(c).putVocabulary(vocabulary.value, this.#clock()));
  };

  readonly getTags = async (c: AppContext): Promise<Response> => {
    const file = await this.#newsroom(c).vocabularyFile(this.#clock());
    if (/yaml/.test(c.req.header('accept') ?? ''))
      return c.body(stringify(file), 200, { 'content-type': 'application/yaml' });
    return c.json(file);
  };
}

const badKey = (key: string) =>
  unprocessable([{ field: 'key', message: `expected ${KEY_PATTERN.source}, got "${key.slice(0, 140)}"` }]);

/** A record's entity tag: the number of the article's newest change. */
const etagOf = ({ seq }: { seq: number }) => `"${seq}"`;

/** Refuses to write over what the client has not seen, if it says what it has. @throws {HttpProblem} 412 */
function mayReplace(c: AppContext): Inspect {
  return (stored, applied) => {
    const etag = stored && etagOf(stored);
    if (mayWrite(c.req.raw.headers, etag, applied)) return;
    throw new HttpProblem(412, etag ? `the article is at ${etag}` : 'there is no such article', {
      headers: etag ? { etag } : {},
    });
  };
}

/**
 * The media type of a body, the first of the accepted ones if it names none: `curl -T` does not. Parameters such as a
 * charset are ignored: JSON and our text are UTF-8.
 * @throws {HttpProblem} 415 for any other type
 */
function mediaType(c: AppContext, accepted: [string, ...string[]]): string {
  const type = c.req.header('content-type')?.split(';')[0]?.trim().toLowerCase() ?? accepted[0];
  if (accepted.includes(type)) return type;
  throw new HttpProblem(415, `expected content-type ${accepted.join(' or ')}, got "${type.slice(0, 100)}"`, {
    headers: { accept: accepted.join(', ') },
  });
}

function ndjson(c: AppContext, rows: unknown[]): Response {
  return c.body(rows.map((it) => `${JSON.stringify(it)}\n`).join(''), 200, { 'content-type': 'application/x-ndjson' });
}

const unprocessable = (problems: { field: string; message: string }[]) =>
  new HttpProblem(422, problems.map((it) => `${it.field}: ${it.message}`).join('; '), { problems });

const noArticle = (key: string) =>
  new HttpProblem(404, `there is no article "${key}"`, { headers: { 'cache-control': 'no-store' } });
