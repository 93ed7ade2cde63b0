import { findEntrySizes } from '../articles/store.ts';
import { listChanges } from '../channels/store.ts';
import type { FeedPage } from '../feeds/documents.ts';
import type { Content } from './delivery.ts';
import type { Claimed } from './subscription-store.ts';
import type { HubTools } from './tools.ts';
import { findTopic, type TopicRow } from './topic-store.ts';

/** What one document holds at most: more follows in the next. */
const MAX_CHANGES = 500;
const MAX_DOCUMENT_BYTES = 2_000_000;
/** Documents that are kept at the same time. */
const MAX_KEPT = 3;

/** A delivery document, and the number of the sequence that its subscriber has everything up to with it. */
interface Chunk {
  upto: number;
  /** Undefined if nothing is left to be said. */
  content: Content | undefined;
  changes: number;
}

/** The documents of a page of deliveries: those who have the same, and come one after the other, get the same. */
export class Chunks {
  readonly #tools: HubTools;
  readonly #topics = new Map<number, Promise<{ row: TopicRow; page: FeedPage } | undefined>>();
  readonly #chunks = new Map<string, Promise<Chunk>>();

  constructor(tools: HubTools) {
    this.#tools = tools;
  }

  async since({ topic, delivered }: Claimed): Promise<Chunk & { path: string }> {
    const found = await this.#find(topic);
    if (!found) return { upto: delivered, content: undefined, changes: 0, path: '' };
    const name = `${topic} ${delivered}`;
    const chunk = this.#chunks.get(name) ?? this.#make(found, delivered);
    this.#chunks.set(name, chunk);
    const [oldest] = this.#chunks.keys();
    if (this.#chunks.size > MAX_KEPT && oldest !== undefined) this.#chunks.delete(oldest);
    return { ...(await chunk), path: found.row.path };
  }

  #find(topic: number) {
    const { db, topics, clock } = this.#tools;
    const found =
      this.#topics.get(topic) ??
      findTopic(db, topic).then(async (row) => row && { row, page: await topics.find(db, row.path, clock()) });
    this.#topics.set(topic, found);
    return found;
  }

  async #make({ row, page }: { row: TopicRow; page: FeedPage }, after: number): Promise<Chunk> {
    const { db, documents } = this.#tools;
    const { expression, sizes } = page.channel;
    const listed = await listChanges(db, expression, sizes, { after, upto: row.target, limit: MAX_CHANGES + 1 });
    const changes = await this.#fitting(listed);
    const last = changes.at(-1);
    const upto = changes.length < listed.length && last ? last.seq : row.target;
    if (changes.length === 0) return { upto, content: undefined, changes: 0 };
    const bytes = await documents.renderChanges(db, page, changes);
    return { upto, content: { bytes, type: page.request.format.mediaType }, changes: changes.length };
  }

  /** As many of the changes, and at least one, as go into one document. */
  async #fitting<T extends { key: string }>(listed: T[]): Promise<T[]> {
    const sizes = await findEntrySizes(
      this.#tools.db,
      listed.map((it) => it.key),
    );
    let room = MAX_DOCUMENT_BYTES;
    return listed.slice(0, MAX_CHANGES).filter(({ key }, index) => {
      room -= sizes.get(key) ?? 0;
      return index === 0 || room > 0;
    });
  }
}
