import type { StoredArticle } from '../articles/lookup-store.ts';
import type { ArticleRecord } from '../articles/record.ts';
import type { Site } from '../site.ts';
import { recordHash, withoutDerived } from './derive.ts';

/** A record on its way into the store. */
export interface Submission {
  record: ArticleRecord;
  hash: string;
  /** True if it comes from the database: for a release, for another vocabulary, or to be withdrawn. */
  fromStore: boolean;
}

/** Prepares checked records for publishing. */
export function submit(records: ArticleRecord[], site: Site): Promise<Submission[]> {
  return Promise.all(
    records
      .map((record) => withoutDerived(record, site))
      .map(async (record) => ({ record, hash: await recordHash(record), fromStore: false })),
  );
}

/** True if a record is stored already with the same content. */
export function isApplied({ record, hash }: Submission, stored: StoredArticle | undefined): boolean {
  return stored?.hash === hash && stored.status === record.status;
}
