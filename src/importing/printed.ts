const KINDS = 'Warning|Notice|Deprecated|Strict Standards|(?:Recoverable |Catchable )?[Ff]atal error|Parse error';
/** PHP's `error_prepend` and its format, as HTML or as text. */
const MESSAGE = new RegExp(
  `^(?:<br ?/?>)?(?:PHP )?(?:<b>)?(?:${KINDS})(?:</b>)?: .* on line (?:<b>)?\\d+(?:</b>)?\\.?(?:<br ?/?>)?$`,
);
const BLANK = /^(?:<br ?\/?>)*$/;

/**
 * Returns the length of what a server has printed before a document: PHP's messages about the program that made it. 0 for
 * any text that does not begin with a message, or where no markup or JSON follows.
 */
export function printedBefore(text: string): number {
  let [at, messages] = [0, 0];
  for (;;) {
    const end = text.indexOf('\n', at);
    const line = (end < 0 ? text.slice(at) : text.slice(at, end)).trim();
    if (MESSAGE.test(line)) messages++;
    else if (end < 0 || !BLANK.test(line)) return messages > 0 && /^[<{[]/.test(line) ? at : 0;
    if (end < 0) return 0;
    at = end + 1;
  }
}
