import type { HistoricChange } from '../articles/history-store.ts';
import type { ArticleRecord } from '../articles/record.ts';
import type { Fault } from '../faults/faults.ts';
import type { HubReport } from '../hub/report-store.ts';
import type { ListedKey } from '../keys/key-store.ts';
import type { LineResult } from '../publishing/bulk.ts';
import type { Problem } from '../refusal.ts';
import { CommandError } from './errors.ts';
import { isLocal } from './local.ts';
import { waitUntil } from './wait.ts';

/** An article as the wire lists it. */
export interface RemoteArticle {
  key: string;
  hash: string;
  status: ArticleRecord['status'];
  /** What readers have of it now: live, scheduled, ...; only where all are listed. */
  state?: string;
}

/** A key as the wire lists it; moments are ISO 8601. */
export type ListedKeyAnswer = Omit<ListedKey, 'made' | 'ends'> & { made: string; until?: string };

/** A key that was just made: the only time that it is told. */
export interface MadeKey {
  name: string;
  channel: string;
  formats: string[];
  key: string;
  addresses: string[];
  until?: string;
  notes: Problem[];
}

const ARTICLES_PER_PAGE = 5000;
const UP_WITHIN_SECONDS = 60;

/** The publishing API and the hub's, as the command line uses them. */
export class WireClient {
  readonly url: string;
  #token: string;
  readonly #source: string;

  /** @param source where the token comes from, for whoever has to put it right */
  constructor(url: string, token: string, source: string) {
    this.url = url.replace(/\/+$/, '');
    this.#token = token;
    this.#source = source;
  }

  /** Changes the token of all further requests. */
  useToken(token: string): void {
    this.#token = token;
  }

  /** Returns every article of the wire, by key. */
  async articles(): Promise<Map<string, RemoteArticle>> {
    const all = new Map<string, RemoteArticle>();
    for (let after = ''; ; ) {
      const response = await this.#call('GET', `/api/articles?limit=${ARTICLES_PER_PAGE}&after=${after}`);
      const page = ndjson<RemoteArticle>(await response.text());
      for (const it of page) all.set(it.key, it);
      if (page.length < ARTICLES_PER_PAGE) return all;
      after = page.at(-1)?.key ?? '';
    }
  }

