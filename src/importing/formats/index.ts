import type { Format } from '../story.ts';
import { text } from './text.ts';

/** The formats that stories come in, in the order in which they are asked. */
export const FORMATS: Format[] = [text];

/** What a text is that none of them can be. */
export function unknownFormat(_head: string): string | undefined {
  return undefined;
}
