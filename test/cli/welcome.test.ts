import { describe, expect, it } from 'vitest';
import type { ArticleRecord } from '../../src/articles/record.ts';
import type { ArticleFile } from '../../src/cli/folder.ts';
import { welcome } from '../../src/cli/welcome.ts';

const file = (tags: string[], status: ArticleRecord['status'] = 'ready'): ArticleFile => ({
  path: 'a.md',
  key: 'a',
  record: { key: 'a', title: 'T', body: 'B', tags, status } as ArticleRecord,
  problems: [],
  notes: [],
});
const addresses = (...files: ArticleFile[]) =>
  welcome('http://127.0.0.1:8787', 'articles', { files, vocabulary: undefined, partners: undefined })
    .split('\n')
    .flatMap((it) => /http:\S+\d(\/\S*)/.exec(it)?.[1] ?? []);

describe('what is printed when the wire is up', () => {
  it('is the address of every channel, where there are no tags, or no folder', () => {
    expect(addresses()).toEqual(['/', '/feeds/all.rss']);
    expect(welcome('http://127.0.0.1:8787', 'articles')).toContain(
      '    http://127.0.0.1:8787/              every channel\n',
    );
  });

  it('are channels that have stories: of the two most used tags, and of both', () => {
    expect(addresses(file(['Harbour']))).toEqual(['/', '/feeds/all.rss', '/feeds/harbour.atom']);
    const files = [file(['Fog']), file(['Harbour', 'Fog']), file(['Harbour', 'Rain']), file(['Harbour'])];
    expect(addresses(...files).slice(2)).toEqual(['/feeds/harbour.atom', '/feeds/fog.json', '/feeds/harbour+fog.rss']);
  });

  it('is either tag, where no story has both', () => {
    expect(addresses(file(['Harbour']), file(['Fog']), file(['Harbour'])).at(-1)).toBe('/feeds/harbour,fog.rss');
  });

  it('counts no story that nobody sees', () => {
    expect(
      addresses(file(['Secret'], 'draft'), { ...file(['Broken']), problems: [{ field: 'x', message: 'y' }] }),
    ).toEqual(['/', '/feeds/all.rss']);
  });
});
