import { freshWire, STORY, wire } from './wire.ts';

/** Opens a wire with four clients: one may publish, one operate, and two both. */
export async function openDesk(): Promise<void> {
  await freshWire();
  wire.settings.PUBLISH_TOKEN =
    'bare-token desk:publish:desk-token ops:operate:ops-token\n chief:publish+operate:chief-token';
}

/** A request in a story's name, as a client with this token. */
export const put = (
  key: string,
  fields: Record<string, unknown> = {},
  headers: Record<string, string> = {},
  token = 'desk-token',
) =>
  wire.fetch(`/api/articles/${key}`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ ...STORY, ...fields }),
  });
export const remove = (key: string, headers: Record<string, string> = {}) =>
  wire.fetch(`/api/articles/${key}`, { method: 'DELETE', headers: { authorization: 'Bearer desk-token', ...headers } });
export const history = (key: string, token = 'desk-token') =>
  wire.api('GET', `/api/articles/${key}/history`, undefined, undefined, token);
export const changes = async (key: string) =>
  ((await (await history(key)).json()) as { changes: Record<string, unknown>[] }).changes;
/** Its changes, newest first, in short. */
export const told = async (key: string) =>
  (await changes(key)).map((it) => [it.seq, it.by, it.action, (it.fields as string[]).join(' ')]);
export const answer = async (response: Response) => [
  response.status,
  response.headers.get('etag'),
  response.status === 204 ? undefined : ((await response.json()) as { result?: string }).result,
];
