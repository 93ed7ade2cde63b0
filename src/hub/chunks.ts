import type { ListedArticle } from '../channels/listing.ts';
import { listChanges } from '../channels/listing-store.ts';
import type { Content } from './delivery.ts';
import type { Claimed } from './subscription-store.ts';
import type { HubTools } from './tools.ts';
import type { Topic } from './topics.ts';

/** What one document holds at most: more follows in the next. */
const MAX_CHANGES = 500;
const MAX_DOCUMENT_BYTES = 2_000_000;
/** Documents that are held at the same time. */
const MAX_HELD = 3;

/** A delivery document, and the number of the sequence up to which its subscriber has everything with it. */
interface Chunk {
  upto: number;
  /** Undefined if nothing is left to be said. */
  content: Content | undefined;
  changes: number;
}

/** The documents of a page of deliveries: subscribers that have the same, and come one after another, get the same. */
export class Chunks {
  readonly #tools: HubTools;
  readonly #topics = new Map<string, Promise<Topic>>();
  readonly #chunks = new Map<string, Promise<Chunk>>();

  constructor(tools: HubTools) {
    this.#tools = tools;
  }

  async since({ path, target, delivered }: Claimed): Promise<Chunk> {
    if (path === null || target === null) return { upto: delivered, content: undefined, changes: 0 };
    const name = `${delivered} ${path}`;
    const chunk = this.#chunks.get(name) ?? this.#make(path, { after: delivered, upto: target });
    this.#chunks.set(name, chunk);
    const [oldest] = this.#chunks.keys();
    if (this.#chunks.size > MAX_HELD && oldest !== undefined) this.#chunks.delete(oldest);
    return chunk;
  }

  #topic(path: string): Promise<Topic> {
    const topic = this.#topics.get(path) ?? this.#tools.topics.find(path, this.#tools.clock());
    this.#topics.set(path, topic);
    return topic;
  }

  async #make(path: string, { after, upto }: { after: number; upto: number }): Promise<Chunk> {
    const { db, documents } = this.#tools;
    const topic = await this.#topic(path);
    const known = documents.fragments.inMemory(topic.address);
    const entries = { except: known.keys(), maxBytes: MAX_DOCUMENT_BYTES };
    const listed = await listChanges(db, topic.channel, { after, upto, limit: MAX_CHANGES + 1, entries }).ask();
    const changes = fitting(listed);
    const last = changes.at(-1);
    const reached = changes.length < listed.length && last ? last.seq : upto;
    if (changes.length === 0) return { upto: reached, content: undefined, changes: 0 };
    const bytes = await documents.renderChanges(topic, changes, known);
    return { upto: reached, content: { bytes, type: topic.address.format.mediaType }, changes: changes.length };
  }
}

/** As many of the changes, and at least one, as go into one document. */
function fitting(listed: ListedArticle[]): ListedArticle[] {
  let room = MAX_DOCUMENT_BYTES;
  return listed.slice(0, MAX_CHANGES).filter(({ bytes }, index) => {
    room -= bytes ?? 0;
    return index === 0 || room > 0;
  });
}
