/** Single functions of a learner's file as another version of it has them. */
import { both, type Text } from "../../harness/text.ts";
import { statementsByName } from "./statements.ts";

/** A file's new text, and what was done to it. */
export interface PutBack {
  readonly text: string;
  readonly what: Text;
}

/**
 * Puts functions back and leaves the rest of the file to the learner. Where one of them is not to
 * be found any more, or the file is no TypeScript any more, the whole file is put back.
 */
export function putBackFunctions(
  learners: string,
  starter: string,
  functions: readonly { readonly name: string }[],
): PutBack {
  const [mine, theirs] = [learners, starter].map(statementsByName);
  const names = functions.map(({ name }) => name);
  const places = names.flatMap((name) => mine?.get(name) ?? []).sort((a, b) => b.start - a.start);
  if (places.length < names.length) {
    return { text: starter, what: both("put back, the whole file", "已重置整个文件") };
  }
  const text = places.reduce(
    (text, { name, start, end }) =>
      text.slice(0, start) + (theirs?.get(name)?.text ?? "") + text.slice(end),
    learners,
  );
  const list = names.join(", ");
  return { text, what: both(`put back ${list}`, `已重置 ${list}`) };
}
