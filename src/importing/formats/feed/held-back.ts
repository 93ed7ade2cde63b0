import { delayOf, heldNotes, type UnreadField } from '../../held-back.ts';
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
  /** What is read nowhere else. */
  fields: UnreadField[];
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
    embargo: all.map((it) => delayOf(it.fields, undefined).value ?? it.embargo).find((it) => it !== undefined),
    fields: [],
    notes: [...new Map(all.flatMap((it) => it.notes).map((it) => [it.message, it])).values()],
  };
  const held = new Map(items.map((item, index) => [item, all.length === items.length ? all[index] : every]));
  return { items, read: (item) => withHeld(read(item), held.get(item) ?? every) };
}

function withHeld(story: FoundStory, { status, embargo, fields, notes }: HeldBack): FoundStory {
  const delay = delayOf(fields, story.published);
  const last = laterThan(embargo, delay.value) ?? embargo ?? delay.value;
  return withNotes({ ...story, ...(status && { status }), ...(last && { embargo: last }) }, [...notes, ...delay.notes]);
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
  const fields = [...said('accessRights').map((it): UnreadField => ['accessRights', it]), ...fieldsIn(item)];
  return {
    status: isDraft ? 'draft' : undefined,
    fields,
    // DCMI: a date, or a period in the form "start=...;end=...".
    embargo: laterThan(embargo, available) ?? embargo,
    notes: [
      ...said('status').flatMap((it) => stateNotes('status', it)),
      ...notes.filter((it) => it !== false),
      ...heldNotes(fields),
    ],
  };
}

/** Elements whose names mean something else in their vocabularies: for whom a text was written, where a film may be seen. */
const ELSEWHERE = /^(?:dcterms:(?:audience|accessRights)|media:restriction|itunes:.*|googleplay:.*|slash:.*|thr:.*)$/;
/** What is read of an item in any case. */
const READ = /^(?:status|draft|control|post_password|available|embargoDate|accessRights)$/;

/** What the elements of an item and their attributes say. An element without words says yes: `<private/>`. */
function fieldsIn({ children, attributes }: XmlElement): UnreadField[] {
  const elements = children.filter(
    (it): it is XmlElement => typeof it !== 'string' && !ELSEWHERE.test(it.name) && !READ.test(localName(it.name)),
  );
  const marked = children.filter(
    (it): it is XmlElement => typeof it !== 'string' && localName(it.name) === 'status' && textIn(it).trim() === '',
  );
  return [
    ...elements.map((it): UnreadField => {
      const { state, value, until } = it.attributes;
      const isEmpty = it.children.length === 0 && Object.keys(it.attributes).length === 0;
      return [localName(it.name), textIn(it).trim() || (value ?? state ?? until ?? (isEmpty ? 'yes' : ''))];
    }),
    ...marked.flatMap(({ attributes: { state, value } }): UnreadField[] => [['status', state ?? value ?? '']]),
    ...(attributes.status === undefined ? [] : [['status', attributes.status] satisfies UnreadField]),
  ];
}
