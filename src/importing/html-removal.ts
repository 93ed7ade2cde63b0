import { defaultTreeAdapter as tree } from 'parse5';
import { type Element, isElement, isText, type Node } from '../articles/html/parse.ts';
import { type HtmlLine, isPicture, type Run } from './html-blocks.ts';

/** Takes lines out of a run, with the `br` that is one too many then. The other lines stay in their markup. */
export function takeOut({ lines }: Run, numbers: Set<number>): void {
  const isOut = ({ line }: HtmlLine) => line !== undefined && numbers.has(line.number);
  if (!lines.some(isOut)) return;
  let kept: number | undefined;
  let gone: HtmlLine[] = [];
  for (const [index, line] of lines.entries()) {
    if (isOut(line)) gone.push(line);
    if (isOut(line) || !isFilled(line)) continue;
    if (gone.length > 0) closeGap(lines.slice(kept ?? 0, index), kept === undefined);
    [kept, gone] = [index, []];
  }
  if (gone.length > 0) removeAll(lines.slice(kept ?? 0).flatMap((it) => it.end ?? []));
  removeAll(lines.filter(isOut).flatMap((it) => it.nodes));
}

/** True of a line in which a reader sees something. */
const isFilled = ({ line, nodes }: HtmlLine) => line !== undefined || nodes.some(isPicture);

/** Leaves as many `br` between two lines as the widest gap among those that went had; none above the first line. */
function closeGap(lines: HtmlLine[], isAtTop: boolean): void {
  const gaps: Element[][] = [];
  for (const [index, line] of lines.entries()) {
    if (index === 0 || line.line !== undefined) gaps.push([]);
    if (line.end) gaps.at(-1)?.push(line.end);
  }
  const widest = isAtTop ? [] : gaps.reduce((a, b) => (b.length > a.length ? b : a), []);
  removeAll(gaps.filter((it) => it !== widest).flat());
}

function removeAll(nodes: Node[]): void {
  for (const node of nodes) removeWithEmptyParents(node);
}

function removeWithEmptyParents(node: Node): void {
  const parent = node.parentNode;
  tree.detachNode(node);
  if (parent && isElement(parent as Node) && isVoid(parent as Element)) removeWithEmptyParents(parent as Element);
}

const isVoid = ({ childNodes }: Element) => childNodes.every((it) => isText(it) && it.value.trim() === '');
