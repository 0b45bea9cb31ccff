/** One column of the ledger. */

/** What is counted, as it is called to a person. */
export type Kind =
  | "process"
  | "mount"
  | "file"
  | "state file"
  | "cgroup"
  | "link"
  | "rule"
  | "route"
  | "ipc object"
  | "hostname";

/** Something that is not as it was. */
export interface Difference {
  readonly kind: Kind;
  readonly key: string;
  /** Undefined: it was not there. */
  readonly before: string | undefined;
  /** Undefined: it is gone. */
  readonly after: string | undefined;
}

/** Counts one kind of thing, and puts it right. */
export interface Account {
  readonly kind: Kind;
  /** What is there: a name for people, by a key that never means two things. */
  read(): Map<string, string>;
  /** Undoes differences as far as it can; what it could not undo shows when read again. */
  repair(differences: readonly Difference[]): void | Promise<void>;
}
