import type { ArticleRecord } from '../articles/record.ts';
import type { HubReport } from '../hub/report-store.ts';
import type { LineResult } from '../publishing/bulk.ts';
import { UsageError } from './local.ts';

/** What the wire has of an article. */
export interface RemoteArticle {
  key: string;
  hash: string;
  status: ArticleRecord['status'];
}

const PAGE = 5000;

/** The publishing API, as the command line uses it. */
export class WireClient {
  readonly url: string;
  readonly #token: string;

  constructor(url: string, token: string) {
    this.url = url.replace(/\/+$/, '');
    this.#token = token;
  }

  /** Everything the wire has, by key. */
  async articles(): Promise<Map<string, RemoteArticle>> {
    const all = new Map<string, RemoteArticle>();
    for (let after = ''; ; ) {
      const response = await this.#call('GET', `/api/articles?limit=${PAGE}&after=${after}`);
      const page = ndjson<RemoteArticle>(await response.text());
      for (const it of page) all.set(it.key, it);
      if (page.length < PAGE) return all;
      after = page.at(-1)?.key ?? '';
    }
  }

  /** What it has of these keys. */
  async find(keys: string[]): Promise<Map<string, RemoteArticle>> {
    const response = await this.#call(
      'GET',
      `/api/articles?${new URLSearchParams(keys.map((it): [string, string] => ['key', it]))}`,
    );
    return new Map(ndjson<RemoteArticle>(await response.text()).map((it) => [it.key, it]));
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

  /** @param after of the failed deliveries, those behind this id */
  async hub(after = 0): Promise<HubReport> {
    return (await (await this.#call('GET', `/api/hub?after=${after}`)).json()) as HubReport;
  }

  /** @returns how many subscriptions it concerned */
  async commandHub(action: 'retry' | 'drop', ids: number[] | undefined): Promise<number> {
    const response = await this.#call('POST', '/api/hub', JSON.stringify({ action, ids }), 'application/json');
    const { retried, dropped } = (await response.json()) as { retried?: number; dropped?: number };
    return retried ?? dropped ?? 0;
  }

  /** @throws {UsageError} with the wire's own words when it refuses, or with the reason why it cannot be reached */
  async #call(method: string, path: string, body?: string, type?: string): Promise<Response> {
    const headers = { authorization: `Bearer ${this.#token}`, ...(type && { 'content-type': type }) };
    const response = await fetch(this.url + path, { method, headers, ...(body !== undefined && { body }) }).catch(
      (error: Error) => {
        throw new UsageError(
          `${this.url}: cannot be reached: ${(error.cause as Error | undefined)?.message ?? error.message}`,
        );
      },
    );
    if (response.ok) return response;
    const problem = (await response.json().catch(() => ({}))) as { title?: string; detail?: string };
    throw new UsageError(
      `${this.url}${path.split('?')[0]}: ${response.status} ${problem.title ?? ''}: ${problem.detail ?? 'no detail'}`,
    );
  }
}

function ndjson<T>(text: string): T[] {
  return text
    .split('\n')
    .filter((it) => it !== '')
    .map((it) => JSON.parse(it) as T);
}
