import { escapeHtml } from '../../../articles/html/escape.ts';
import { heldBackBy, type UnreadField, unreadFields } from '../../held-back.ts';
import { ImportError } from '../../import-error.ts';
import { fieldsOf, parseJson, textOf } from '../../json.ts';
import type { Note } from '../../notes.ts';
import { isClosedName } from '../../paywall.ts';

/** A comment with which WordPress marks the beginning of a block. */
interface Block {
  name: string;
  /** JSON, or nothing. */
  attributes: string;
  /** It has no content here: WordPress makes it when the post is read. */
  isEmpty: boolean;
  start: number;
  end: number;
}

const BEGINNING = /^\s+wp:([a-z][\w-]*(?:\/[\w-]+)?)(?:\s|$)/;
/** Blocks that show nothing of the story when they are empty. Those of a query's template belong to other stories. */
const SHOWS_NOTHING =
  /^(?:(?:post|query|comments?)-.*|paragraph|heading|list|spacer|separator|more|nextpage|footnotes|read-more)$/;
/**
 * Puts reusable blocks where they are referred to, and counts what only WordPress can make.
 * @param reusable the content of reusable blocks, by number
 */
export function withReusableBlocks(
  content: string,
  reusable: ReadonlyMap<string, string>,
): { content: string; notes: Note[] } {
  const lost: string[] = [];
  let [made, from] = ['', 0];
  for (const block of blocksIn(content)) {
    const shown = block.isEmpty ? contentOf(block, reusable) : undefined;
    if (shown !== undefined) {
      made += content.slice(from, block.start) + shown;
      from = block.end;
    } else if (block.name === 'query' || (block.isEmpty && !SHOWS_NOTHING.test(block.name))) lost.push(block.name);
  }
  return { content: made + content.slice(from), notes: lostNotes(lost) };
}

/** Notes blocks that were hidden from some readers or all. */
export function hiddenBlocks(content: string): Note[] {
  const blocks = blocksIn(content);
  const closed = [...new Set(blocks.map((it) => it.name).filter(isClosedName))].join(', ');
  const isHidden = blocks.some((it) => /"blockVisibility":(?!true\b)|"hideBlock":true/.test(it.attributes));
  const fields = blocks.flatMap((it) => fieldsIn(it).filter(([name, value]) => heldBackBy(name, value) !== undefined));
  const said = [...new Set(fields.map(([name]) => name))];
  const notes: (Note | false)[] = [
    closed !== '' && { code: 'paywall', message: `has blocks that were not for everybody: ${closed}` },
    ...said.map((it): Note => ({ code: 'visibility', message: `has blocks that were not for everybody: ${it}` })),
    isHidden && { code: 'visibility', message: 'has blocks that were hidden from some readers or from all' },
  ];
  return notes.filter((it) => it !== false);
}

/** What may hold back a block; "lock" is for editors, and a query speaks of other posts. */
function fieldsIn({ name, attributes }: Block): UnreadField[] {
  if (name === 'query') return [];
  const all = Object.entries(attributesOf(attributes)).filter(([it]) => it !== 'lock' && it !== 'metadata');
  return all.flatMap(([own, value]) => {
    if (own === 'className') return /(?:^|\s)(?:hidden|d-none)(?:\s|$)/.test(String(value)) ? [['hidden', 'true']] : [];
    return unreadFields(own, value);
  });
}

function contentOf({ name, attributes }: Block, reusable: ReadonlyMap<string, string>): string | undefined {
  const { ref, url, content } = attributesOf(attributes);
  // What stands in "content" replaces words of the block.
  if (name === 'block') return content === undefined ? reusable.get(textOf(ref) ?? '') : undefined;
  const address = /^(?:core-)?embed\b/.test(name) ? textOf(url) : undefined;
  return address && `<p>${escapeHtml(address)}</p>`;
}

function attributesOf(json: string): Record<string, unknown> {
  try {
    return json === '' ? {} : fieldsOf(parseJson(json));
  } catch (error) {
    if (!(error instanceof ImportError)) throw error;
    return {};
  }
}

function lostNotes(names: string[]): Note[] {
  if (names.length === 0) return [];
  const counts = [...Map.groupBy(names, (it) => it)].map(([name, { length }]) => {
    const reusable = `reusable block${length === 1 ? '' : 's'}`;
    return `${length} ${name === 'block' ? reusable : name}`;
  });
  const list = counts.join(', ');
  return [{ code: 'blocks', message: `left out, as only WordPress can show it: ${list}` }];
}

/** Finds the beginnings of blocks. It takes one pass, whatever the text. */
function blocksIn(content: string): Block[] {
  const blocks: Block[] = [];
  for (let start = content.indexOf('<!--'); start >= 0; ) {
    const close = content.indexOf('-->', start + 4);
    if (close < 0) break;
    const inside = content.slice(start + 4, close);
    const name = BEGINNING.exec(inside)?.[1];
    if (name !== undefined) {
      const rest = inside.slice(inside.indexOf(name) + name.length).trim();
      const isEmpty = rest.endsWith('/');
      const attributes = (isEmpty ? rest.slice(0, -1) : rest).trim();
      blocks.push({ name, attributes, isEmpty, start, end: close + 3 });
    }
    start = content.indexOf('<!--', close + 3);
  }
  return blocks;
}
