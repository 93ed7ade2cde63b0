import type { ListedKeyAnswer, MadeKey, WireClient } from './client.ts';
import { counted } from './counted.ts';
import { CommandError } from './errors.ts';
import { wrapped } from './help.ts';
import { table, type Write } from './output.ts';

/** What is said of every key: it closes an address, not a story. */
const PUBLIC_ALL_THE_SAME =
  'A key closes an address, not a story: its stories are public all the same, on their pages, in searches and in every feed that asks for no key.';

/** Prints the keys of a wire, with their uses. */
export async function showKeys(client: WireClient, { json, write }: { json: boolean; write: Write }): Promise<number> {
  const keys = await client.keys();
  if (json) write(JSON.stringify(keys));
  else if (keys.length === 0) write('No keys. `tagwire keys add NAME --channel CHANNEL` makes one.');
  else {
    const now = new Date();
    const rows = keys.map((it) => [
      it.name,
      it.channel,
      it.formats.join(' '),
      endOf(it, now),
      it.uses[0]?.day ?? '-',
      usesOf(it),
    ]);
    write(
      [
        ...table(['KEY', 'CHANNEL', 'FORMATS', 'ENDS', 'LAST USED', 'USES'], rows),
        '',
        ...wrapped(PUBLIC_ALL_THE_SAME),
      ].join('\n'),
    );
  }
  return 0;
}

const usesOf = ({ uses }: ListedKeyAnswer) => uses.reduce((sum, it) => sum + it.uses, 0);

function endOf({ until }: ListedKeyAnswer, now: Date): string {
  if (until === undefined) return 'never';
  return new Date(until) <= now ? 'ended' : until.slice(0, 10);
}

export interface KeyOptions {
  channel: string | undefined;
  /** Separated by commas; undefined: the plain ones. */
  formats: string | undefined;
  until: string | undefined;
  json: boolean;
  write: Write;
}

/** Makes a key, and prints it: nobody can look it up later. */
export async function addKey(client: WireClient, name: string, options: KeyOptions): Promise<number> {
  const { channel, formats, until, json, write } = options;
  if (channel === undefined)
    throw new CommandError('keys add: expected --channel, such as ukraine or ukraine+refugees');
  const made = await client.makeKey({
    name,
    channel,
    ...(formats !== undefined && { formats: formats.split(/[\s,]+/).filter((it) => it !== '') }),
    ...(until !== undefined && { until }),
  });
  write(json ? JSON.stringify(made) : describe(made));
  return 0;
}

const describe = ({ name, channel, key, addresses, until, notes }: MadeKey) =>
  [
    `Key "${name}" for ${channel}, ${until === undefined ? 'without an end' : `until ${until}`}. Nobody can look it up later:`,
    '',
    ...addresses.map((it) => `  ${it}`),
    '',
    `Or by Basic authentication: any name, and the password ${key}`,
    ...notes.flatMap((it) => wrapped(`Note: ${it.message}`)),
    ...wrapped(PUBLIC_ALL_THE_SAME),
  ].join('\n');

/** Ends keys at once. */
export async function revokeKeys(
  client: WireClient,
  names: string[],
  { json, write }: { json: boolean; write: Write },
): Promise<number> {
  for (const name of names) await client.revokeKey(name);
  write(json ? JSON.stringify({ revoked: names }) : `${counted(names.length, 'key')} revoked: ${names.join(', ')}`);
  return 0;
}
