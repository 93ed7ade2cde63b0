import type { HubReport } from '../hub/report-store.ts';
import type { WireClient } from './client.ts';
import { counted } from './counted.ts';
import { UsageError } from './local.ts';

type Write = (line: string) => void;

/** Prints the state of a wire's hub, as text or as the API's own JSON. */
export async function showHub(
  client: WireClient,
  { json, after, write }: { json: boolean; after: string; write: Write },
): Promise<number> {
  if (!/^\d{1,15}$/.test(after))
    throw new UsageError(`hub: --after: expected the number of a subscription, got "${after}"`);
  const report = await client.hub(Number(after));
  write(json ? JSON.stringify(report, undefined, 2) : describe(report));
  return 0;
}

/** Has failed deliveries tried again, or lets go of them: these, or all that were given up. */
export async function commandHub(
  client: WireClient,
  action: 'retry' | 'drop',
  { ids, write }: { ids: string[]; write: Write },
): Promise<number> {
  const bad = ids.find((it) => !/^\d{1,15}$/.test(it));
  if (bad !== undefined) throw new UsageError(`hub ${action}: expected the number of a subscription, got "${bad}"`);
  const done = await client.commandHub(action, ids.length > 0 ? ids.map(Number) : undefined);
  write(
    `${counted(done, 'subscription')} ${action === 'retry' ? 'tried again' : 'let go: what they missed is not delivered'}`,
  );
  return 0;
}

function describe(report: HubReport): string {
  const { subscriptions, pending, failing, dead, topics, hosts, leases, deliveries, otherHubs } = report;
  if (subscriptions === 0) return ['No subscriptions.', ...describeOtherHubs(otherHubs)].join('\n');
  const ending = leases.endingWithinADay;
  return [
    `${counted(subscriptions, 'subscription')}: ${subscriptions - pending - failing - dead} up to date, ${pending} waiting, ${failing} failing, ${dead} given up.`,
    ...(ending > 0
      ? [`${ending === 1 ? '1 lease ends' : `${ending} leases end`} within a day, the next at ${minute(leases.next)}.`]
      : []),
    '',
    ...table(
      ['topic', 'subscribers', 'waiting', 'failing', 'given up'],
      topics.map((it) => [it.topic, it.subscriptions, it.pending, it.failing, it.dead]),
    ),
    '',
    ...table(
      ['host', 'subscribers', 'waiting', 'failing', 'given up'],
      hosts.map((it) => [it.host, it.subscriptions, it.pending, it.failing, it.dead]),
    ),
    ...deliveries.flatMap((it) => [
      '',
      `${it.id}  ${it.state === 'dead' ? 'given up' : 'failing'} since ${minute(it.since)}, ${counted(it.attempts, 'attempt')}${it.next ? `, next at ${minute(it.next)}` : ''}`,
      `    ${it.topic} -> ${it.callback}`,
      `    ${it.problem ?? 'waits to be tried again'}`,
    ]),
    ...(deliveries.length === 0
      ? []
      : ['', ...more(report), 'tagwire hub retry ID tries again, tagwire hub drop ID lets go.']),
    ...describeOtherHubs(otherHubs),
  ].join('\n');
}

/** Where the list of failed deliveries goes on. */
function more({ failing, dead, deliveries }: HubReport): string[] {
  const last = deliveries.at(-1);
  return last && deliveries.length < failing + dead ? [`tagwire hub --after ${last.id} shows more.`] : [];
}

function describeOtherHubs(hubs: HubReport['otherHubs']): string[] {
  return hubs.flatMap(({ address, told, failures, problem }) => [
    '',
    `other hub ${address}: told up to change ${told}${failures > 0 ? `; ${counted(failures, 'attempt')} failed: ${problem}` : ''}`,
  ]);
}

const minute = (iso: string | null) => (iso ?? '').slice(0, 16).replace('T', ' ').concat(' UTC');

/** Lines of columns: the first to the left, numbers to the right. */
function table(head: string[], rows: (string | number)[][]): string[] {
  const all = [head, ...rows.map((row) => row.map(String))];
  const widths = head.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  return all.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
}
