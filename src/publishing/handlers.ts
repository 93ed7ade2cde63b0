import type { Context } from 'hono';
import { stringify } from 'yaml';
import { KEY_PATTERN } from '../articles/fields.ts';
import { findHistory } from '../articles/history-store.ts';
import { findArticles, listStored } from '../articles/lookup-store.ts';
import { decodeUtf8, MAX_RECORD_BYTES, readArticle, type SourceType } from '../articles/source.ts';
import { offerZone } from '../articles/zones.ts';
import { MAX_VOCABULARY_BYTES, readVocabulary } from '../channels/vocabulary-file.ts';
import type { Handler } from '../http/add-routes.ts';
import { readBody } from '../http/body.ts';
import { mayWrite } from '../http/conditional.ts';
import { decode } from '../http/paths.ts';
import { HttpProblem } from '../http/problem.ts';
import type { PartnerReports } from '../partners/reports.ts';
import { MAX_PARTNERS_BYTES, readPartners } from '../partners/settings.ts';
import type { Database } from '../platform/database.ts';
import { invalid, notFound, type Problem } from '../refusal.ts';
import type { Site } from '../site.ts';
import { publishLines } from './bulk.ts';
import type { Newsroom } from './newsroom.ts';
import type { PartnerDesk } from './partner-desk.ts';
import type { Precondition, Requester } from './publish.ts';
import type { TagDesk } from './tag-desk.ts';

interface Parts {
  db: Database;
  newsroom: Newsroom;
  tags: TagDesk;
  partners: PartnerDesk;
  reports: PartnerReports;
  site: Site;
  clock: () => Date;
}

/** The handlers of /api/articles, /api/tags and /api/partners, behind the guards: parse, one call, respond. */
export class PublishingHandlers {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  #requester(c: Context): Requester {
    return { by: c.get('client').name, now: this.#parts.clock() };
  }

