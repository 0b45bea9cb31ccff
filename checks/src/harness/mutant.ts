/** A wrong mydocker, which a check must catch and name. */

/** The reference with one function's body replaced, as people really get it wrong. */
export interface Mutant {
  /** What is wrong, as a sentence without a subject. */
  readonly name: string;
  /** The function: a slug of a task, or `path/file.ts#function` for code that is given. */
  readonly replaces: string;
  /** The statements of its body. */
  readonly body: string;
  /** Import declarations that the body needs beside those of its file. */
  readonly imports?: string;
  /** Only a machine with this version of cgroups shows it. */
  readonly cgroups?: 1 | 2;
  /** The check that must catch it, by id. */
  readonly check: string;
  /** The diagnosis that the learner must see. */
  readonly diagnosis: string;
}

/** The same mistakes, for machines with one version of cgroups. */
export const shownBy = (cgroups: 1 | 2, mutants: readonly Mutant[]): Mutant[] =>
  mutants.map((mutant) => ({ ...mutant, cgroups }));
