import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { projectPath } from '../../support/workerd/build.ts';
import type { Chapter, Goal } from '../report.ts';
import { whole } from '../report.ts';
import { milliseconds } from '../statistics.ts';
import { type StoryRecord, story } from '../stories.ts';

const BYTES = 100_000_000;
const CHARACTERS = 6000;
const MAX_MEGABYTES = 250;

/** An export of many stories in one file. */
interface Export {
  file: string;
  head: string;
  part: (story: StoryRecord, index: number) => string;
  tail: string;
}

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
const words = (html: string) => html.replace(/<[^>]*>/g, '').replaceAll('&amp;', '&');

const EXPORTS: Record<string, Export> = {
  'WordPress (WXR)': {
    file: 'large.xml',
    head: '<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:wp="http://wordpress.org/export/1.2/"><channel><title>T</title><link>https://old.example</link><wp:wxr_version>1.2</wp:wxr_version>',
    part: ({ title, key, body }, index) =>
      `<item><title>${escaped(title)} ${index}</title><link>https://old.example/${key}</link><content:encoded><![CDATA[${body}]]></content:encoded><wp:post_id>${index}</wp:post_id><wp:post_date_gmt>2022-03-03 08:00:00</wp:post_date_gmt><wp:post_name>${key}</wp:post_name><wp:status>publish</wp:status><wp:post_type>post</wp:post_type></item>`,
    tail: '</channel></rss>',
  },
  'table (CSV)': {
    file: 'large.csv',
    head: 'title,date,body\n',
    part: ({ title, body }, index) =>
      `"${`${title} ${index}`.replaceAll('"', '""')}",2022-03-03T10:00:00Z,"${body.replaceAll('"', '""')}"\n`,
    tail: '',
  },
  'mailbox (mbox)': {
    file: 'large.mbox',
    head: '',
    part: ({ key, body }, index) =>
      `From press@old.example Thu Mar  3 10:00:00 2022\nFrom: Ann Berg <ann@old.example>\nSubject: ${key} ${index}\nDate: Thu, 03 Mar 2022 10:00:00 +0000\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\n${words(body).replace(/(.{60,72}) /g, '$1\n')}\n\n`,
    tail: '',
  },
};

/** Importing files that are too large to be held in memory: how fast, and how much memory at most. */
export async function measureLargeImports({ folder, quick }: { folder: string; quick: boolean }): Promise<Chapter> {
  // Less than 20 MB is read without saving memory.
  const bytes = quick ? BYTES / 4 : BYTES;
  const rows: string[][] = [];
  const goals: Goal[] = [];
  for (const [name, it] of Object.entries(EXPORTS)) {
    const file = join(folder, it.file);
    const stories = await writeExport(file, it, bytes);
    const { ms, megabytes } = await importing(file, folder);
    await rm(file);
    rows.push([name, whole(stories), whole((stories * 1000) / ms), whole(megabytes)]);
    goals.push({
      goal: `${name} of ${whole(bytes / 1_000_000)} MB: at most ${MAX_MEGABYTES} MB of memory`,
      measured: `${whole(megabytes)} MB`,
      met: megabytes <= MAX_MEGABYTES,
    });
  }
  return {
    title: 'Importing large files',
    text: `One process each imports a file of ${whole(bytes / 1_000_000)} MB with stories of 6,000 characters, from its start to the last record. *Memory*: the
largest resident set of the process.`,
    table: { head: ['', 'stories', 'stories/s', 'memory, MB'], rows },
    goals,
  };
}

/** @returns the number of stories */
async function writeExport(path: string, { head, part, tail }: Export, bytes: number): Promise<number> {
  const file = createWriteStream(path);
  file.write(head);
  let [written, count] = [0, 0];
  while (written < bytes) {
    const text = part(story(count, CHARACTERS), count);
    written += text.length;
    count++;
    if (!file.write(text)) await once(file, 'drain');
  }
  await new Promise((resolve) => file.end(tail, () => resolve(undefined)));
  return count;
}

const HOOK = `data:text/javascript,import{writeFileSync}from'node:fs';process.on('exit',()=>writeFileSync(process.env.PEAK,String(process.resourceUsage().maxRSS)))`;

async function importing(file: string, folder: string): Promise<{ ms: number; megabytes: number }> {
  const out = join(folder, 'large-records');
  const peak = join(folder, 'peak');
  const command = ['--import', HOOK, projectPath('src/cli/main.ts'), 'import', file, '--out', out];
  const ms = await milliseconds(() =>
    promisify(execFile)(process.execPath, command, { env: { ...process.env, PEAK: peak }, maxBuffer: 1_000_000_000 }),
  );
  // In units of 1,024 bytes.
  const megabytes = (Number(await readFile(peak, 'utf8')) * 1024) / 1_000_000;
  await rm(out, { recursive: true });
  return { ms, megabytes };
}
