import { positiveIn } from '../http/parameters.ts';

const DEFAULT_LIMIT = 5;
const MAX_LIMIT = 50;

/** The colours of a frame; those that its reader prefers unless given. */
export type Theme = 'light' | 'dark' | undefined;

/** The options in the address of a frame. */
export interface FrameOptions {
  /** The number of a channel's stories. */
  limit: number;
  theme: Theme;
}

/** Reads the parameters of a request. Others are left out, so they never appear in the canonical address. */
export function frameOptionsIn(query: URLSearchParams): FrameOptions {
  const limit = Math.min(positiveIn(query, 'limit') ?? DEFAULT_LIMIT, MAX_LIMIT);
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
