/** The line in front of each message of an mbox: "From ann@wire.example Fri Mar  1 08:00:00 2024" (RFC 4155, appendix A). */
export const FROM_LINE = /^From \S.{0,300}\d{1,2}:\d\d(?::\d\d)? .{0,20}\d{4}\b/;

/** RFC 5322 §3.6.8: a name of printable ASCII without a colon. */
const HEADER = /^[!-9;-~]{1,70}:/;

/** Tells an mbox: the line in front of a message, and a header below it. */
export function isMbox(head: string): boolean {
  const [first = '', second = ''] = head.trimStart().split(/\r?\n/, 2);
  return FROM_LINE.test(first) && (HEADER.test(second) || /^>From /.test(second));
}
