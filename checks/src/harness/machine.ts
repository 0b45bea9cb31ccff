/** Something that this machine lacks, which is nobody's mistake. */
import type { Text } from "./text.ts";

/** Says what is missing and how to get it; ends a course command with exit code 2. */
export class MachineProblem extends Error {
  override name = "MachineProblem";
  readonly text: Text;

  constructor(text: Text) {
    super(text.en);
    this.text = text;
  }
}
