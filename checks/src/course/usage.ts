/** A command line that cannot be understood. */
import type { Text } from "../harness/text.ts";

/** Says what was wrong with the words, and what would be right. */
export class UsageError extends Error {
  override name = "UsageError";
  readonly text: Text;

  constructor(text: Text) {
    super(text.en);
    this.text = text;
  }
}
