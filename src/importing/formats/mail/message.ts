import PostalMime, { type Attachment, type Email } from 'postal-mime';
import { cleanText } from '../../../articles/characters.ts';
import { ImportError } from '../../import-error.ts';
import { rfc3339 } from '../../instants.ts';
import { splitLabels, uniqueLabels } from '../../labels.ts';
import type { Line } from '../../lines.ts';
import { oneLine } from '../../markup.ts';
import type { Note } from '../../notes.ts';
import type { FoundStory, StoryBody } from '../../story.ts';
import { unwrapped } from '../../wrapping.ts';
import { requireContent } from '../reading.ts';
import { replyNotes } from './correspondence.ts';
import { heldBack } from './held-back.ts';

/** What only programs read. */
const SIGNATURE_TYPES = /^application\/(?:x-)?(?:pkcs7-signature|pgp-signature|pgp-keys)$/;
/** RFC 8551 §3.2 and RFC 3156 §4: the text is inside, and cannot be read. */
const SEALED_TYPES = /^(?:application\/(?:x-)?pkcs7-mime|multipart\/encrypted)\b/i;

/** Turns an e-mail into a story. @throws {ImportError} for one that has no text, or cannot be read */
export async function storyOf(bytes: Uint8Array): Promise<FoundStory> {
  const mail = await parsed(bytes);
  const header = (name: string) => mail.headers.find((it) => it.key === name)?.value.trim() || undefined;
  const type = header('content-type') ?? '';
  if (SEALED_TYPES.test(type)) throw new ImportError('is encrypted or signed as a whole, so its text cannot be read');
  if (/^multipart\/report\b/i.test(type)) throw new ImportError('is the report of a mail server', 'not-stories');
  const { body, notes } = bodyOf(mail);
  const held = heldBack(header, mail.subject ?? '');
  return requireContent({
    title: mail.subject && (oneLine(cleanText(mail.subject)) || undefined),
    body,
    marks: mail.html,
    published: dateOf(header('date')),
    tags: uniqueLabels(splitLabels(header('keywords'))),
    language: header('content-language')?.split(',')[0]?.trim(),
    status: held.length > 0 ? 'draft' : undefined,
    notes: [...held, ...replyNotes(mail, bytes), ...senderNotes(mail), ...notes, ...attachmentNotes(mail.attachments)],
  });
}

/** Returns a message's own name (RFC 5322 §3.6.4), by which it is known among others. */
export async function namedStoryOf(bytes: Uint8Array): Promise<FoundStory> {
  const story = await storyOf(bytes);
  const id = /^message-id:\s*<([^<>\s]+)>/im.exec(Buffer.from(bytes.subarray(0, 65_536)).toString('latin1'))?.[1];
  return { ...story, name: id };
}

/** The parser takes its time for each line: more of them, and so short ones, no mail has. */
const MAX_SHORT_LINES = { lines: 100_000, bytes: 20 };

async function parsed(bytes: Uint8Array): Promise<Email> {
  const lines = linesIn(bytes);
  if (lines > MAX_SHORT_LINES.lines && bytes.length < lines * MAX_SHORT_LINES.bytes)
    throw new ImportError(`has ${lines} lines of less than ${MAX_SHORT_LINES.bytes} bytes: that is no e-mail`);
  try {
    return await PostalMime.parse(bytes);
  } catch (error) {
    throw new ImportError(`cannot be read as an e-mail: ${(error as Error).message}`);
  }
}

function linesIn(bytes: Uint8Array): number {
  let count = 0;
  for (let at = bytes.indexOf(0x0a); at >= 0; at = bytes.indexOf(0x0a, at + 1)) count++;
  return count;
}

/** RFC 5322 §3.3; a comment may name the zone. */
function dateOf(written: string | undefined): string | undefined {
  return written && rfc3339(written.replace(/\s\([^()]*\)$/, ''));
}

function bodyOf({ text, html }: Email): { body: StoryBody; notes: Note[] } {
  const plain = text === undefined ? '' : cleanText(text).trim();
  if (plain === '') return { body: { type: 'html', text: cleanText(html ?? '') }, notes: lostLetters(html ?? '') };
  const { story, notes } = withoutSignature(plain);
  const lines = unwrapped(linesOf(story), true);
  return {
    body: { type: 'lines', lines: lines.value },
    notes: [...notes, ...lines.notes, ...lostLetters(plain), ...otherPart(html ?? '')],
  };
}

function linesOf(text: string): Line[] {
  return text.split(/\r\n|[\n\r]/).map((line, index) => ({ number: index + 1, text: line }));
}

/** The longest signature that is left out; what is longer may be a part of the story. */
const MAX_SIGNATURE = { lines: 12, characters: 800 };

/** Leaves out a signature: RFC 3676 §4.3, "-- " on a line of its own. */
function withoutSignature(text: string): { story: string; notes: Note[] } {
  const lines = text.split(/\r\n|[\n\r]/);
  const at = lines.lastIndexOf('-- ');
  const signature = lines.slice(at + 1);
  const words = oneLine(signature.join(' '));
  if (at < 1 || signature.length > MAX_SIGNATURE.lines || words.length > MAX_SIGNATURE.characters)
    return { story: text, notes: [] };
  return {
    story: lines.slice(0, at).join('\n'),
    notes: [{ code: 'signature', message: `the signature is left out: ${words}` }],
  };
}

function lostLetters(text: string): Note[] {
  return text.includes('\uFFFD')
    ? [{ code: 'encoding', message: 'letters are lost: the mail does not have the encoding that it says' }]
    : [];
}

/** Tells what the HTML of a mail has besides its text, which is read. */
function otherPart(html: string): Note[] {
  const [pictures, links] = [/<img[\s/]/gi, /<a\s/gi].map((it) => html.match(it)?.length ?? 0);
  const message = `the text of the mail is read, not its HTML (pictures: ${pictures}, links: ${links})`;
  return pictures || links ? [{ code: 'html-part', message }] : [];
}

/** A sender may be a person, an office or a program. So it is no author. */
function senderNotes({ from }: Email): Note[] {
  if (from?.address === undefined) return [];
  const name = oneLine(cleanText(from.name));
  return [{ code: 'contact', message: `sent by ${name ? `${name} <${from.address}>` : from.address}` }];
}

function attachmentNotes(attachments: Attachment[]): Note[] {
  const files = attachments.filter((it) => !SIGNATURE_TYPES.test(it.mimeType));
  const isMedium = ({ mimeType }: Attachment) => /^(?:image|audio|video)\//.test(mimeType);
  const named = (all: Attachment[]) =>
    all.map((it) => (it.filename ? `"${oneLine(it.filename)}" (${it.mimeType})` : it.mimeType)).join(', ');
  const [media, others] = [files.filter(isMedium), files.filter((it) => !isMedium(it))];
  const notes: (Note | false)[] = [
    media.length > 0 && { code: 'media', message: `attached, and left out: ${named(media)}` },
    others.length > 0 && { code: 'attachments', message: `attached, and not read: ${named(others)}` },
  ];
  return notes.filter((it) => it !== false);
}
