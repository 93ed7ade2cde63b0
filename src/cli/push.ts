import type { Asker } from './ask.ts';
import type { RemoteArticle, WireClient } from './client.ts';
import { counted } from './counted.ts';
import type { ArticleFile, FolderContents } from './folder.ts';
import type { Write } from './output.ts';
import { findChanged, noCounts, type PushCounts, pushPartners, pushVocabulary, sendFiles } from './send.ts';

/** A message names this many articles at most. */
const NAMED_ARTICLES = 5;

export interface PushOptions {
  /** Withdraws what is on the wire but not in the folder. */
  withdrawMissing?: boolean;
  /** Asks before anything is withdrawn; undefined: nobody is asked. */
  asker?: Asker | undefined;
  /** Keys of articles that come back although they were withdrawn on the wire. */
  revive?: string[] | undefined;
  /** New stories go out without their pictures. */
  allowMissing?: boolean;
  write: Write;
  /** Shows a progress bar. */
  terminal?: NodeJS.WriteStream | undefined;
}

/**
 * Brings a wire up to date with a folder and writes what it did: sends what changed, and withdraws nothing unless it is
 * told to.
 */
export async function pushFolder(
  client: WireClient,
  { files, vocabulary, partners }: FolderContents,
  options: PushOptions,
): Promise<PushCounts> {
  const counts = noCounts();
  if (vocabulary) await pushVocabulary(client, vocabulary, counts, options.write);
  const remote = await client.articles();
  const changed = await findChanged(files, remote, counts, options);
  await sendFiles(client, changed, counts, options);
  // Behind the stories, whose tags it may name.
  if (partners) await pushPartners(client, partners, counts, options.write);
  const missing = findMissing(files, remote);
  if (!options.withdrawMissing) reportMissing(missing, options.write);
  else if (files.every((it) => it.record)) {
    if (await mayWithdraw(missing, client.url, options.asker)) await withdraw(client, missing, counts, options.write);
    else options.write('nothing was withdrawn');
  } else
    options.write(
      'nothing was withdrawn: what seems to be missing may be in a file that cannot be read; mend that first',
    );
  options.write(summary(counts));
  return counts;
}

/** Returns the keys of articles that are on the wire but not in the folder. */
function findMissing(files: ArticleFile[], remote: Map<string, RemoteArticle>): string[] {
  const local = new Set(files.map((it) => it.key));
  return [...remote.values()].filter((it) => !local.has(it.key) && it.status !== 'withdrawn').map((it) => it.key);
}

async function mayWithdraw(keys: string[], url: string, asker: Asker | undefined): Promise<boolean> {
  if (!asker || keys.length === 0) return true;
  const [are, them] = keys.length === 1 ? ['is', 'it'] : ['are', 'them'];
  const question = `${counted(keys.length, 'article')} ${are} not in the folder: ${named(keys)}.
Withdraw ${them} from ${url}?`;
  return asker.confirm(question, false);
}

const named = (keys: string[]) =>
  keys.slice(0, NAMED_ARTICLES).join(', ') + (keys.length > NAMED_ARTICLES ? ', ...' : '');

function reportMissing(keys: string[], write: Write): void {
  if (keys.length === 0) return;
  const [are, them] = keys.length === 1 ? ['is', 'it'] : ['are', 'them'];
  write(
    `${counted(keys.length, 'article')} on the wire ${are} not in the folder; --delete withdraws ${them}: ${named(keys)}`,
  );
}

async function withdraw(client: WireClient, keys: string[], counts: PushCounts, write: Write): Promise<void> {
  for (const key of keys) {
    await client.withdraw(key);
    counts.withdrawn++;
    write(`${key}: withdrawn: it is not in the folder`);
  }
}

function summary({ created, updated, unchanged, refused, withdrawn }: PushCounts): string {
  const total = created + updated + unchanged + refused;
  return `${counted(total, 'article')}: ${created} created, ${updated} updated, ${unchanged} unchanged, ${refused} refused; ${withdrawn} withdrawn`;
}
