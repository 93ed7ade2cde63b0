import { relative } from 'node:path';
import { Vocabulary } from '../channels/vocabulary.ts';
import { EMPTY_VOCABULARY } from '../channels/vocabulary-file.ts';
import { counted } from './counted.ts';
import type { FolderContents } from './folder.ts';

/**
 * Returns what is printed when the wire is up: its address, and those of channels that have stories.
 * @param contents of the folder, if it could be read
 */
export function welcome(url: string, folder: string, contents?: FolderContents): string {
  const rows = [
    ['/', 'every channel'],
    ['/feeds/all.rss', 'every story, RSS'],
    ...channelRows(contents ?? { files: [], vocabulary: undefined, partners: undefined }),
  ].map(([path, what]) => [url + path, what as string] as const);
  const width = Math.max(...rows.map(([address]) => address.length));
  const tags = contents?.vocabulary?.file?.tags.length ?? 0;
  return `
  Tagwire is on ${url}${tags > 0 ? ` with ${counted(tags, 'tag')}` : ''}

${rows.map(([address, what]) => `    ${address.padEnd(width)} ${what}`).join('\n')}

  Saving a story in ${relative('.', folder)}/ publishes it. Ctrl-C stops.
  The publishing token is in .dev.vars.
`;
}

/** The two tags with the most stories, and both of them together, or either. */
function channelRows({ files, vocabulary }: FolderContents): [path: string, what: string][] {
  const tags = new Vocabulary(vocabulary?.file ?? EMPTY_VOCABULARY, 'en');
  const stories = files
    .filter((it) => it.record?.status === 'ready' && it.problems.length === 0)
    .map((it) => new Set(it.record?.tags.map((tag) => tags.slugOf(tag))));
  const counts = new Map<string, number>();
  for (const slug of stories.flatMap((it) => [...it])) counts.set(slug, (counts.get(slug) ?? 0) + 1);
  const [first, second] = [...counts].toSorted(([, a], [, b]) => b - a).map(([slug]) => slug);
  if (first === undefined) return [];
  if (second === undefined) return [[`/feeds/${first}.atom`, 'one tag, Atom']];
  const areTogether = stories.some((it) => it.has(first) && it.has(second));
  return [
    [`/feeds/${first}.atom`, 'one tag, Atom'],
    [`/feeds/${second}.json`, 'one tag, JSON Feed'],
    [`/feeds/${first}${areTogether ? '+' : ','}${second}.rss`, areTogether ? 'both tags' : 'either tag'],
  ];
}
