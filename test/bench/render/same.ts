import { isDeepStrictEqual } from 'node:util';

const CDATA = /<!\[CDATA\[.*?\]\]>/gs;

/** Counts each element of a document, with its attributes. */
function elements(xml: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const [tag] of xml.replace(CDATA, '').matchAll(/<[A-Za-z][^>]*>/g)) {
    const attributes = [...tag.matchAll(/ ([\w:]+)="/g)].map(([, name]) => name).sort();
    const element = [/^<([\w:]+)/.exec(tag)?.[1], ...attributes].join(' ');
    counts.set(element, (counts.get(element) ?? 0) + 1);
  }
  return counts;
}

/** @throws {Error} when two documents do not say the same: equal JSON, or the same elements with the same attributes */
export function expectSame(name: string, ours: string, theirs: string): void {
  if (name === 'json') {
    if (!isDeepStrictEqual(JSON.parse(ours), JSON.parse(theirs)))
      throw new Error('json: the bare template says something else');
    return;
  }
  const [left, right] = [elements(ours), elements(theirs)];
  const different = [...new Set([...left.keys(), ...right.keys()])].filter((it) => left.get(it) !== right.get(it));
  if (different.length > 0)
    throw new Error(`${name}: the bare template differs in ${different.map((it) => `<${it}>`).join(', ')}`);
}
