/**
 * The part that has to be mended before a command can do its work:
 * - `usage`: the command line, a setting or the vocabulary
 * - `folder`: the folder of articles, which does not exist or is empty
 * - `wire`: the wire, which cannot be reached or refuses
 * - `wrangler`: whatever wrangler complained about
 */
export type ErrorKind = 'usage' | 'folder' | 'wire' | 'wrangler';

/** Ends a command with a message for its user. Any other error is a bug of ours, and is printed with its stack. */
export class CommandError extends Error {
  readonly kind: ErrorKind;

  constructor(message: string, kind: ErrorKind = 'usage') {
    super(message);
    this.kind = kind;
  }
}
