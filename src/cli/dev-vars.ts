import { appendFile, chmod, readFile } from 'node:fs/promises';
import { projectPath } from './local.ts';

/** The variables of the local wire, as wrangler reads them; git ignores the file. */
export const DEV_VARS = projectPath('.dev.vars');

const OWNER_ONLY = 0o600;

const readAll = () => readFile(DEV_VARS, 'utf8').catch(() => '');

/** Returns the first word of a variable's value, or undefined if it is not set. */
export async function readDevVar(name: string): Promise<string | undefined> {
  return new RegExp(`^${name}=["']?([^\\s"']*)`, 'm').exec(await readAll())?.[1];
}

export async function addDevVar(name: string, value: string): Promise<void> {
  const text = await readAll();
  const newline = text === '' || text.endsWith('\n') ? '' : '\n';
  await appendFile(DEV_VARS, `${newline}${name}=${value}\n`, { mode: OWNER_ONLY });
}

/** Takes the right to read the variables away from everybody but their owner: the publishing token is among them. */
export async function protectDevVars(): Promise<void> {
  await chmod(DEV_VARS, OWNER_ONLY);
}

/** Lets the local hub call this machine. @returns false if .dev.vars has decided on it already */
export async function allowLoopback(): Promise<boolean> {
  const name = 'HUB_ALLOW_LOOPBACK';
  if ((await readDevVar(name)) !== undefined) return false;
  await addDevVar(name, 'true');
  return true;
}
