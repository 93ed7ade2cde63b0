import { positiveIn } from '../http/parameters.ts';

const DEFAULT_LIMIT = 5;
const MAX_LIMIT = 50;

/** The colours of a frame; those that its reader prefers unless given. */
export type Theme = 'light' | 'dark' | undefined;

/** Whose messages a frame sends to the page around it; none unless given. */
export type Messages = 'wordpress' | undefined;

/** The options in the address of any frame. */
export interface FrameOptions {
  theme: Theme;
  messages: Messages;
}

/** The options in the address of a channel's frame. */
export interface ChannelFrameOptions extends FrameOptions {
  /** The number of stories. */
  limit: number;
}

/** Reads the parameters of a request. Others are left out, so they never appear in the canonical address. */
export function frameOptionsIn(query: URLSearchParams): ChannelFrameOptions {
  const limit = Math.min(positiveIn(query, 'limit') ?? DEFAULT_LIMIT, MAX_LIMIT);
  const theme = query.get('theme');
  return {
    limit,
    messages: query.get('messages') === 'wordpress' ? 'wordpress' : undefined,
    theme: theme === 'light' || theme === 'dark' ? theme : undefined,
  };
}

/** The canonical address of a channel's frame, without the origin. */
export function channelFramePath(name: string, options: Partial<ChannelFrameOptions> = {}): string {
  return `/embed/${name}${queryOf(options)}`;
}

/** The canonical address of a story's frame, without the origin. */
export function articleFramePath(slug: string, { theme, messages }: Partial<FrameOptions> = {}): string {
  return `/embed/articles/${slug}${queryOf({ theme, messages })}`;
}

function queryOf({ limit = DEFAULT_LIMIT, messages, theme }: Partial<ChannelFrameOptions>): string {
  const query = new URLSearchParams({
    ...(limit !== DEFAULT_LIMIT && { limit: String(limit) }),
    ...(messages && { messages }),
    ...(theme && { theme }),
  });
  return query.size > 0 ? `?${query}` : '';
}
