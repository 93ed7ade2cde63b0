import type { Fields } from '../../json.ts';
import type { FrontMatter } from './front-matter.ts';

const HEADER = /^([a-z][\w-]{0,40})[ \t]*:(?:[ \t]+(.*))?$/i;
const MORE_OF_IT = /^[ \t]+\S/;
/** More than any story has; and what is no header is soon found not to be one. */
const MAX_LINES = 50;

/**
 * Reads the headers of Pelican and MultiMarkdown, `Title: ...` and others down to a blank line; undefined if a text begins
 * with anything else, or has no title among them.
 */
export function readHeaders(source: string): FrontMatter | undefined {
  const lines = source.split('\n', MAX_LINES);
  const fields: Fields = {};
  let name: string | undefined;
  let end = 0;
  for (const line of lines) {
    if (line.trim() === '') break;
    end++;
    const [, written, value = ''] = HEADER.exec(line) ?? [];
    if (name !== undefined && MORE_OF_IT.test(line)) fields[name] = `${fields[name]} ${line.trim()}`;
    else if (written === undefined) return undefined;
    else {
      name = written.toLowerCase();
      fields[name] = value.trim();
    }
  }
  if (end === lines.length || Object.keys(fields).length < 2 || !fields.title) return undefined;
  const start = lines.slice(0, end + 1).reduce((sum, it) => sum + it.length + 1, 0);
  return { fields, body: source.slice(start), firstBodyLine: end + 2 };
}
