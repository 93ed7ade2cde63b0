import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { ORIGIN_MARK, withOrigin } from '../../src/articles/addresses.ts';
import type { Entry } from '../../src/articles/entry.ts';
import type { ArticleRecord } from '../../src/articles/record.ts';
import { encode } from '../../src/bytes.ts';
import { Vocabulary } from '../../src/channels/vocabulary.ts';
import { EMPTY_VOCABULARY } from '../../src/channels/vocabulary-file.ts';
import { readFolder } from '../../src/cli/folder.ts';
import { formatOf } from '../../src/feeds/formats/index.ts';
import { assemble, renderEntry } from '../../src/feeds/render.ts';
import type { Format } from '../../src/feeds/types.ts';
import { Importer } from '../../src/importing/importer.ts';
import { openBytes } from '../../src/importing/input.ts';
import { Tagger } from '../../src/importing/tagger.ts';
import { derive } from '../../src/publishing/derive.ts';
import { importOptions } from '../support/import-input.ts';
import { HAS_SAMPLES } from '../support/samples.ts';
import { SITE } from '../support/specimen.ts';

/** Takes off both sides what a format has no place for. */
const UNSAID: Record<string, (entry: Entry) => Entry> = {
  rss: (it) => ({ ...it, authors: it.authors.map(({ name }) => ({ name })) }),
  atom: (it) => it,
  json: (it) => ({ ...it, authors: it.authors.map(({ email: _, ...rest }) => rest) }),
};
let vocabulary: Vocabulary;
let records: ArticleRecord[];
let entries: Entry[];

function entryOf(record: ArticleRecord): Entry {
  const derived = derive(record, SITE, vocabulary, new Map());
  if (!derived.ok) throw new Error(`${record.key}: ${JSON.stringify(derived.problems)}`);
  return derived.value.entry;
}

/** As readers have it: addresses of our own are absolute. */
const published = (entry: Entry): Entry =>
  JSON.parse(
    withOrigin(JSON.stringify(entry).replaceAll(JSON.stringify(ORIGIN_MARK).slice(1, -1), ORIGIN_MARK), SITE.origin),
  );

async function reimported(
  extension: string,
  served = entries,
  site = SITE,
): Promise<{ outcomes: string[]; entries: Entry[] }> {
  const format = formatOf(extension) as Format;
  const head = {
    site,
    id: 'tag:wire.example,2022-02-24:channel/all',
    title: 'All',
    description: 'All stories',
    self: `${SITE.origin}/feeds/all.${extension}`,
    channelPage: `${SITE.origin}/channels/all`,
    hubs: SITE.hubs,
    updated: new Date('2022-03-01T00:00:00Z'),
    stubs: false,
  };
  const document = assemble(
    format,
    head,
    served.map((it) => encode(renderEntry(it, format, 'full', site))),
  );
  const out = mkdtempSync(join(tmpdir(), `tagwire-${extension}-`));
  const importer = new Importer(
    {
      vocabulary,
      tagger: new Tagger(EMPTY_VOCABULARY),
      ...importOptions({ out }),
      clock: () => 0,
    },
    [],
  );
  const outcomes: string[] = [];
  const path = `all.${extension}`;
  for await (const story of importer.read(path, async () => openBytes(path, document))) {
    const result = await importer.write(importer.linked(story));
    outcomes.push(`${result.outcome} ${result.notes.map((it) => it.message).join('; ')}`.trim());
  }
  expect(await importer.finish()).toEqual([]);
  const { files } = await readFolder(out);
  return {
    outcomes,
    entries: files.map(({ path, record, problems }) => {
      if (!record) throw new Error(`${path}: ${JSON.stringify(problems)}`);
      return published(entryOf(record));
    }),
  };
}

beforeAll(async () => {
  const folder = await readFolder('articles');
  vocabulary = new Vocabulary(folder.vocabulary?.file ?? EMPTY_VOCABULARY, SITE.language);
  records = folder.files.flatMap(({ record }) => (record ? [record] : []));
  entries = records.map(entryOf);
});

describe.skipIf(!HAS_SAMPLES)('our own feeds, imported again', () => {
  it.each(['rss', 'atom', 'json'] as const)('give the same stories from %s', async (extension) => {
    const unsaid = UNSAID[extension] as (entry: Entry) => Entry;
    expect(entries.length).toBeGreaterThanOrEqual(24);
    const back = await reimported(extension);
    expect([...new Set(back.outcomes)].filter((it) => !it.startsWith('ok'))).toEqual([]);
    const sorted = (all: Entry[]) => all.map(unsaid).sort((a, b) => (a.key < b.key ? -1 : 1));
    expect(sorted(back.entries)).toEqual(sorted(entries.map(published)));
  });

  it.each(['rss', 'atom', 'json'] as const)(
    'leave out notices of withdrawals and retractions in %s',
    async (extension) => {
      const [first, ...others] = records as [ArticleRecord, ...ArticleRecord[]];
      const served = [{ ...first, status: 'retracted' as const }, ...others].map(entryOf);
      const back = await reimported(extension, served, { ...SITE, notices: true });
      expect(back.outcomes[0]).toBe('ok item 2: is a notice about another story');
      expect(back.entries).toEqual((await reimported(extension, served)).entries);
    },
  );
});
