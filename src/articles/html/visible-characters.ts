import { balanced, cleanText, isSpecial, textChanges, withoutInvisible } from '../characters.ts';
import { BLOCKS, KEPT_BLOCKS, RENAMED } from './elements.ts';
import type { BodyNotes } from './notes.ts';
import { isElement, isText, type Node, nameOf, type Text, walk } from './parse.ts';

/**
 * Cleans the texts in nodes: they lose characters that no document may contain, those that nobody sees in a word, and marks of
 * direction that nothing closes in their paragraph.
 */
export function cleanCharacters(nodes: Node[], notes: BodyNotes): void {
  let paragraph: Text[] = [];
  const end = () => {
    if (paragraph.length === 0) return;
    const closed = balanced(paragraph.map((it) => it.value));
    for (const [index, node] of paragraph.entries()) {
      const { length } = node.value;
      const text = closed[index] ?? '';
      node.value = withoutInvisible(text);
      notes.addCharacters({ invisible: text.length - node.value.length, directions: length - text.length });
    }
    paragraph = [];
  };
  walk(
    nodes,
    (node) => {
      if (isText(node)) {
        if (!isSpecial(node.value)) return true;
        const { controls, windows } = textChanges(node.value);
        notes.addCharacters({ controls, windows });
        node.value = cleanText(node.value);
        paragraph.push(node);
      } else if (endsLine(node)) end();
      return true;
    },
    (node) => {
      if (endsLine(node)) end();
    },
  );
  end();
}

/** True of an element before and after which a line ends (UAX #9 §3.1: a paragraph's marks do not reach beyond it). */
function endsLine(node: Node): boolean {
  if (!isElement(node)) return false;
  const name = nameOf(node);
  const known = RENAMED[name] ?? name;
  return known === 'br' || BLOCKS.has(known) || KEPT_BLOCKS.has(known);
}
