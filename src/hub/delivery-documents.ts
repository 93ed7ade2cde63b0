import { listChanges } from '../channels/listing-store.ts';
import { entriesFor, fitting, untilUnchanged } from '../feeds/fragments.ts';
import type { HubParts } from './parts.ts';
import type { ClaimedSubscription } from './subscription-claim-store.ts';
import type { Topic } from './topics.ts';

/** The most changes that one document holds: further ones follow in the next. */
const MAX_CHANGES = 500;
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

  async #make(path: string, range: { after: number; upto: number }): Promise<NextDelivery> {
    const topic = await this.#topic(path);
    return untilUnchanged((again) => this.#attempt(topic, range, again));
  }

  async #attempt(
    topic: Topic,
    { after, upto }: { after: number; upto: number },
    again: boolean,
  ): Promise<NextDelivery> {
    const { db, maker, clock } = this.#parts;
    const known = maker.fragments.inMemory(topic);
    const entries = entriesFor(known, 'hundreds');
    const found = await listChanges(db, topic.channel, { after, upto, limit: MAX_CHANGES, entries }).ask();
    const changes = fitting(found.listed, known);
    if (changes.length === 0) return { upto: found.upto, document: undefined };
    const bytes = await maker.renderChanges(topic, changes, { known, now: clock() }, again);
    const document = { bytes, mediaType: topic.address.format.mediaType, changes: changes.length };
    const isCut = changes.length < found.listed.length;
    return { upto: (isCut && changes.at(-1)?.seq) || found.upto, document };
  }
}
