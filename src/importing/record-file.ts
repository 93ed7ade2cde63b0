import { createHash } from 'node:crypto';
import { stringify } from 'yaml';
import { type Imported, needsReview } from './article.ts';

/** The first comment of an imported record: what it came from, and the hash of all that follows. */
const MARK =
  /^---\n# Imported from .* \(([0-9a-f]{8})\)\. Unchanged since while its SHA-256 begins with ([0-9a-f]{16})\.\n/;

/** Where a story comes from: the same file, and the same story in it, is the same source. */
export interface Source {
  /** As people know it. */
  name: string;
  /** Whatever tells it from all others. */
  identity: string;
}

/**
 * An imported story as a file of `articles/`: front matter and body, with comments for the editor. The first comment
 * tells whether anybody has changed the file since.
 */
export function recordFile(imported: Imported, source: Source): string {
  const { fields, body, notes, lines } = imported;
  const review = needsReview(imported);
  const comments = [
    ...(review ? ['Needs review. Take out "status: draft" when it is ready.'] : []),
    ...notes.map((it) => `${it.code}: ${it.message}`),
    ...lines.filter((it) => it.action === 'flagged').map((it) => `line ${it.line}, ${it.rule}?: ${it.text}`),
  ];
  const yaml = stringify(fields, { lineWidth: 0, flowCollectionPadding: false });
  const rest = `${comments.map((it) => `# ${oneLine(it)}\n`).join('')}${yaml}---\n\n${body}\n`;
  return `---\n# Imported from ${oneLine(source.name)} (${hashOf(source.identity, 8)}). Unchanged since while its SHA-256 begins with ${hashOf(rest, 16)}.\n${rest}`;
}

/** Whether a file is what an import has made of a source, and whether nobody has changed it since. */
export function originOf(file: string, { identity }: Source): { same: boolean; untouched: boolean } {
  // Git may have changed the ends of lines.
  const text = file.replaceAll('\r\n', '\n');
  const mark = MARK.exec(text);
  return {
    same: mark?.[1] === hashOf(identity, 8),
    untouched: mark !== null && hashOf(text.slice(mark[0].length), 16) === mark[2],
  };
}

const hashOf = (text: string, digits: number) => createHash('sha256').update(text).digest('hex').slice(0, digits);
const oneLine = (text: string) => text.replace(/\s+/g, ' ').trim();
