import { decodeWords } from 'postal-mime';
import { splitLabels } from '../../labels.ts';
import { oneLine } from '../../markup.ts';
import type { Note } from '../../notes.ts';

/** Gmail's own labels of mails that somebody has sent or got, in the languages of its export. */
const OPEN_LABEL =
  /^(?:inbox|important|opened|sent|unread|starred|archived?|all mail|category .{1,40}|posteingang|wichtig|geöffnet|gesendet|ungelesen|markiert|archiviert|kategorie .{1,40}|boîte de réception|ouvert|(?:messages )?envoyés?|non lus?|suivis?|archivé|catégorie .{1,40}|recibidos|bandeja de entrada|importantes?|abierto|enviados?|no leídos?|destacados?|archivado|categoría .{1,40}|odebrane|ważne|otwarte|wysłane|nieprzeczytane|oznaczone gwiazdką|zarchiwizowane|kategoria .{1,40}|вхідні|важлив[іо]|відкрит[іо]|надіслані|непрочитані|із зірочкою|архів\p{L}*|категорія .{1,40})$/iu;
const TRASH_LABEL =
  /^(?:spam|trash|bin|drafts?|papierkorb|entwürfe|corbeille|brouillons|papelera|borradores|kosz|wersje robocze|смітник|кошик|чернетк[аи]|спам)$/iu;
const PUBLIC = /\b(?:public|unclassified|öffentlich|publique|público|publiczne)\b|публічн/iu;
/** Says at the beginning of a subject that the mail is not for the public, or not yet. */
const SUBJECT =
  /^[^\p{L}\p{N}]*(?:(?:strictly|strict|under|mit|sous|bajo|під|private (?:and|&)) )?(?:(embargo(?:ed)?|embargad[oa]|sperrfrist|ембарго)|for internal use(?: only)?|internal only|wip|kill|private|draft v?\d+|not for (?:publication|release)|do not publish|internal|confidential|draft|hold|nicht zur veröffentlichung|intern|vertraulich|entwurf|ne pas publier|interne|confidentiel|brouillon|no publicar|interno|confidencial|borrador|nie publikować|poufne|szkic|не для публікації|не публікувати|конфіденційно|чернетка)(?:\s?[\]):|/-]|\s?[–—]|\s*$|(?<=embargo(?:ed)?|sperrfrist|ембарго|hold) (?:until|till|for release|bis|jusqu|hasta|do|до|\d))/iu;

/** The name of a list before a subject. */
const LIST = /^\s*\[(?!(?:strictly |under )?(?:embargo|draft|hold|internal|confidential|not for))[^\][]{1,40}\]\s*/iu;
const AT_END =
  /[([–—-]\s*(?:(?:under |strict )?embargo(?:ed)?(?: (?:until|till) [^)\]]{1,60})?|not for (?:publication|release)|draft|confidential|internal(?: only)?|nicht zur veröffentlichung|entwurf|ne pas publier|no publicar|не для публікації)\s*[)\]]?\s*$/iu;

type Header = (name: string) => string | undefined;

/** Returns why a mail is not for the public: its sender, its owner or its program says so. */
export function heldBack(header: Header, subject: string): Note[] {
  return [...markNotes(header), ...classNotes(header), ...laterNotes(header), ...subjectNotes(subject)];
}

/** Notes where a mail was kept: labels of Gmail, flags of Thunderbird and of mbox. */
function markNotes(header: Header): Note[] {
  const labels = splitLabels(decodeWords(header('x-gmail-labels') ?? '')).filter((it) => it !== '');
  const trash = labels.filter((it) => TRASH_LABEL.test(it));
  const unknown = labels.filter((it) => !TRASH_LABEL.test(it) && !OPEN_LABEL.test(it));
  const isExpunged = (Number.parseInt(header('x-mozilla-status') ?? '0', 16) & MOZILLA_EXPUNGED) !== 0;
  const flags = header('x-status') ?? '';
  const isSpam = [header('x-spam-flag'), header('x-spam-status')].some((it) => /^yes\b/i.test(it ?? ''));
  const isDraft = header('x-unsent') === '1' || header('x-mozilla-draft-info') !== undefined || flags.includes('T');
  return only([
    trash.length > 0 && { code: 'trash', message: `was under "${trash.join(', ')}": saved as a draft` },
    unknown.length > 0 && {
      code: 'status',
      message: `was under "${unknown.join(', ')}", which may be for drafts or the trash: saved as a draft`,
    },
    isSpam && { code: 'trash', message: 'is marked as spam: saved as a draft' },
    (isExpunged || flags.includes('D')) && { code: 'trash', message: 'is marked as deleted: saved as a draft' },
    isDraft && { code: 'draft', message: 'was a draft' },
  ]);
}

/** Thunderbird's flag of a mail that is deleted, and still in its file. */
const MOZILLA_EXPUNGED = 0x0008;

/** Notes the class of a mail (RFC 4021 §2.1.55 and what programs have for it). */
function classNotes(header: Header): Note[] {
  const marks = ['sensitivity', 'classification', 'x-classification', 'x-confidential', 'msip_labels'].flatMap(
    (it) => header(it) ?? [],
  );
  const closed = marks.filter((it) => !PUBLIC.test(it)).map((it) => oneLine(decodeWords(it)).slice(0, 200));
  return closed.map((it) => ({ code: 'visibility', message: `is marked "${it}": saved as a draft` }));
}

/** RFC 4021 §2.1.50: to be delivered later. */
function laterNotes(header: Header): Note[] {
  const [deferred, embargo] = [header('deferred-delivery'), header('x-embargo') ?? header('embargo')];
  return only([
    deferred !== undefined && { code: 'scheduled', message: `was not to be delivered before "${deferred}"` },
    embargo !== undefined && { code: 'embargo', message: `its header says "${embargo}"; set "embargo"` },
  ]);
}

function subjectNotes(subject: string): Note[] {
  const match = SUBJECT.exec(subject.slice(0, 200).replace(LIST, ''));
  const end = match ? undefined : AT_END.exec(subject.slice(-200));
  if (end) return [{ code: 'not-for-publication', message: `its subject ends with "${oneLine(end[0])}"` }];
  if (!match) return [];
  const code = match[1] === undefined ? 'not-for-publication' : 'embargo';
  return [{ code, message: `its subject begins with "${oneLine(match[0])}"` }];
}

const only = (notes: (Note | false)[]): Note[] => notes.filter((it) => it !== false);
