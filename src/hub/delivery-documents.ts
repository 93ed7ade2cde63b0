import type { ListedArticle } from '../channels/listing.ts';
import { listChanges } from '../channels/listing-store.ts';
import type { HubParts } from './parts.ts';
import type { ClaimedSubscription } from './subscription-claim-store.ts';
import type { Topic } from './topics.ts';

/** The most that one document holds: further changes follow in the next. */
const MAX_CHANGES = 500;
const MAX_DOCUMENT_BYTES = 2_000_000;
/** Documents that are held at the same time. */
const MAX_HELD = 3;

/** A document to be delivered. */
export interface DeliveryDocument {
  bytes: Uint8Array;
  /** The topic's. */
  mediaType: string;
  /** The number of changes in it. */
  changes: number;
}

/** The next document for a subscriber. */
export interface NextDelivery {
  /** Number of the sequence up to which the subscriber has everything then. */
  upto: number;
  /** Undefined if the subscriber has everything already. */
  document: DeliveryDocument | undefined;
}

/** Makes the documents for a batch of subscribers: those who have the same, and come one after another, get the same. */
export class DeliveryDocuments {
  readonly #parts: HubParts;
  readonly #topics = new Map<string, Promise<Topic>>();
  readonly #made = new Map<string, Promise<NextDelivery>>();

  constructor(parts: HubParts) {
    this.#parts = parts;
  }

  /** Returns the next document for a subscriber. */
  async next({ path, target, delivered }: ClaimedSubscription): Promise<NextDelivery> {
    if (path === null || target === null) return { upto: delivered, document: undefined };
    const name = `${delivered} ${path}`;
    const next = this.#made.get(name) ?? this.#make(path, { after: delivered, upto: target });
    this.#made.set(name, next);
    const [oldest] = this.#made.keys();
    if (this.#made.size > MAX_HELD && oldest !== undefined) this.#made.delete(oldest);
    return next;
  }

  #topic(path: string): Promise<Topic> {
    const topic = this.#topics.get(path) ?? this.#parts.topics.find(path, this.#parts.clock());
    this.#topics.set(path, topic);
    return topic;
  }

  async #make(path: string, { after, upto }: { after: number; upto: number }): Promise<NextDelivery> {
    const { db, documents } = this.#parts;
    const topic = await this.#topic(path);
    const known = documents.fragments.inMemory(topic);
    const entries = { except: known.keys(), maxBytes: MAX_DOCUMENT_BYTES };
    const listed = await listChanges(db, topic.channel, { after, upto, limit: MAX_CHANGES + 1, entries }).ask();
    const changes = fitting(listed);
    const last = changes.at(-1);
    if (!last) return { upto, document: undefined };
    const bytes = await documents.renderChanges(topic, changes, known);
    const document = { bytes, mediaType: topic.address.format.mediaType, changes: changes.length };
    return { upto: changes.length < listed.length ? last.seq : upto, document };
  }
}

/** Returns as many of the changes, and at least one, as go into one document. */
function fitting(listed: ListedArticle[]): ListedArticle[] {
  let room = MAX_DOCUMENT_BYTES;
  return listed.slice(0, MAX_CHANGES).filter(({ bytes }, index) => {
    room -= bytes ?? 0;
    return index === 0 || room > 0;
  });
}
