/** Puts a line into the note that its author is writing, after their click. Never more than the one line. */
export type InsertLine = {
  /** Where it goes, as the button says it: `your note`. */
  readonly into: string
  /** @returns whether it stands there now */
  readonly insert: (line: string) => Promise<boolean>
}
