/** A defence, as the change that takes it out, and the attack that must then succeed. */
export interface Defence {
  readonly name: string;
  /** More than one where others would do its work. */
  readonly changes: readonly Change[];
  /** The attack's file below runtime/test/, without .test.ts, and its title. */
  readonly suite: string;
  readonly attack: string;
}

/** The first `from` in a file of the repository becomes `to`. */
export interface Change {
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

/** A change below runtime/src/. */
export const inSource = (file: string, from: string, to: string): Change => ({
  file: `runtime/src/${file}`,
  from,
  to,
});
