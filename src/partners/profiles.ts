import type { Entry } from '../articles/entry.ts';
import type { Vocabulary } from '../channels/vocabulary.ts';
import type { NoteFault } from '../faults/faults.ts';
import { servedEntries } from '../feeds/render.ts';
import type { Format, FormatBook, ProfileSource } from '../feeds/types.ts';
import { type Database, DatabaseAway, type Query } from '../platform/database.ts';
import type { Site } from '../site.ts';
import { PARTNERS, PROFILES, profileOf } from './index.ts';
import { judge } from './judge.ts';
import { isJudged } from './judging.ts';
import type { Circumstances, Partner, PartnerSettings } from './partner.ts';
import { NO_PARTNERS, type PartnersFile } from './settings.ts';
import { findPartners, PARTNERS_FAULT } from './settings-store.ts';
import type { KeptVerdict } from './verdict-store.ts';

interface BookParts {
  site: Site;
  /** Returns the vocabulary as it is known. */
  vocabulary: () => Vocabulary;
}

/** The newsroom's settings of partners, and the profiles that follow from them. */
export class ProfileBook implements FormatBook {
  /** Tells settings apart: "" for none. */
  readonly hash: string;
  readonly file: PartnersFile;
  readonly #isUnreadable: boolean;
  readonly #site: Site;
  readonly #vocabulary: () => Vocabulary;
  readonly #formats = new Map<string, Format>();

  /** @param file undefined if it cannot be read */
  constructor(hash: string, file: PartnersFile | undefined, { site, vocabulary }: BookParts) {
    this.hash = hash;
    this.#site = site;
    this.file = file ?? NO_PARTNERS;
    this.#isUnreadable = file === undefined;
    this.#vocabulary = vocabulary;
  }

  /** The partners that the newsroom feeds: those of partners.yaml. */
  get named(): { partner: Partner; settings: PartnerSettings }[] {
    return PARTNERS.flatMap((partner) => {
      const settings = this.file.partners[partner.name];
      return settings ? [{ partner, settings }] : [];
    });
  }

  /** Judges a story for each partner that the newsroom feeds. @param entry as it is stored */
  verdictsOn(entry: Entry, { site, vocabulary, now }: Omit<Circumstances, 'settings'>): KeptVerdict[] {
    const [served = entry] = servedEntries(entry, site);
    return this.named.map(({ partner, settings }) => {
      const verdict = judge(partner, served, { site, settings, vocabulary, now });
      const findings = verdict.kind === 'withheld' ? verdict.withheld : verdict.adapted;
      return { partner: partner.name, key: entry.key, verdict: verdict.kind, findings, title: served.title };
    });
  }

  /**
   * Returns a profile as these settings make it; any other format as it is.
   * @throws {DatabaseAway} if they cannot be read: nobody knows which feeds are closed
   */
  formatOf(format: Format): Format;
  formatOf(format: Format | undefined): Format | undefined;
  formatOf(format: Format | undefined): Format | undefined {
    const name = format?.profile?.name;
    if (name === undefined) return format;
    if (this.#isUnreadable) throw new DatabaseAway(PARTNERS_FAULT.problem);
    const known = this.#formats.get(name);
    if (known) return known;
    const partner = PARTNERS.find((it) => it.name === name);
    if (!partner) return format;
    const settings = this.file.partners[name];
    const judged = settings !== undefined && isJudged(this.hash, this.#site);
    const basis = { settings: settings ?? {}, hash: this.hash, vocabulary: this.#vocabulary, judged };
    const made = profileOf(partner, basis);
    this.#formats.set(name, made);
    return made;
  }
}

/** Knows the profiles as the newsroom's settings make them. One per process. */
export class Profiles implements ProfileSource {
  readonly formats = PROFILES;
  readonly #db: Database;
  readonly #parts: BookParts;
  readonly #noteFault: NoteFault;
  /** Those of the settings that were read last. Ends when the database has others: whoever asks for a profile asks for their hash. */
  #known: ProfileBook;

  constructor({ db, noteFault, ...parts }: BookParts & { db: Database; noteFault: NoteFault }) {
    this.#db = db;
    this.#parts = parts;
    this.#noteFault = noteFault;
    this.#known = new ProfileBook('', NO_PARTNERS, parts);
  }

  /** The profiles as they were known last. */
  get known(): ProfileBook {
    return this.#known;
  }

  /** Asks for the profiles. Only the hash of their settings is read if the remembered ones are still right. */
  read(): Query<ProfileBook> {
    const known = this.#known;
    return findPartners(this.#db, known.hash).map(({ hash, file, isUnreadable }) => {
      if (isUnreadable) this.#noteFault(PARTNERS_FAULT);
      if (isUnreadable) return new ProfileBook(hash, undefined, this.#parts);
      if (hash === known.hash) return known;
      const book = new ProfileBook(hash, file ?? NO_PARTNERS, this.#parts);
      this.#known = book;
      return book;
    });
  }
}
