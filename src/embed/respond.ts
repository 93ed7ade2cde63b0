import type { Context } from 'hono';
import type { Env } from '../env.ts';
import { sha256 } from '../hash.ts';
import { isNotModified } from '../http/conditional.ts';

export type EmbedContext = Context<{ Bindings: Env }>;

/** A whole document or 304. Its ETag is made of its text. */
export async function respond(c: EmbedContext, body: string, headers: Record<string, string>): Promise<Response> {
  const etag = `W/"${(await sha256(body)).slice(0, 16)}"`;
  const all = { ...headers, etag };
  if (isNotModified(c.req.raw.headers, { etag })) return new Response(null, { status: 304, headers: all });
  return new Response(body, { headers: all });
}
