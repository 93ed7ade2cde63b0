import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Server, startWorkerd } from '../../support/workerd/workerd.ts';
import type { Bench } from '../bench.ts';
import { milliseconds } from '../statistics.ts';
import { type StoryRecord, story } from '../stories.ts';
import { configOf } from './config.ts';
import { VARS } from './vars.ts';

export const STORIES_PER_REQUEST = 500;

/** Our worker with a database of its own, under bare workerd. */
export class Wire {
  readonly server: Server;
  /** The number of its stories. */
  stories: number;

  private constructor(server: Server, stories: number) {
    this.server = server;
    this.stories = stories;
  }

  /**
   * @param name of the folder that keeps the database: a wire that is started again under it has what it had
   * @param worker the bundle to run instead of the one that is deployed
   */
  static async start(
    { folder, bundles }: Bench,
    name: string,
    { worker = bundles.worker, stories = 0 } = {},
  ): Promise<Wire> {
    const store = join(folder, `${name}-store`);
    await mkdir(store, { recursive: true });
    const database = { folder: store, module: bundles.d1, migrations: bundles.migrations };
    const config = await configOf(folder, { module: worker, vars: VARS, store: database });
    return new Wire(await startWorkerd(folder, name, config), stories);
  }

  /** Publishes the next stories of the invented news in one request. @returns stories per second */
  async publishNext(count: number, length: number): Promise<number> {
    const records = Array.from({ length: count }, (_, index) => story(this.stories + index, length));
    const rate = await this.publish(records, 'created');
    this.stories += count;
    return rate;
  }

  /** Publishes until there are so many stories. @returns stories per second, by the time that requests took */
  async fillTo(stories: number, length: number): Promise<number> {
    const missing = stories - this.stories;
    let seconds = 0;
    while (this.stories < stories) {
      const count = Math.min(STORIES_PER_REQUEST, stories - this.stories);
      seconds += count / (await this.publishNext(count, length));
      if (this.stories % 20_000 === 0) console.log(`  ${this.stories} stories`);
    }
    return missing / seconds;
  }

  /**
   * Publishes records in one request. The body is made before the clock starts.
   * @returns records per second
   * @throws {Error} unless every one of them has the expected result
   */
  async publish(records: StoryRecord[], expected: 'created' | 'updated'): Promise<number> {
    const body = Buffer.from(records.map((it) => `${JSON.stringify(it)}\n`).join(''));
    let answer = '';
    const time = await milliseconds(async () => {
      const headers = { authorization: `Bearer ${VARS.PUBLISH_TOKEN}`, 'content-type': 'application/x-ndjson' };
      const response = await fetch(`${this.server.origin}/api/articles`, { method: 'POST', headers, body });
      answer = await response.text();
    });
    const lines = answer.split('\n').filter((it) => it !== '');
    const unexpected = lines.find((it) => !it.includes(`"result":"${expected}"`));
    if (lines.length !== records.length || unexpected !== undefined)
      throw new Error(`a load was refused: ${unexpected ?? answer}`);
    return (records.length / time) * 1000;
  }

  stop(): Promise<void> {
    return this.server.stop();
  }
}
