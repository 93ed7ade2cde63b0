import { basename, resolve } from 'node:path';
import { type AskTitle, withEmbedTitles } from './embed-titles.ts';
import { fingerprintOf, lettersOf } from './fingerprint.ts';
import type { OpenInput } from './input.ts';
import { InputReader } from './input-reader.ts';
import type { KnownStory } from './known-stories.ts';
import { type Note, type NoteCode, needsReview, withNotes } from './notes.ts';
import { type ImportSettings, prepareStory } from './prepare.ts';
import { problemNotes } from './record.ts';
import { areSameRecords, notedIn, readMark, recordFile, type StorySource } from './record-file.ts';
import { RecordWriter } from './record-writer.ts';
import { failureOf, type ImportResult, resultOf, type UntimedResult } from './result.ts';
import type { FoundStory, Story } from './story.ts';
import { type ExistingRecord, StoryIndex, type StoryText, textOf } from './story-index.ts';
import { withLinks } from './story-links.ts';
import { type TakePicture, withPictures } from './story-pictures.ts';

export type ImporterSettings = ImportSettings & {
  /** Milliseconds of a clock that only goes forward. */
  clock: () => number;
  /** Takes pictures over into the public folder. */
  takePicture?: TakePicture | undefined;
  /** Looks whether that could be done. */
  seePicture?: TakePicture | undefined;
  /** Asks for the titles of embeds. */
  askTitle?: AskTitle | undefined;
};

/** The source of a story, and the input that has it. */
type InputSource = StorySource & { file: string };

/** What was read: a story that is to be written, or what becomes of another. Nothing has been written. */
export type ReadStory = { placed: Placed } | { result: ImportResult };

/** A story that has a name of its own, and the record that it had before, if there is one. */
interface Placed {
  story: Story;
  existing: string | undefined;
  source: InputSource;
  format: string | null;
  /** Milliseconds spent on it. */
  ms: number;
}

/** What becomes of a story, before the time and the format are known. */
type Outcome = { placed: Omit<Placed, 'format' | 'ms'> } | { result: UntimedResult };

/**
 * Reads stories one after another, recognises those that it has seen, and writes them as records. All of them are to be read
 * before the first is written: then it is known where each of them will be. Call `finish` after the last one.
 */
export class Importer {
  readonly #settings: ImporterSettings;
  readonly #index: StoryIndex;
  readonly #writer = new RecordWriter();
  readonly #reader: InputReader;

  /** @param records those in the folder already, to recognise the same stories */
  constructor(settings: ImporterSettings, records: ExistingRecord[]) {
    this.#settings = settings;
    this.#reader = new InputReader(settings);
    this.#index = new StoryIndex(settings.out, records, settings.site);
  }

  /** Records of the folder whose words no story can be compared with, and why. */
  get unread(): StoryIndex['unread'] {
    return this.#index.unread;
  }

  /**
   * Reads every story of an input, with a result for each. An input that cannot be read has one result; a file that was read as a
   * part of another has none.
   */
  async *read(path: string, open: () => Promise<OpenInput>): AsyncIterable<ReadStory> {
    let start = this.#settings.clock();
    for await (const it of this.#reader.read(path, open)) {
      const read: Outcome =
        'error' in it ? { result: failureOf(path, it.error) } : this.#readStory(path, it.stem, it.found);
      const now = this.#settings.clock();
      const timed = { format: it.format, ms: now - start };
      start = now;
      yield 'placed' in read ? { placed: { ...read.placed, ...timed } } : { result: whole(read.result, timed) };
    }
  }

