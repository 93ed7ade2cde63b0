import { localUrl, projectPath } from './local.ts';
import type { Write } from './output.ts';
import { runningUrl } from './run-file.ts';

/**
 * Returns the address of the wire on this machine: by PORT in the environment, else of the `npm start` of this checkout that runs,
 * else the usual one.
 * @param tell is told which wire was found
 */
export async function localWire(tell: Write): Promise<string> {
  const usual = localUrl();
  if (process.env.PORT) return usual;
  const running = await runningUrl(projectPath('.wrangler', 'state'));
  if (running === undefined) return usual;
  tell(`using the wire of \`npm start\` at ${running}`);
  return running;
}
