import { parse, TomlDate } from 'smol-toml';
import { MAX_FRONT_MATTER_BYTES } from '../../../articles/source.ts';
import { readYaml } from '../../../articles/yaml.ts';
import { ImportError } from '../../import-error.ts';
import { type Fields, isFields } from '../../json.ts';

/** The deepest nesting of tables. */
const MAX_DEPTH = 20;

export interface FrontMatter {
  /** All values are text, lists or fields; dates and numbers are text, as written. */
  fields: Fields;
  body: string;
  /** The line of the file on which the body begins. */
  firstBodyLine: number;
}

/**
 * Splits a file into front matter (YAML, TOML or JSON) and body; undefined if it has no front matter.
 * @throws {ImportError} if the front matter does not end or cannot be read
 */
export function readFrontMatter(source: string): FrontMatter | undefined {
  const fence = /^(---|\+\+\+)[ \t]*\n/.exec(source);
  if (!fence) return source.startsWith('{') ? readJson(source) : undefined;
  const start = fence[0].length;
  const yaml = fence[1] === '---';
  const end = (yaml ? /^(?:---|\.\.\.)[ \t]*$/m : /^\+\+\+[ \t]*$/m).exec(source.slice(start));
  if (!end) throw new ImportError(`the front matter has no closing line of "${fence[1]}"`);
  const text = source.slice(start, start + end.index);
  const bodyAt = start + end.index + end[0].length;
  return {
    fields: yaml ? fromYaml(text) : fromToml(text),
    body: source.slice(bodyAt + 1),
    firstBodyLine: source.slice(0, bodyAt).split('\n').length + 1,
  };
}

/** Hugo's JSON: an object at the beginning, with text after it; undefined for any other. */
function readJson(source: string): FrontMatter | undefined {
  const end = endOfObject(source);
  const body = source.slice(end);
  if (end === 0 || !/^[ \t]*\n\s*[^\s{[]/.test(body)) return undefined;
  try {
    const fields = checked(asWritten(JSON.parse(source.slice(0, end))));
    return { fields, body, firstBodyLine: source.slice(0, end).split('\n').length };
  } catch {
    return undefined;
  }
}

/** The position after the object that a text begins with; 0 if it does not end within the length of front matter. */
function endOfObject(text: string): number {
  const tokens = /"(?:[^"\\\n]|\\.)*"|[{}]/g;
  let depth = 0;
  for (let it = tokens.exec(text); it && it.index < MAX_FRONT_MATTER_BYTES; it = tokens.exec(text)) {
    if (it[0] === '{') depth++;
    else if (it[0] === '}') depth--;
    if (depth === 0) return tokens.lastIndex;
  }
  return 0;
}

function fromYaml(text: string): Fields {
  const read = readYaml(text, MAX_FRONT_MATTER_BYTES, 2);
  if ('problems' in read) {
    const problems = read.problems.map((it) => `${it.field === 'yaml' ? 'front matter' : it.field}: ${it.message}`);
    throw new ImportError(problems.join('; '));
  }
  return checked(read.content.value);
}

function fromToml(text: string): Fields {
  const bytes = new TextEncoder().encode(text).byteLength;
  if (bytes > MAX_FRONT_MATTER_BYTES) {
    throw new ImportError(`front matter: is ${bytes} bytes long; at most ${MAX_FRONT_MATTER_BYTES}`);
  }
  try {
    return checked(asWritten(parse(text, { maxDepth: MAX_DEPTH, integersAsBigInt: 'asNeeded' })));
  } catch (error) {
    if (error instanceof ImportError) throw error;
    throw new ImportError(`front matter: is not TOML: ${(error as Error).message.split('\n')[0]}`);
  }
}

function checked(value: unknown): Fields {
  if (value === null || value === '') return {};
  if (!isFields(value)) throw new ImportError('front matter: expected fields and values');
  return value;
}

/** Turns typed values of TOML and JSON into text, as YAML is read. Dates keep their offset, if they have one. */
function asWritten(value: unknown): unknown {
  if (value instanceof TomlDate) return value.toISOString().replace(/\.000(?=Z|[+-]|$)/, '');
  if (Array.isArray(value)) return value.map(asWritten);
  if (isFields(value)) return Object.fromEntries(Object.entries(value).map(([name, it]) => [name, asWritten(it)]));
  return String(value);
}
