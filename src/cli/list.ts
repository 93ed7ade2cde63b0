import type { WireClient } from './client.ts';
import { table, type Write } from './output.ts';

/** Lists every story of the wire with its status. @param json prints a list of objects with `key` and `status` */
export async function listStories(client: WireClient, { json, write }: { json: boolean; write: Write }): Promise<void> {
  const stories = [...(await client.articles()).values()].map(({ key, status }) => ({ key, status }));
  const rows = stories.map((it) => [it.key, it.status]);
  for (const line of json ? [JSON.stringify(stories)] : table(['STORY', 'STATUS'], rows)) write(line);
}
