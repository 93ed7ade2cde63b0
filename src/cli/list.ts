import type { WireClient } from './client.ts';
import { table, type Write } from './output.ts';

/** Lists every story of the wire with its state. @param json prints a list of objects with `key`, `status` and `state` */
export async function listStories(client: WireClient, { json, write }: { json: boolean; write: Write }): Promise<void> {
  const all = [...(await client.articles()).values()];
  // A wire of an earlier version tells no state.
  const stories = all.map(({ key, status, state = status }) => ({ key, status, state }));
  const rows = stories.map((it) => [it.key, it.state]);
  for (const line of json ? [JSON.stringify(stories)] : table(['STORY', 'STATE'], rows)) write(line);
}
