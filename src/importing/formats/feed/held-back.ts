import { heldNotes, type UnreadField } from '../../held-back.ts';
import { isForEverybody } from '../../held-words.ts';
import { laterThan } from '../../instants.ts';
import { type Note, withNotes } from '../../notes.ts';
import type { FoundStory } from '../../story.ts';
import { childrenOf, localName, textIn, unprefixed, type XmlElement } from '../../xml-element.ts';
import { stateNotes } from '../held-notes.ts';
import type { FeedItems } from './feed-item.ts';

const ITEMS = ['item', 'entry'];

/** What an item says that it is not public, or not yet. */
interface HeldBack {
  status: FoundStory['status'];
  embargo: string | undefined;
  notes: Note[];
}

/**
 * Holds back the items of a feed that are not public: extensions say so, which the parser of feeds does not know everywhere.
 * @param root of the feed's XML
 */
export function heldBack({ items, read }: FeedItems, root: XmlElement): FeedItems {
  const all = itemsIn(root).map(heldBackIn);
  // The parser leaves out items in which it knows nothing. It is not known which then, so what one says counts for all.
  const every: HeldBack = {
    status: all.find((it) => it.status)?.status,
    embargo: all.find((it) => it.embargo)?.embargo,
    notes: all.flatMap((it) => it.notes),
  };
  const held = new Map(items.map((item, index) => [item, all.length === items.length ? all[index] : every]));
  return { items, read: (item) => withHeld(read(item), held.get(item) ?? every) };
}

function withHeld(story: FoundStory, { status, embargo, notes }: HeldBack): FoundStory {
  return withNotes({ ...story, ...(status && { status }), ...(embargo && { embargo }) }, notes);
}

/** RSS 2.0 and Atom have their items in the channel, RSS 1.0 beside it. */
function itemsIn(root: XmlElement): XmlElement[] {
  const within = [root, ...root.children.filter((it) => typeof it !== 'string' && it.name === 'channel')];
  return within.flatMap((it) => (it as XmlElement).children).filter(isItem);
}

function isItem(node: XmlElement | string): node is XmlElement {
  return typeof node !== 'string' && ITEMS.includes(localName(node.name));
}

function heldBackIn(item: XmlElement): HeldBack {
  const plain = unprefixed(item);
  const said = (...path: string[]): string[] =>
    path
      .reduce((elements, name) => elements.flatMap((it) => childrenOf(it, name)), [plain])
      .map((it) => textIn(it).trim())
      .filter((it) => it !== '');
  // RFC 5023 §13.1.1
  const isDraft = [...said('control', 'draft'), ...said('draft')].some((it) => !isForEverybody(it));
  const [available] = said('available').map((it) => /^start=([^;]*)/i.exec(it)?.[1] ?? it);
  const [embargo] = said('embargoDate');
  const notes: (Note | false)[] = [
    isDraft && { code: 'draft', message: 'was a draft: saved as a draft' },
    said('post_password').length > 0 && {
      code: 'visibility',
      message: 'was protected by a password: saved as a draft',
    },
  ];
  return {
    status: isDraft ? 'draft' : undefined,
    // DCMI: a date, or a period in the form "start=...;end=...".
    embargo: laterThan(embargo, available) ?? embargo,
    notes: [
      ...said('status').flatMap((it) => stateNotes('status', it)),
      ...notes.filter((it) => it !== false),
      ...heldNotes([
        ...said('accessRights').map((it): UnreadField => ['accessRights', it]),
        // Names with a prefix are those of a vocabulary, in which they may mean something else.
        ...item.children.flatMap((it): UnreadField[] =>
          typeof it === 'string' || it.name === 'draft' || it.name.includes(':') ? [] : [[it.name, textIn(it).trim()]],
        ),
      ]),
    ],
  };
}
