import PostalMime, { type Attachment, type Email } from 'postal-mime';
import { cleanText } from '../../../articles/characters.ts';
import { toSlug } from '../../../channels/slug.ts';
import { type AttachedPicture, attachedPicture, isShown, withContentIds } from '../../attached.ts';
import { ImportError } from '../../import-error.ts';
import { rfc3339 } from '../../instants.ts';
import { splitLabels, uniqueLabels } from '../../labels.ts';
import type { Line } from '../../lines.ts';
import { oneLine, plainText } from '../../markup.ts';
import type { Note } from '../../notes.ts';
import { isPerson } from '../../person-names.ts';
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
  const { attached, addresses, notes: ofFiles } = attachedTo(mail, body.type === 'html');
  return requireContent({
    title: mail.subject && (oneLine(cleanText(mail.subject)) || undefined),
    body: withContentIds(body, addresses),
    attached,
    marks: mail.html,
    sender: senderOf(mail),
    published: dateOf(header('date')),
    tags: uniqueLabels(splitLabels(header('keywords'))),
    language: header('content-language')?.split(',')[0]?.trim(),
    status: held.length > 0 ? 'draft' : undefined,
    notes: [...held, ...replyNotes(mail, bytes), ...senderNotes(mail), ...notes, ...ofFiles],
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
  if (plain === '' || isStandIn(plain, html ?? ''))
    return { body: { type: 'html', text: cleanText(html ?? '') }, notes: lostLetters(html ?? '') };
  const { story, notes } = withoutSignature(plain);
  const lines = unwrapped(linesOf(story), true);
  return {
    body: { type: 'lines', lines: lines.value },
    notes: [...notes, ...lines.notes, ...lostLetters(plain), ...otherPart(html ?? '')],
  };
}

/** A longer text is one. */
const MAX_STAND_IN = 300;
/** By how much the HTML of a mail must be longer than its text, if that only says where the text is. */
const MUCH_LONGER = 4;

/** Tells whether a mail's text only says that one should read its HTML. */
function isStandIn(plain: string, html: string): boolean {
  if (plain.length > MAX_STAND_IN) return false;
  const { length } = plainText(html);
  return length > plain.length * (/\bhtml\b|\bbrowser\b|\bview (?:this|it|the)\b/i.test(plain) ? 1 : MUCH_LONGER);
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

/** The name of a sender who is a person: others are offices and programs, whose addresses are not made of a first name. */
function senderOf({ from }: Email): string | undefined {
  const name = oneLine(cleanText(from?.name ?? ''));
  if (!isPerson(name)) return undefined;
  const [first = '', ...others] = name.split(' ').map((it) => toSlug(it).replaceAll('-', ''));
  const last = others.at(-1) ?? '';
  const box =
    (from?.address ?? '')
      .split('@')[0]
      ?.toLowerCase()
      .replace(/[^a-z0-9]/g, '') ?? '';
  const isOwn =
    box.startsWith(first) ||
    [`${first.charAt(0)}${last}`, `${last}${first}`, `${last}${first.charAt(0)}`].includes(box);
  return first !== '' && isOwn ? name : undefined;
}

function senderNotes({ from }: Email): Note[] {
  if (from?.address === undefined) return [];
  const name = oneLine(cleanText(from.name));
  return [{ code: 'contact', message: `sent by ${name ? `${name} <${from.address}>` : from.address}` }];
}

/** The pictures that are attached to a mail, their addresses by content id, and what is told of all that is attached. */
interface Attached {
  attached: AttachedPicture[] | undefined;
  addresses: ReadonlyMap<string, string>;
  notes: Note[];
}

/** @param withHtml true if the HTML of the mail is read: otherwise, what stands only in that (mostly logos) is left out */
function attachedTo({ attachments }: Email, withHtml: boolean): Attached {
  const files = attachments.filter((it) => !SIGNATURE_TYPES.test(it.mimeType));
  const isMedium = ({ mimeType }: Attachment) => /^(?:image|audio|video)\//.test(mimeType);
  const isTaken = (it: Attachment) => isShown(it.mimeType) && (withHtml || !it.related);
  const pictures = files
    .filter(isTaken)
    .map((it, number) => ({ ...it, picture: attachedPicture(number, it.filename ?? undefined, bytesOf(it)) }));
  const left = files.filter((it) => isMedium(it) && !isTaken(it));
  const others = files.filter((it) => !isMedium(it));
  const notes: (Note | false)[] = [
    pictures.length > 0 && { code: 'attachments', message: `attached, and taken over: ${named(pictures)}` },
    left.length > 0 && { code: 'media', message: `attached, and left out: ${named(left)}` },
    others.length > 0 && { code: 'attachments', message: `attached, and not read: ${named(others)}` },
  ];
  return {
    attached: pictures.length > 0 ? pictures.map((it) => it.picture) : undefined,
    addresses: new Map(pictures.map((it) => [it.contentId?.replace(/^<|>$/g, '') ?? '', it.picture.address])),
    notes: notes.filter((it) => it !== false),
  };
}

const named = (all: Attachment[]) =>
  all.map((it) => (it.filename ? `"${oneLine(it.filename)}" (${it.mimeType})` : it.mimeType)).join(', ');

const bytesOf = ({ content }: Attachment) =>
  typeof content === 'string' ? new TextEncoder().encode(content) : new Uint8Array(content);
