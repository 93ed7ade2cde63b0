/**
 * Who has to mend something before a command can do its work:
 * `usage` the command line, a setting or tags.yaml; `folder` there are no articles to work on;
 * `wire` it cannot be reached, or refuses; `wrangler` it failed.
 */
export type ErrorKind = 'usage' | 'folder' | 'wire' | 'wrangler';

/** Ends a command with a message for its user; any other error is a fault of ours, and shows its stack. */
export class CommandError extends Error {
  readonly kind: ErrorKind;

  constructor(message: string, kind: ErrorKind = 'usage') {
    super(message);
    this.kind = kind;
  }
}
