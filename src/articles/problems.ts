import * as v from 'valibot';
import type { Problem } from '../refusal.ts';
import { cleanLine } from './text.ts';

const SHOWN_CHARACTERS = 60;

/** A value as a message quotes it: short, on one line. */
export function shown(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object' && value !== null) return 'fields';
  const text = String(value);
  return `"${cleanLine(text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)}…` : text)}"`;
}

/** Names the field and says what was expected, for every issue that valibot found. */
export function toProblems(issues: readonly v.BaseIssue<unknown>[]): Problem[] {
  return issues.flatMap((issue): Problem[] => {
    const nested =
      issue.type === 'union' ? issue.issues?.filter((it) => it.type !== 'string' && it.type !== 'array') : undefined;
    const deeper = nested?.filter((it) => it.path?.length || it.kind === 'validation');
    if (deeper?.length) {
      // valibot's paths are of at least one item; joined, these are.
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
    return issue.expected === 'never' ? 'is not a known field' : 'expected fields and values';
  }
  return issue.message;
}