  /** Returns the articles of these keys that the wire has, by key. */
  async find(keys: string[]): Promise<Map<string, RemoteArticle>> {
    const response = await this.#call(
      'GET',
      `/api/articles?${new URLSearchParams(keys.map((it): [string, string] => ['key', it]))}`,
    );
    return new Map(ndjson<RemoteArticle>(await response.text()).map((it) => [it.key, it]));
  }

  /** Returns the record of an article; undefined if the wire has none. */
  record(key: string): Promise<ArticleRecord | undefined> {
    return this.#find<ArticleRecord>(`/api/articles/${encodeURIComponent(key)}`);
  }

  /** Returns the changes of an article, the newest first. */
  async history(key: string): Promise<HistoricChange[]> {
    const found = await this.#find<{ changes: HistoricChange[] }>(`/api/articles/${encodeURIComponent(key)}/history`);
    return found?.changes ?? [];
  }

  async publish(records: ArticleRecord[]): Promise<LineResult[]> {
    const body = records.map((it) => JSON.stringify(it)).join('\n');
    const response = await this.#call('POST', '/api/articles', body, 'application/x-ndjson');
    return ndjson<LineResult>(await response.text());
  }

  async withdraw(key: string): Promise<void> {
    await this.#call('DELETE', `/api/articles/${key}`);
  }

  async putTags(file: unknown): Promise<{ result: string; refiled: number }> {
    const response = await this.#call('PUT', '/api/tags', JSON.stringify(file), 'application/json');
    return (await response.json()) as { result: string; refiled: number };
  }

  async putPartners(file: unknown): Promise<{ result: string; notes: Problem[] }> {
    const response = await this.#call('PUT', '/api/partners', JSON.stringify(file), 'application/json');
    return (await response.json()) as { result: string; notes: Problem[] };
  }

  async keys(): Promise<ListedKeyAnswer[]> {
    return (await (await this.#call('GET', '/api/keys')).json()) as ListedKeyAnswer[];
  }

  async makeKey(wanted: { name: string; channel: string; formats?: string[]; until?: string }): Promise<MadeKey> {
    const response = await this.#call('POST', '/api/keys', JSON.stringify(wanted), 'application/json');
    return (await response.json()) as MadeKey;
  }

  async revokeKey(name: string): Promise<void> {
    await this.#call('DELETE', `/api/keys/${encodeURIComponent(name)}`);
  }

  /** Takes a tag away for good that no story has. */
  async removeTag(slug: string): Promise<void> {
    await this.#call('DELETE', `/api/tags/${encodeURIComponent(slug)}`);
  }

  /** @param after lists the failed deliveries behind this id */
  async hub(after = 0): Promise<HubReport> {
    return (await (await this.#call('GET', `/api/hub?after=${after}`)).json()) as HubReport;
  }

  /**
   * @param ids of subscriptions; undefined for all that were given up
   * @returns how many subscriptions it concerned
   */
  async commandHub(action: 'retry' | 'drop', ids: number[] | undefined): Promise<number> {
    const response = await this.#call('POST', '/api/hub', JSON.stringify({ action, ids }), 'application/json');
    const { retried, dropped } = (await response.json()) as { retried?: number; dropped?: number };
    return retried ?? dropped ?? 0;
  }

  /** Examines the articles after a number of the database. @param mend also mends what can be derived anew */
  async doctor(after: number, mend: boolean): Promise<{ mended?: Fault[]; faults: Fault[]; next: number | null }> {
    const response = await this.#call(mend ? 'POST' : 'GET', `/api/doctor?after=${after}`);
    return (await response.json()) as { mended?: Fault[]; faults: Fault[]; next: number | null };
  }

  /** Returns what is at an address; undefined if there is nothing. */
  async #find<T>(path: string): Promise<T | undefined> {
    const response = await this.#ask('GET', path);
    if (response.status === 404) return undefined;
    return (await (await this.#accepted(response, path)).json()) as T;
  }

  /** @throws {CommandError} with the wire's own words if it refuses, or with the reason why it cannot be reached */
  async #call(method: string, path: string, body?: string, type?: string): Promise<Response> {
    return this.#accepted(await this.#ask(method, path, body, type), path);
  }

  /** @throws {CommandError} with the reason why the wire cannot be reached */
  async #ask(method: string, path: string, body?: string, type?: string): Promise<Response> {
    const headers = { authorization: `Bearer ${this.#token}`, ...(type && { 'content-type': type }) };
    const options = { method, headers, ...(body !== undefined && { body }) };
    return fetch(this.url + path, options).catch((error: Error) => {
      throw unreachable(this.url, error);
    });
  }

  /** @throws {CommandError} with the wire's own words if it refuses */
  async #accepted(response: Response, path: string): Promise<Response> {
    if (response.ok) return response;
    const { title = '', detail = 'no detail' } = (await response.json().catch(() => ({}))) as Record<string, string>;
    const address = this.url + path.split('?')[0];
    const advice = response.status === 401 ? `; the token that was sent is that of ${this.#source}` : '';
    throw new CommandError(`${address}: ${response.status} ${title}: ${detail}${advice}`, 'wire');
  }
}

/** The error for an address that `fetch` could not reach. */
export function unreachable(url: string, error: Error): CommandError {
  const reason = (error.cause as Error | undefined)?.message ?? error.message;
  const advice = isLocal(url) ? '; is `npm start` running?' : '';
  return new CommandError(`${url}: cannot be reached: ${reason}${advice}`, 'wire');
}

/**
 * Waits until a wire that has just been started answers.
 * @throws {CommandError} with this advice if it does not
 */
export async function waitUntilUp(url: string, { every, advice }: { every: number; advice: string }): Promise<void> {
  const isUp = async () => (await fetch(`${url}/healthz`).catch(() => undefined))?.ok === true;
  if (await waitUntil(isUp, { within: UP_WITHIN_SECONDS * 1000, every })) return;
  throw new CommandError(`${url}: no answer within ${UP_WITHIN_SECONDS} s; ${advice}`, 'wire');
}

function ndjson<T>(text: string): T[] {
  return text
    .split('\n')
    .filter((it) => it !== '')
    .map((it) => JSON.parse(it) as T);
}
