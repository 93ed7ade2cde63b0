import type { Theme } from './frame.ts';

const DEFAULT_LIMIT = 5;
const MAX_LIMIT = 50;

export interface FrameOptions {
  /** Stories of a channel that are shown. */
  limit: number;
  theme: Theme;
}

/** A request's parameters; what cannot be meant is left out, so that the canonical address has it not. */
export function parseFrameQuery(query: URLSearchParams): FrameOptions {
  const given = query.get('limit') ?? '';
  const limit = /^\d{1,9}$/.test(given) && Number(given) > 0 ? Math.min(Number(given), MAX_LIMIT) : DEFAULT_LIMIT;
  const theme = query.get('theme');
  return { limit, theme: theme === 'light' || theme === 'dark' ? theme : undefined };
}

/** The canonical address of a channel's frame, without the origin. */
export function channelFramePath(name: string, { limit = DEFAULT_LIMIT, theme }: Partial<FrameOptions> = {}): string {
  return `/embed/${name}${queryOf({ limit, theme })}`;
}

/** The canonical address of a story's frame, without the origin. */
export function articleFramePath(slug: string, theme?: Theme): string {
  return `/embed/articles/${slug}${queryOf({ limit: DEFAULT_LIMIT, theme })}`;
}

function queryOf({ limit, theme }: FrameOptions): string {
  const query = new URLSearchParams({
    ...(limit !== DEFAULT_LIMIT && { limit: String(limit) }),
    ...(theme && { theme }),
  });
  return query.size > 0 ? `?${query}` : '';
}