  /** Leads the links of a story to others, once all of them have been read. */
  linked(read: ReadStory): ReadStory {
    if (!('placed' in read)) return read;
    const { placed } = read;
    const stays = this.#settings.canonical || placed.story.url !== undefined;
    return { placed: { ...placed, story: withLinks(placed.story, this.#index.addresses, { stays }) } };
  }

  /** The result of a story whose links have been led to others, as it will be with its pictures. */
  async planned(read: ReadStory): Promise<ImportResult> {
    if (!('placed' in read)) return read.result;
    const { placed } = read;
    const story = await this.#completed(placed, false);
    return whole(this.#resultOf(story, placed, previousOf(placed)), placed);
  }

  /** Begins to write the record of a story whose links have been led to others, unless this is a dry run, with its pictures. */
  async write(read: ReadStory): Promise<ImportResult> {
    if (!('placed' in read)) return read.result;
    await this.#writer.ready();
    const start = this.#settings.clock();
    const { placed } = read;
    const { existing, source, format } = placed;
    const isDry = this.#settings['dry-run'];
    const story = await this.#completed(placed, !isDry);
    const text = recordFile(story, source);
    const isUnchanged = existing !== undefined && areSameRecords(existing, text);
    if (!isDry && !isUnchanged) this.#writer.write(this.#index.pathOf(story.key), text, source.file);
    const ms = placed.ms + this.#settings.clock() - start;
    return whole(this.#resultOf(story, placed, isUnchanged ? 'unchanged' : previousOf(placed)), { format, ms });
  }

  /** Waits until all records are written. @returns results of those that could not be written */
  async finish(): Promise<ImportResult[]> {
    const failed = await this.#writer.finish();
    return failed.map(({ source, error }) => ({ ...failureOf(source, error), format: null, ms: 0 }));
  }

  /** Adds what lies outside the export: pictures, and titles of embeds. @param writes false: nobody is asked for either */
  async #completed({ story, source }: Placed, writes: boolean): Promise<Story> {
    const { pictures, takePicture, seePicture, titles, askTitle } = this.#settings;
    const take = writes ? takePicture : seePicture;
    const pictured = take ? await withPictures(story, source.file, take, pictures !== undefined) : story;
    if (!titles) return withEmbedTitles(pictured, undefined);
    return writes && askTitle ? withEmbedTitles(pictured, askTitle) : pictured;
  }

  #readStory(file: string, stem: string | undefined, found: FoundStory): Outcome {
    try {
      const story = prepareStory(found, stem, this.#settings);
      return this.#place(story, sourceOf(file, found, story));
    } catch (error) {
      return { result: failureOf(file, error, found.title) };
    }
  }

  /** Finds a key for a story, unless there is a record that must not be written again. */
  #place(prepared: Story, source: InputSource): Outcome {
    const text = textOf(prepared);
    const { key, existing } = this.#index.freeKey(prepared, text, source);
    const keyed = { ...prepared, key };
    const duplicate = this.#duplicate(keyed, text, existing, source);
    if (duplicate) return { result: duplicate };
    const story = this.#complete(keyed, text, existing);
    this.#index.add(story, text, source.file);
    return { placed: { story, existing, source } };
  }

  /** The result of a story that another record or input has, or whose record was edited; undefined for any other. */
  #duplicate(
    story: Story,
    text: StoryText,
    existing: string | undefined,
    source: InputSource,
  ): UntimedResult | undefined {
    const { file } = source;
    const twin = this.#index.twinOf(story, text);
    if (twin !== undefined) return duplicateResult(story, file, twin.name, twin.imported ? null : twin.name);
    const mark = existing === undefined ? undefined : readMark(existing, source);
    if (mark === undefined || mark.untouched) return undefined;
    const record = this.#index.pathOf(story.key);
    if (!mark.imported) return duplicateResult(story, file, record, record);
    const note: Note = { code: 'edited', message: `${record} was edited after its import and is left alone` };
    return resultOf(file, withNotes(story, [note]), { outcome: 'duplicate', duplicateOf: record, record });
  }

  /** Gives a story names that are its own, and notes likeness to others and problems that publishing would refuse. */
  #complete(keyed: Story, text: StoryText, existing: string | undefined): Story {
    const formerUrls = this.#index.freeFormerUrls(keyed);
    const namesake = this.#index.sharesId(keyed);
    const id = namesake ? undefined : keyed.id;
    const story = { ...keyed, id, slug: this.#index.freeSlug(keyed), formerUrls };
    const taken = keyed.formerUrls.filter((it) => !formerUrls.includes(it));
    return withNotes(story, [
      ...taken.map(
        (it): Note => ({ code: 'alias', message: `the earlier address "${it}" is left out: another story has it` }),
      ),
      ...(namesake ? [sharedIdNote(keyed.id, namesake)] : []),
      ...this.#likenessNotes(story, text, existing),
      ...problemNotes(story),
    ]);
  }

  /** Notes likeness to other stories. What an earlier import told of the other one of two is not told of this one. */
  #likenessNotes(story: Story, text: StoryText, existing: string | undefined): Note[] {
    const told = (code: NoteCode) => (existing === undefined ? undefined : notedIn(existing, code));
    const isNew = (code: NoteCode) => existing === undefined || told(code) !== undefined;
    const near = this.#index.nearTwinOf(story, text, told('near-duplicate'));
    if (near && (isNew('near-duplicate') || this.#index.nearTwinBefore(story.key)?.path !== near.path)) {
      const message = `is ${Math.round(near.likeness * 100)} % like ${near.path}; check that it is not the same story`;
      return [{ code: 'near-duplicate', message }];
    }
    const same = this.#index.sameTitle(story, told('same-title'));
    if (same === undefined || !(isNew('same-title') || this.#index.titleBefore(story.key) !== story.title)) return [];
    return [{ code: 'same-title', message: `the record "${same}" has the same title but a different text` }];
  }

  #resultOf(story: Story, { source }: Pick<Placed, 'source'>, previous: ImportResult['previous']): UntimedResult {
    const outcome = needsReview(story) ? 'needs-review' : 'ok';
    return resultOf(source.file, story, { outcome, record: this.#index.pathOf(story.key), previous });
  }
}

const previousOf = ({ existing }: Placed): ImportResult['previous'] => (existing === undefined ? null : 'replaced');

/** A result with the format of its input, and the milliseconds that it took. */
function whole({ file, ...others }: UntimedResult, { format, ms }: Pick<Placed, 'format' | 'ms'>): ImportResult {
  return { file, format, ...others, ms };
}

/** The result of a story that another input or record has. @param record the record of the folder that has it */
function duplicateResult(story: Story, file: string, duplicateOf: string, record: string | null): UntimedResult {
  const note: Note = { code: 'duplicate', message: `is the same story as ${duplicateOf}` };
  return resultOf(file, withNotes(story, [note]), { outcome: 'duplicate', duplicateOf, record });
}

function sharedIdNote(id: string | undefined, { title, path }: KnownStory): Note {
  const message = `the id "${id}" is left out: "${title}" (${path}) has it, with another text; check that it is not the same story`;
  return { code: 'shared-id', message };
}

/** Describes where a story comes from. Standard input has no name, so its stories are identified by their words. */
function sourceOf(file: string, found: FoundStory, story: Story): InputSource {
  const name = found.name ?? found.id ?? found.address ?? '';
  const identity = file === '-' ? fingerprintOf(lettersOf(story)) : `${resolve(file)} ${name}`;
  return { file, name: basename(file), identity };
}
