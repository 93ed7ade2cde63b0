import type { Format } from '../types.ts';
import { atom } from './atom.ts';
import { json } from './json.ts';
import { rss } from './rss.ts';

/** The formats that every channel is served in. */
export const SERVED_FORMATS: readonly Format[] = [rss, atom, json];

/** The formats whose addresses other hubs are told when a channel has changed. */
export const PINGED_FORMATS: readonly Format[] = [rss, atom, json];

/** The formats that a story must be renderable in before it is published. */
export const VALIDATED_FORMATS: readonly Format[] = [rss, atom, json];

/** The format of an address that leaves it open. */
export const DEFAULT_FORMAT: Format = rss;

/** The served format with an extension. */
export function formatOf(extension: string | undefined): Format | undefined {
  return SERVED_FORMATS.find((it) => it.extension === extension);
}