  readonly putArticle: Handler = async (c) => {
    const key = c.req.param('key') ?? '';
    if (!KEY_PATTERN.test(key)) throw badKey(key);
    const type = mediaType(c, ['text/markdown', 'application/json']);
    const bytes = await readBody(c.req.raw, MAX_RECORD_BYTES);
    const article = readArticle(bytes, type as SourceType, { address: key });
    if (!article.ok) throw invalid(this.#offered(article.problems));
    const { outcomes } = await this.#parts.newsroom.publish([article.value], this.#requester(c), mayReplace(c));
    const [outcome] = outcomes;
    if (!outcome || outcome.result === 'refused') throw invalid(outcome?.problems ?? []);
    const { id, result, channels } = outcome;
    const notes = result === 'unchanged' ? [] : [...article.notes, ...outcome.notes];
    c.header('etag', etagOf(outcome));
    return c.json({ key, id, result, channels, notes }, result === 'created' ? 201 : 200);
  };

  readonly deleteArticle: Handler = async (c) => {
    const key = c.req.param('key') ?? '';
    const withdrawn = await this.#parts.newsroom.withdraw(key, this.#requester(c), mayReplace(c));
    if (!withdrawn) throw noArticle(key);
    return c.body(null, 204, { etag: etagOf(withdrawn) });
  };

  readonly getArticle: Handler = async (c) => {
    const key = c.req.param('key') ?? '';
    const stored = await this.#parts.newsroom.record(key);
    if (!stored) throw noArticle(key);
    c.header('etag', etagOf(stored));
    return c.json(stored.record);
  };

  /** Tells who changed the article when, and which fields; never their contents. */
  readonly getHistory: Handler = async (c) => {
    const key = c.req.param('key') ?? '';
    const changes = await findHistory(this.#parts.db, key).ask();
    if (!changes) throw noArticle(key);
    return c.json({ key, changes });
  };

  /** Bulk load: NDJSON in, NDJSON out, a line for a line. */
  readonly postArticles: Handler = async (c) => {
    mediaType(c, ['application/x-ndjson', 'application/ndjson']);
    const results = await publishLines(c.req.raw.body, (records) =>
      this.#parts.newsroom.publish(records, this.#requester(c)),
    );
    return ndjson(
      c,
      results.map((it) => ({ ...it, problems: this.#offered(it.problems) })),
    );
  };

  #offered(problems: Problem[]): Problem[] {
    return problems.map((it) => offerZone(it, this.#parts.site.timeZone));
  }

  /** Key, content hash and status of the articles with these keys, or of all in the order of keys: a push compares them. */
  readonly getArticles: Handler = async (c) => {
    const keys = c.req.queries('key');
    if (keys) {
      const stored = await findArticles(this.#parts.db, keys).ask();
      return ndjson(
        c,
        [...stored.values()].map(({ key, hash, status }) => ({ key, hash, status })),
      );
    }
    const limit = Number(c.req.query('limit') ?? 1000);
    if (!Number.isInteger(limit) || limit < 1 || limit > 5000)
      throw new HttpProblem(400, 'limit: expected a number from 1 to 5000');
    return ndjson(c, await listStored(this.#parts.db, c.req.query('after') ?? '', limit).ask());
  };

  readonly putTags: Handler = async (c) => {
    const vocabulary = readVocabulary(await sourceIn(c, 'tags', MAX_VOCABULARY_BYTES));
    if (!vocabulary.ok) throw invalid(vocabulary.problems);
    return c.json(await this.#parts.tags.put(vocabulary.value, this.#requester(c)));
  };

  /** Takes a tag away for good that no story has. */
  readonly deleteTag: Handler = async (c) => {
    await this.#parts.tags.remove(c.req.param('slug') ?? '', this.#requester(c));
    return c.body(null, 204);
  };

  readonly getTags: Handler = async (c) => {
    return asWanted(c, await this.#parts.tags.file());
  };

  readonly putPartners: Handler = async (c) => {
    const partners = readPartners(await sourceIn(c, 'partners', MAX_PARTNERS_BYTES));
    if (!partners.ok) throw invalid(partners.problems);
    return c.json(await this.#parts.partners.put(partners.value, this.#requester(c)));
  };

  readonly getPartners: Handler = async (c) => {
    return asWanted(c, await this.#parts.partners.file());
  };

  /** What a partner gets of the stories, or of those of a channel: `?channel=ukraine+refugees`. */
  readonly getPartnerReport: Handler = async (c) => {
    const channel = new URL(c.req.url).search.match(/[?&]channel=([^&]*)/)?.[1];
    return c.json(
      await this.#parts.reports.of(
        (c.req.param('name') ?? '').toLowerCase(),
        channel === undefined || channel === '' ? undefined : decode(channel),
      ),
    );
  };
}

/** A file of settings in YAML or JSON. @throws {HttpProblem} 413, 415 @throws {Refused} `invalid` if it is not UTF-8 */
async function sourceIn(c: Context, field: string, maxBytes: number): Promise<string> {
  mediaType(c, ['application/yaml', 'application/x-yaml', 'text/yaml', 'text/x-yaml', 'application/json']);
  const source = decodeUtf8(await readBody(c.req.raw, maxBytes));
  if (source === undefined) throw invalid([{ field, message: 'is not valid UTF-8' }]);
  return source;
}

/** Such a file as JSON, or as YAML for who asks for that. */
function asWanted(c: Context, file: unknown): Response {
  if (!/yaml/.test(c.req.header('accept') ?? '')) return c.json(file);
  return c.body(stringify(file), 200, { 'content-type': 'application/yaml' });
}

const badKey = (key: string) =>
  invalid([{ field: 'key', message: `expected ${KEY_PATTERN.source}, got "${key.slice(0, 140)}"` }]);

/** A record's entity tag: the number of the article's newest change. */
const etagOf = ({ seq }: { seq: number }) => `"${seq}"`;

/** Refuses to write over what the client has not seen, if it says what it has. @throws {HttpProblem} 412 */
function mayReplace(c: Context): Precondition {
  return (stored, applied) => {
    const etag = stored && etagOf(stored);
    if (mayWrite(c.req.raw.headers, etag, applied)) return;
    throw new HttpProblem(412, etag ? `the article is at ${etag}` : 'there is no such article', {
      headers: etag ? { etag } : {},
    });
  };
}

/**
 * The media type of a body, the first of the accepted ones if it names none, like `curl -T`. Parameters such as a
 * charset are ignored: JSON and our text are UTF-8.
 * @throws {HttpProblem} 415 for any other type
 */
function mediaType(c: Context, accepted: [string, ...string[]]): string {
  const type = c.req.header('content-type')?.split(';')[0]?.trim().toLowerCase() ?? accepted[0];
  if (accepted.includes(type)) return type;
  throw new HttpProblem(415, `expected content-type ${accepted.join(' or ')}, got "${type.slice(0, 100)}"`, {
    headers: { accept: accepted.join(', ') },
  });
}

function ndjson(c: Context, rows: unknown[]): Response {
  return c.body(rows.map((it) => `${JSON.stringify(it)}\n`).join(''), 200, { 'content-type': 'application/x-ndjson' });
}

const noArticle = (key: string) => notFound(`there is no article "${key}"`);
