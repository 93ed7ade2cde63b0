import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, visit } from 'yaml';
import type { Problem } from '../refusal.ts';
import { explainLine, onLine, seeMistake } from './mistakes.ts';

/** The content of a YAML text. */
export interface YamlContent {
  /** Objects, lists and strings; `null` for a blank. */
  value: unknown;
  /** The line of what stands at a path such as `tags.2.label`, or else of what it is in, counted from 1; undefined if there is none. */
  lineOf(path: string): number | undefined;
  /** Comments behind values: what was perhaps meant to belong to them. */
  comments: Comment[];
}

/** A comment on the line of a field. */
interface Comment {
  /** The top-level field. */
  field: string;
  value: string;
  /** Without its "#". */
  comment: string;
  line: number;
}

/**
 * Reads YAML in which every scalar is text (the "failsafe" schema of YAML 1.2 §10.1), so that `18:30`, `no` and `007`
 * stay as written. Anchors and doubled keys are problems; messages name the line, and say what is often meant instead.
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
    const lines = source.split('\n');
    const at = lines.findIndex((it) => explainLine(it)?.id === 'sign');
    const parser = `cannot be read: ${(error as Error).message.split('\n')[0]}`;
    return { problems: [at < 0 ? { field: 'yaml', message: parser } : problemAt(lines, at, firstLine, parser)] };
  }
}

/** The parser's complaints, by a part of its own words, and what they mean; the first that fits. */
const IN_WORDS: [RegExp, string][] = [
  [
    /^Flow (?:sequence|map)/,
    'a list that begins with "[" ends with "]", and fields that begin with "{" end with "}": on the same line, or on an indented one',
  ],
  [
    /within flow collections/,
    'a value within "[" or "{" has a colon, or goes on in the next line: put it into quotation marks',
  ],
  [
    /^Implicit/,
    'a value goes on where a field is expected: write it on one line, or begin it with ">" and indent the lines below',
  ],
  [/^Tabs/, 'a line begins with a tab; only spaces can stand there'],
  [
    /same column|without - indicator|compact mappings|Unexpected|All (?:collection|mapping|sequence)/,
    'a line does not stand where it belongs: fields of one thing begin at the same place, and what belongs to a field stands further right',
  ],
];

const inWords = (parser: string) => IN_WORDS.find(([part]) => part.test(parser))?.[1] ?? parser;

/** A problem of a line, or of the one before it: an end that is missing there is noticed in the next one. @param parser its own words */
function problemAt(lines: string[], at: number, firstLine: number, parser: string): Problem {
  // A quotation mark that is not closed is noticed at the end of all.
  const open = parser.startsWith('Missing closing') ? lines.findIndex((it) => explainLine(it)?.id === 'quotes') : -1;
  for (const index of open < 0 ? [at, at - 1] : [open]) {
    const found = explainLine(lines[index] ?? '');
    const field = /^([\w-]+):/.exec(lines[index] ?? '')?.[1] ?? 'yaml';
    const where = found?.id === 'tab' ? indentationAt(lines, index) : '';
    if (found)
      return { field, message: onLine(`${found.message}${where} (${seeMistake(found.id)})`, index + firstLine) };
  }
  return { field: 'yaml', message: `${inWords(parser)} (line ${at + firstLine})` };
}

/** Says behind how many spaces a line belongs, by the line before it. */
function indentationAt(lines: string[], at: number): string {
  const before = lines.slice(0, at).findLast((it) => it.trim() !== '') ?? '';
  const [, indent = '', dash = '', rest = ''] = /^(\s*)(- )?(.*)$/.exec(before.replaceAll('\t', '  ')) ?? [];
  const isEntry = lines[at]?.trim().startsWith('- ');
  // An entry stands below the one before it, a field below the first one of its entry, and both further right than what they belong to.
  const spaces = indent.length + (/:\s*$/.test(rest) ? 2 : 0) + (dash !== '' && !isEntry ? dash.length : 0);
  return `, behind ${spaces} spaces`;
}

function parse(source: string, firstLine: number): { content: YamlContent } | { problems: Problem[] } {
  const lineCounter = new LineCounter();
  // `uniqueKeys` compares every pair of keys (30 s for 50,000), so doubled keys are found below instead.
  const document = parseDocument(source, { schema: 'failsafe', uniqueKeys: false, lineCounter, prettyErrors: false });
  const lineAt = (offset: number) => lineCounter.linePos(offset).line + firstLine - 1;
  const lineOf = (node: Node) => lineAt(node.range?.[0] ?? 0);
  const texts = source.split('\n');
  const found = document.errors.map((error) =>
    problemAt(texts, lineAt(error.pos[0]) - firstLine, firstLine, error.message.split('\n')[0] ?? ''),
  );
  // One mistake makes several errors: those that are understood tell it, or else the first one does.
  const understood = found.filter((it) => it.message.includes('docs/'));
  const told = understood.length > 0 ? understood : found.slice(0, 1);
  const problems = [...new Map(told.map((it) => [it.message, it])).values()];
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
  const content: YamlContent = {
    value: document.toJS({ maxAliasCount: 0 }),
    lineOf: (path) => {
      const node = nodeAt(document.contents, path.split('.'));
      return node && lineOf(node);
    },
    comments: [],
  };
  if (!isMap(document.contents)) return { content };
  for (const { key, value } of document.contents.items) {
    if (!isScalar(key) || !isScalar(value) || !value.comment || value.type !== 'PLAIN') continue;
    const [field, line] = [String(key.value), lineOf(value)];
    content.comments.push({ field, value: String(value.value), comment: value.comment, line });
  }
  return { content };
}

/** What stands at a path, as far as that leads: the name of a field, or an entry of a list. */
function nodeAt(contents: Node | null, path: string[]): Node | undefined {
  let at = contents;
  let found: Node | undefined;
  for (const name of path) {
    const pair = isMap(at) ? at.items.find(({ key }) => isScalar(key) && String(key.value) === name) : undefined;
    const entry = isSeq(at) ? at.items[Number(name)] : undefined;
    const next = pair ? pair.value : entry;
    if (next === undefined) return found;
    found = pair ? (pair.key as Node) : (entry as Node);
    at = next as Node | null;
  }
  return found;
}

/**
 * Reads YAML (see `readYaml`), or JSON as JSON: as YAML with the failsafe schema, its `null` would be the text "null". Lines are
 * known of YAML alone.
 */
export function readYamlOrJson(
  source: string,
  maxBytes: number,
): { value: unknown; lineOf?: YamlContent['lineOf'] } | { problems: Problem[] } {
  if (source.trimStart().startsWith('{') && source.length <= maxBytes) {
    try {
      return { value: JSON.parse(source) };
    } catch {
      // It may still be YAML that begins with a brace.
    }
  }
  const yaml = readYaml(source, maxBytes);
  return 'problems' in yaml ? yaml : yaml.content;
}
