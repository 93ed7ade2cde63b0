/** What pages put around JSON for browsers and XML parsers that are no more, each on the outside of the next. */
const OPENINGS = /^\s*(?:\/\/|\/\*)?\s*(?:<!\[CDATA\[|<!--)[ \t]*(?:\*\/)?/;
const CLOSINGS = /(?:\/\/|\/\*)?[ \t]*(?:\]\]>|-->)[ \t]*(?:\*\/)?$|;$/;
/** More of them stand around no JSON. */
const MAX_WRAPPINGS = 4;
const MAX_CLOSING = 20;

/**
 * Parses the JSON of a script element, also in a CDATA section or a comment, with a semicolon behind it, or with line ends in its
 * strings. @throws {SyntaxError} for other text
 */
export function parseScript(script: string): unknown {
  try {
    return JSON.parse(script);
  } catch (error) {
    const mended = withoutControls(unwrapped(script));
    if (mended === script) throw error;
    try {
      return JSON.parse(mended);
    } catch {
      throw error;
    }
  }
}

function unwrapped(script: string): string {
  let text = script.trim();
  for (let count = 0; count < MAX_WRAPPINGS; count++) {
    const opened = text.replace(OPENINGS, '');
    text = (opened.slice(0, -MAX_CLOSING) + opened.slice(-MAX_CLOSING).replace(CLOSINGS, '')).trim();
  }
  return text;
}

/** JSON allows no control character in a string (RFC 8259 §7), and white space alone outside of them. */
function withoutControls(json: string): string {
  return json.replace(/[\u0000-\u001F]+/g, ' ');
}
