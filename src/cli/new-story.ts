import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { TZDate } from '@date-fns/tz';
import { formatISO } from 'date-fns/formatISO';
import { stringify } from 'yaml';
import { cleanLine } from '../articles/characters.ts';
import { toSlug } from '../channels/slug.ts';
import { CommandError } from './errors.ts';
import type { Write } from './output.ts';
import { newsroomZone } from './wrangler-config.ts';

export interface NewStoryOptions {
  /** Where it is written to. */
  folder: string;
  tags: string[];
  now: Date;
  /** Prints an object with the path. */
  json: boolean;
  write: Write;
}

/**
 * Writes the record of a new story, a draft, for an editor to go on with. Its file is named by the title.
 * @throws {CommandError} for a title without a letter, or that has a file already: nothing is written over
 */
export async function newStory(title: string, { folder, tags, now, json, write }: NewStoryOptions): Promise<void> {
  const line = cleanLine(title);
  if (line === '') throw new CommandError('new: expected a title, as in `tagwire new "The ferry is back"`');
  const path = join(folder, `${toSlug(line) || nameless(now)}.md`);
  await mkdir(folder, { recursive: true });
  await writeFile(path, recordOf(line, { tags, published: formatISO(new TZDate(now, await newsroomZone())) }), {
    flag: 'wx',
  }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
    throw new CommandError(`${path}: file: is there already; nothing was written`, 'folder');
  });
  if (json) return write(JSON.stringify({ path }));
  write(
    `${path}: write its text below the second "---"; when it is ready, set "published" and take out "status: draft"`,
  );
}

function recordOf(title: string, { published, tags }: { published: string; tags: string[] }): string {
  const fields = { title, published, status: 'draft', tags };
  return `---\n${stringify(fields, { collectionStyle: 'any', lineWidth: 0 })}---\n\n`;
}

/** A title in a script of which no a-z is left. */
const nameless = (now: Date) => `story-${formatISO(now, { format: 'basic', representation: 'date' })}`;
