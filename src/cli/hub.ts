import type { HubReport } from '../hub/report-store.ts';
import type { WireClient } from './client.ts';
import { counted } from './counted.ts';
import { CommandError } from './errors.ts';
import { table, type Write } from './output.ts';

/** Prints the state of a wire's hub, as text or as the API's own JSON. */
export async function showHub(
  client: WireClient,
  { json, after = '0', write }: { json: boolean; after: string | undefined; write: Write },
): Promise<number> {
  const report = await client.hub(idOf(after, 'hub: --after'));
  write(json ? JSON.stringify(report, undefined, 2) : describe(report));
  return 0;
}

/** Retries failed deliveries, or drops what was missed: of these subscriptions, or of all that were given up. */
export async function commandHub(
  client: WireClient,
  action: 'retry' | 'drop',
  { ids, json, write }: { ids: string[]; json: boolean; write: Write },
): Promise<number> {
  const numbers = ids.map((it) => idOf(it, `hub ${action}`));
  const count = await client.commandHub(action, numbers.length > 0 ? numbers : undefined);
  const subscriptions = counted(count, 'subscription');
  if (json) write(JSON.stringify({ action, subscriptions: count }));
  else write(action === 'retry' ? `${subscriptions}: trying again` : `${subscriptions}: dropped what was missed`);
  return 0;
}

/** @throws {CommandError} naming the place where it was given, when it is not an ID */
function idOf(text: string, place: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new CommandError(`${place}: expected the ID of a subscription, got "${text}"`);
  return Number(text);
}

function describe(report: HubReport): string {
  const { subscriptions, topics, hosts, deliveries } = report;
  const sections =
    subscriptions === 0
      ? [['No subscriptions.']]
      : [
          describeSubscriptions(report),
          describeGroups('topic', topics),
          describeGroups('host', hosts),
          ...deliveries.map(describeDelivery),
          describeCommands(report),
        ];
  return [...sections, ...report.otherHubs.map(describeOtherHub)]
    .filter((it) => it.length > 0)
    .map((it) => it.join('\n'))
    .join('\n\n');
}

function describeSubscriptions({ subscriptions, pending, failing, dead, leases }: HubReport): string[] {
  const upToDate = subscriptions - pending - failing - dead;
  const ending = leases.endingWithinADay;
  return [
    `${counted(subscriptions, 'subscription')}: ${upToDate} up to date, ${pending} waiting, ${failing} failing, ${dead} given up.`,
    ...(ending > 0
      ? [
          `${ending === 1 ? '1 lease ends' : `${ending} leases end`} within a day, the next at ${minuteOf(leases.next)}.`,
        ]
      : []),
  ];
}

/** Returns a table of subscriptions by topic or by host. */
function describeGroups<Name extends 'topic' | 'host'>(
  name: Name,
  groups: (Record<Name, string> & Pick<HubReport, 'subscriptions' | 'pending' | 'failing' | 'dead'>)[],
): string[] {
  const rows = groups.map((it) => [it[name], it.subscriptions, it.pending, it.failing, it.dead]);
  return table([name, 'subscribers', 'waiting', 'failing', 'given up'], rows);
}

function describeDelivery({ id, state, since, attempts, next, topic, callback, problem }: HubReport['deliveries'][0]) {
  const soon = next ? `, next at ${minuteOf(next)}` : '';
  return [
    `${id}  ${state === 'dead' ? 'given up' : 'failing'} since ${minuteOf(since)}, ${counted(attempts, 'attempt')}${soon}`,
    `    ${topic} -> ${callback}`,
    `    ${problem ?? 'waiting for the next attempt'}`,
  ];
}

/** The commands that see to failed deliveries, and the one that lists more of them. */
function describeCommands({ failing, dead, deliveries }: HubReport): string[] {
  const last = deliveries.at(-1);
  if (!last) return [];
  return [
    ...(deliveries.length < failing + dead ? [`\`tagwire hub --after ${last.id}\` shows more.`] : []),
    '`tagwire hub retry ID` tries again, `tagwire hub drop ID` drops what was missed.',
  ];
}

function describeOtherHub({ address, told, failures, problem }: HubReport['otherHubs'][0]): string[] {
  const failed = failures > 0 ? `; ${counted(failures, 'attempt')} failed: ${problem}` : '';
  return [`other hub ${address}: notified up to change ${told}${failed}`];
}

const minuteOf = (iso: string | null) => `${(iso ?? '').slice(0, 16).replace('T', ' ')} UTC`;
