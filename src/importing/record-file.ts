import { createHash } from 'node:crypto';
import { stringify } from 'yaml';
import { type Imported, needsReview } from './article.ts';

/** The first line of an imported record: what it came from, and the hash of all that follows. */
const MARK = /^---\n# Imported from (.*)\. Unchanged since while its SHA-256 begins with ([0-9a-f]{16})\.\n/;

/**
 * An imported story as a file of `articles/`: front matter and body, with comments for the editor. The first comment
 * tells whether anybody has changed the file since.
 * @param source what it was imported from, as people know it
 */
export function recordFile(imported: Imported, source: string): string {
  const { fields, body, notes, lines } = imported;
  const review = needsReview(imported);
  const comments = [
    ...(review ? ['Needs review. Take out "status: draft" when it is ready.'] : []),
    ...notes.map((it) => `${it.code}: ${it.message}`),
    ...lines.filter((it) => it.action === 'flagged').map((it) => `line ${it.line}, ${it.rule}?: ${it.text}`),
  ];
  const yaml = stringify(fields, { lineWidth: 0, flowCollectionPadding: false });
  const rest = `${comments.map((it) => `# ${oneLine(it)}\n`).join('')}${yaml}---\n\n${body}\n`;
  return `---\n# Imported from ${oneLine(source)}. Unchanged since while its SHA-256 begins with ${hashOf(rest)}.\n${rest}`;
}

/** Whether a file is as an import has written it. */
export function isUntouched(file: string): boolean {
  const mark = MARK.exec(file);
  return mark !== null && hashOf(file.slice(mark[0].length)) === mark[2];
}

const hashOf = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 16);
const oneLine = (text: string) => text.replace(/\s+/g, ' ').trim();
