import { stat } from 'node:fs/promises';
import type { ArticleRecord } from '../articles/record.ts';
import type { Problem } from '../refusal.ts';
import { publicFile } from './public-file.ts';

type MediumRecord = NonNullable<ArticleRecord['media']>[number];

/** What is read from the file of a sound or video: bytes, and seconds if it says them. */
interface Measures {
  length: number;
  duration?: number | undefined;
}

/** A record with what its files say, the files, and notes where the record differed. */
interface Measured {
  record: ArticleRecord;
  files: string[];
  notes: Problem[];
  /** Files that are not there. */
  missing: Problem[];
}

/** Returns a record with the length and the duration of each sound and video that is a file in the public folder. */
export async function withMeasuredMedia(record: ArticleRecord, publicFolder: string): Promise<Measured> {
  if (!record.media) return { record, files: [], notes: [], missing: [] };
  const measured = await Promise.all(
    record.media.map(async (medium, index) => {
      const file = publicFile(record, medium.url, publicFolder);
      return {
        file,
        ...(file === undefined
          ? { medium, notes: [], missing: [] }
          : await withMeasures(medium, file, `media.${index}`)),
      };
    }),
  );
  return {
    record: { ...record, media: measured.map((it) => it.medium) },
    files: measured.flatMap((it) => it.file ?? []),
    notes: measured.flatMap((it) => it.notes),
    missing: measured.flatMap((it) => it.missing),
  };
}

async function withMeasures(
  medium: MediumRecord,
  path: string,
  field: string,
): Promise<{ medium: MediumRecord; notes: Problem[]; missing: Problem[] }> {
  const measures = await measure(path);
  if ('message' in measures) {
    const told = [{ field: `${field}.url`, message: measures.message }];
    return measures.isMissing ? { medium, notes: [], missing: told } : { medium, notes: told, missing: [] };
  }
  const notes = (['length', 'duration'] as const).flatMap((name): Problem[] => {
    const [given, found] = [medium[name], measures[name]];
    const differs = given !== undefined && found !== undefined && Math.abs(given - found) >= 1;
    return differs ? [{ field: `${field}.${name}`, message: `says ${given}, the file has ${found}` }] : [];
  });
  const { url, type, duration, title, language, transcript, chapters } = medium;
  // In the order of the schema: the hash that a push compares depends on it.
  const measured = {
    url,
    type,
    length: measures.length,
    duration: measures.duration ?? duration,
    title,
    language,
    transcript,
    chapters,
  };
  return { medium: measured, notes, missing: [] };
}

async function measure(path: string): Promise<Measures | { message: string; isMissing?: boolean }> {
  try {
    const { size } = await stat(path);
    // Only where there is something to measure: it takes a while to load.
    const { parseFile } = await import('music-metadata');
    const { format } = await parseFile(path, { duration: true, skipCovers: true });
    const { codec, duration } = format;
    if (codec === undefined && duration === undefined)
      return { message: `${path} is no sound or video that can be read` };
    return { length: size, duration: duration === undefined ? undefined : Math.round(duration * 1000) / 1000 };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return { message: `${path} does not exist`, isMissing: true };
    return { message: `${path} cannot be read as a sound or video: ${message}` };
  }
}
