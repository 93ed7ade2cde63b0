/** Something that `tagwire init` would do: it is told before anything is done. */
export interface Change {
  /** One line: the file, and what becomes of it. */
  told: string;
  apply(): Promise<void>;
}
