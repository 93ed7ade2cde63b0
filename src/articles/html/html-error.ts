/** Thrown for a body that cannot become HTML; the message says why, as it follows "the body". */
export class HtmlError extends Error {}

/**
 * The most characters of HTML that are made of a body, or of addresses in it: twice as many as can be stored. A short body
 * can ask for much more, with a long address that it uses thousands of times, and a process has 128 MB.
 */
export const MAX_HTML_CHARACTERS = 4_000_000;
