import { isMap, isScalar, LineCounter, type Node, parseDocument, visit } from 'yaml';
import type { Problem } from '../refusal.ts';

/** The content of a YAML text. */
export interface YamlContent {
  /** Objects, lists and strings; `null` for a blank. */
  value: unknown;
  /** The line of each top-level field, counted from 1. */
  lines: Map<string, number>;
}

/**
 * Reads YAML in which every scalar is text (the "failsafe" schema of YAML 1.2 §10.1), so that `18:30`, `no` and `007`
 * stay as written. Anchors and doubled keys are problems; messages name the line.
 * @param maxBytes larger input is refused unread, so that no input takes long
 * @param firstLine the line of the file on which the YAML begins
 */
export function readYaml(
  source: string,
  maxBytes: number,
  firstLine = 1,
): { content: YamlContent } | { problems: Problem[] } {
  const bytes = new TextEncoder().encode(source).byteLength;
  if (bytes > maxBytes) {
    return { problems: [{ field: 'yaml', message: `is ${bytes} bytes long; at most ${maxBytes}` }] };
  }
  try {
    return parse(source, firstLine);
  } catch (error) {
    // `yaml` is recursive: thousands of nested brackets throw a RangeError. An anchor throws a ReferenceError.
    return { problems: [{ field: 'yaml', message: `cannot be read: ${(error as Error).message.split('\n')[0]}` }] };
  }
}

function parse(source: string, firstLine: number): { content: YamlContent } | { problems: Problem[] } {
  const lineCounter = new LineCounter();
  // `uniqueKeys` compares every pair of keys (30 s for 50,000), so doubled keys are found below instead.
  const document = parseDocument(source, { schema: 'failsafe', uniqueKeys: false, lineCounter, prettyErrors: false });
  const lineAt = (offset: number) => lineCounter.linePos(offset).line + firstLine - 1;
  const lineOf = (node: Node) => lineAt(node.range?.[0] ?? 0);
  const problems = document.errors.map((error) => ({
    field: 'yaml',
    message: `${error.message.split('\n')[0]} (line ${lineAt(error.pos[0])})`,
  }));
  const lines = new Map<string, number>();
  visit(document, {
    Map(_, map) {
      const seen = new Set<string>();
      for (const { key } of map.items) {
        if (!isScalar(key)) continue;
        const name = String(key.value);
        if (seen.has(name)) problems.push({ field: name, message: `is given twice (line ${lineOf(key)})` });
        seen.add(name);
      }
    },
  });
  if (problems.length > 0) return { problems };
  if (isMap(document.contents)) {
    for (const { key } of document.contents.items) if (isScalar(key)) lines.set(String(key.value), lineOf(key));
  }
  return { content: { value: document.toJS({ maxAliasCount: 0 }), lines } };
}
