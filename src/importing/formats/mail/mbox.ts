import { FROM_LINE, isMbox } from './headers.ts';

/** A longer message has files that no story needs. */
const MAX_MESSAGE_BYTES = 50_000_000;
/** A longer line is cut. */
const MAX_LINE_BYTES = 1_000_000;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/**
 * Splits an mbox (RFC 4155) into messages. One begins at a line of the form "From sender date" below a blank line,
 * with a header below; where that stands in a message, it is written ">From", though not by every program.
 * @returns the bytes of each message; undefined for one that is too long
 */
export async function* messagesIn(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer | undefined> {
  const open = new Open();
  let begun = false;
  for await (const lines of wholeLines(pieces)) {
    let from = 0;
    for (const at of beginsIn(lines, open.endsBlank)) {
      open.add(lines.subarray(from, at));
      if (begun) yield open.take();
      else open.take();
      begun = true;
      from = lines.indexOf(LINE_FEED, at) + 1 || lines.length;
    }
    open.add(lines.subarray(from));
  }
  if (begun) yield open.take();
}

/** The message whose end has not come yet. */
class Open {
  #parts: Buffer[] = [];
  #length = 0;
  endsBlank = true;

  add(lines: Buffer): void {
    if (lines.length === 0) return;
    this.#length += lines.length;
    if (this.#length <= MAX_MESSAGE_BYTES) this.#parts.push(lines);
    else this.#parts = [];
    this.endsBlank = isBlankBefore(lines, lines.length);
  }

  take(): Buffer | undefined {
    const whole = this.#length > MAX_MESSAGE_BYTES ? undefined : unescaped(Buffer.concat(this.#parts));
    this.#parts = [];
    this.#length = 0;
    return whole;
  }
}

/** Returns where messages begin in some lines. @param afterBlank the line before them is blank */
function beginsIn(lines: Buffer, afterBlank: boolean): number[] {
  const begins: number[] = [];
  for (let at = lines.indexOf('From '); at >= 0; at = lines.indexOf('From ', at + 1)) {
    const isBelowBlank = at === 0 ? afterBlank : isBlankBefore(lines, at);
    if (isBelowBlank && isBegin(lines, at)) begins.push(at);
  }
  return begins;
}

/** Tells the line in front of a message by the header below it, if that is there: a text may have such a line too. */
function isBegin(lines: Buffer, at: number): boolean {
  const text = lines.toString('latin1', at, at + MAX_BEGIN_BYTES);
  const isLast = lines.indexOf(LINE_FEED, at) === lines.length - 1;
  return isLast ? FROM_LINE.test(text) : isMbox(text);
}

const MAX_BEGIN_BYTES = 600;

/** Tells whether a line begins here, and the one before it is blank. */
function isBlankBefore(lines: Buffer, at: number): boolean {
  if (lines[at - 1] !== LINE_FEED) return false;
  const end = lines[at - 2] === CARRIAGE_RETURN ? at - 3 : at - 2;
  return end < 0 || lines[end] === LINE_FEED;
}

function unescaped(message: Buffer): Buffer {
  if (!message.includes('>From ')) return message;
  return Buffer.from(message.toString('latin1').replace(/^>(>*From )/gm, '$1'), 'latin1');
}

async function* wholeLines(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const piece of pieces) {
    const bytes = rest.length === 0 ? Buffer.from(piece) : Buffer.concat([rest, piece]);
    const end = bytes.lastIndexOf(LINE_FEED) + 1;
    const cut = end === 0 && bytes.length > MAX_LINE_BYTES ? bytes.length : end;
    rest = bytes.subarray(cut);
    if (cut > 0) yield bytes.subarray(0, cut);
  }
  if (rest.length > 0) yield rest;
}
