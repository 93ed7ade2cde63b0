import * as v from 'valibot';
import type { Problem } from '../refusal.ts';
import { plainWords } from './characters.ts';

const QUOTED_CHARACTERS = 60;

/** Of a field that is not in the schema. */
export const UNKNOWN_FIELD = 'is not a known field';

/** Quotes a value for a message: short, on one line. */
export function quoted(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object' && value !== null) return 'fields';
  const text = String(value);
  return `"${plainWords(text.length > QUOTED_CHARACTERS ? `${text.slice(0, QUOTED_CHARACTERS)}…` : text)}"`;
}

/** Makes problems of what valibot found: the field, and what was expected. */
export function toProblems(issues: readonly v.BaseIssue<unknown>[]): Problem[] {
  return issues.flatMap((issue): Problem[] => {
    const nested =
      issue.type === 'union' ? issue.issues?.filter((it) => it.type !== 'string' && it.type !== 'array') : undefined;
    const deeper = nested?.filter((it) => it.path?.length || it.kind === 'validation');
    if (deeper?.length) {
      // The type wants a path of at least one item; a joined one always has one.
      return toProblems(
        deeper.map((it) => ({ ...it, path: [...(issue.path ?? []), ...(it.path ?? [])] as unknown as typeof it.path })),
      );
    }
    return [{ field: v.getDotPath(issue) ?? 'record', message: messageOf(issue) }];
  });
}

function messageOf(issue: v.BaseIssue<unknown>): string {
  if (issue.received === 'undefined') return 'is required';
  if (issue.type === 'strict_object') {
    return issue.expected === 'never' ? UNKNOWN_FIELD : 'expected fields and values';
  }
  return issue.message;
}
