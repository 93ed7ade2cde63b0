const SQL_NAMES =
  '(?:-- (?:MySQL|MariaDB|phpMyAdmin|Adminer|PostgreSQL|HeidiSQL|SQLite|Dumped (?:from|by))|# (?:(?:MySQL|phpMyAdmin)[\\w -]* dump|WordPress [\\w -]*database backup))\\b';
const SQL_BANNER = new RegExp(
  `^(?:--[- \\t\\r]*\\n)*(?:${SQL_NAMES}|/\\*(?:M?!|\\s*(?:MySQL|MariaDB|PostgreSQL)))`,
  'i',
);
const SQL_COMMENT = /^(?:--(?:\s.*)?|\/\*.*\*\/;?)$/;
const NAME = '[`"[]?[\\w.`"]+\\]?';
const TABLE = `(?:CREATE|DROP) (?:TABLE|DATABASE|SCHEMA)(?: IF (?:NOT )?EXISTS)? ${NAME}(?:;|\\s*\\()|(?:INSERT(?: IGNORE)?|REPLACE) INTO ${NAME}\\s*(?:\\(|VALUES\\b)|COPY ${NAME} .*FROM (?:STDIN|stdin);`;
/** In capitals or in small letters, but not as a sentence begins: "Create table tennis (...". */
const SQL_STATEMENTS = [
  `^(?:${TABLE}|SET (?:NAMES|@|\\w+ ?= ?['"\\w]+;)|USE ${NAME};|PRAGMA \\w+ ?=|BEGIN(?: TRANSACTION)?;|START TRANSACTION;|LOCK TABLES ${NAME})`,
  `^(?:${TABLE.toLowerCase()})`,
].map((it) => new RegExp(it));

/** Recognises a database dump by the banner of its program, or by SQL as the first thing in it but comments. */
export function isSql(head: string): boolean {
  const text = head.trimStart();
  if (SQL_BANNER.test(text)) return true;
  const first = text.split(/\r?\n/).find((it) => it.trim() !== '' && !SQL_COMMENT.test(it.trim()));
  return first !== undefined && SQL_STATEMENTS.some((it) => it.test(first));
}

/** Recognises an agency's message. IPTC 7901 §2: SOH begins the header, STX the text. ANPA 1312 has two SYN before. */
export function isWireMessage(start: Uint8Array): boolean {
  const soh = start.findIndex((it) => ![0x16, 0x0d, 0x0a, 0x20].includes(it));
  return start[soh] === 0x01 && start.includes(0x02, soh);
}

const MT_FIELD =
  /^(?:AUTHOR|TITLE|BASENAME|STATUS|DATE|(?:PRIMARY )?CATEGORY|TAGS|UNIQUE URL|ALLOW (?:COMMENTS|PINGS)|CONVERT BREAKS|NO ENTRY):/;
const MT_PART = /^-----\r?\n(?:BODY|EXTENDED BODY|EXCERPT|KEYWORDS|COMMENT|PING):/m;

/** Recognises the export format of Movable Type: headers, then parts between lines of dashes. */
export function isMovableType(head: string): boolean {
  return MT_FIELD.test(head.trimStart()) && MT_PART.test(head);
}

const HEADER = /^[\w-]+:(?:\s|$)/;
/** Headers that programs write, RFC 5322 §3.6 and RFC 2045. A press release may have the others, written by hand. */
const MACHINE_HEADER =
  /^(?:mime-version|message-id|received|return-path|delivered-to|dkim-signature|content-transfer-encoding|x-mozilla-status):/im;

const SENT = /^date:.*\d{4} \d\d:\d\d(?::\d\d)? (?:[+-]\d{4}|GMT|UT)/im;

/** Returns the headers with which an e-mail or mbox begins; "" for any other text. */
export function mailHeaders(head: string): string {
  const text = head.trimStart().replace(/^From \S+ .*\d{4}\r?\n/, '');
  const headers: string[] = [];
  for (const line of text.split(/\r?\n/, 200)) {
    if (!HEADER.test(line) && !(headers.length > 0 && /^[ \t]+\S/.test(line))) break;
    headers.push(line);
  }
  const all = headers.join('\n');
  const isSent = MACHINE_HEADER.test(all) || (/^from:/im.test(all) && SENT.test(all));
  return isSent ? all : '';
}
