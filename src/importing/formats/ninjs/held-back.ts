import { isForEverybody } from '../../held-words.ts';
import { type Fields, fieldsOf, isFields, listOf, textOf, wordsIn } from '../../json.ts';
import type { Note } from '../../notes.ts';
import { codeNotes, stateNotes, unreadNotes, wordNotes } from '../held-notes.ts';

/** Fields that are read. */
const READ =
  `uri guid type headline headlines title descriptions description_text bodies by byline authors subject subjects keywords
  associations renditions language firstcreated firstCreated versioncreated versionCreated pubstatus pubStatus embargo embargoed
  embargoeduntil embargoedUntil expires expiryDate expirydate publish_schedule schedule_settings ednote edNote usageterms usageTerms
  state status flags signal signals`.split(/\s+/);

/** Fields that every item has, for programs, and that say nothing of the story. */
const FOR_PROGRAMS =
  `version standard profile mimetype mimeType representationtype representationType contentcreated contentCreated
  firstpublished firstPublished altids altIds provider source service priority urgency charcount charCount wordcount wordCount
  readtime readTime rightsinfo rightsInfo copyrightholder copyrightHolder copyrightnotice copyrightNotice infosources infoSources
  $schema _id _etag _links`.split(/\s+/);

const KNOWN = new Set([...READ, ...FOR_PROGRAMS]);

/** Notes everything by which an item of ninjs or Superdesk says that it is not public, and the fields that are not read. */
export function heldBackNotes(item: Fields): Note[] {
  const flags = [
    ...Object.entries(fieldsOf(item.flags)).filter(([, value]) => !isForEverybody(value)),
    ...(Array.isArray(item.flags) ? item.flags.map((it): [string, unknown] => [String(it), true]) : []),
  ];
  const isHeld = (name: string) => name === 'marked_for_not_publication';
  const others = flags.filter(([name]) => !isHeld(name)).map(([name, value]) => [`flags.${name}`, value]);
  const signals = [...listOf(item.signal), ...listOf(item.signals)].map(signalIn);
  return [
    ...['state', 'status'].flatMap((name) => wordsIn(item[name]).flatMap((it) => stateNotes(name, it))),
    ...(flags.some(([name]) => isHeld(name))
      ? [{ code: 'status' as const, message: 'is marked as not for publication: saved as a draft' }]
      : []),
    ...signals.flatMap((it) => codeNotes('signal', it)),
    ...wordNotes('editors-note', 'note to editors', joined(item.edNote ?? item.ednote)),
    ...wordNotes('usage-terms', 'terms of use', joined(item.usageTerms ?? item.usageterms)),
    ...unreadNotes({ ...item, ...Object.fromEntries(others) }, (name) => isRead(name, item[name])),
  ];
}

const joined = (value: unknown) => wordsIn(value).join(' / ') || undefined;

/** A date of an embargo that is no text ("true") cannot be read. */
export function isRead(name: string, value: unknown): boolean {
  if (/^embargo/.test(name)) return KNOWN.has(name) && textOf(value) !== undefined;
  return KNOWN.has(name) || /^(?:body|headline|description)_/i.test(name);
}

function signalIn(signal: unknown): string | undefined {
  const said = isFields(signal) ? [signal.qcode, signal.code, signal.name, signal.uri] : [signal];
  return said.map(textOf).find((it) => it !== undefined && codeNotes('signal', it).length > 0);
}
