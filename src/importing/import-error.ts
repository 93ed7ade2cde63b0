import type { LineReport } from './lines.ts';
import type { NoteCode } from './notes.ts';

/** Says why an input, or one story of it, cannot be imported. */
export class ImportError extends Error {
  readonly code: NoteCode;
  /** The reports on its lines so far. */
  readonly lines: LineReport[];

  constructor(message: string, code: NoteCode = 'unreadable', lines: LineReport[] = []) {
    super(message);
    this.code = code;
    this.lines = lines;
  }
}
