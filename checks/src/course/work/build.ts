/** Builds the learner's mydocker: runtime/src, with work/ in front of it. */
import { type BuildFailure, formatMessages } from "esbuild";
import { bundle } from "../../../../runtime/build.mjs";
import { MachineProblem } from "../../harness/machine.ts";
import { both } from "../../harness/text.ts";
import { giveBack } from "./owner.ts";
import { WORK, type Work } from "./places.ts";

/** The program, or why there is none, as a compiler says it: file, line, column, and the line. */
export type Built = { readonly mydocker: string } | { readonly errors: readonly string[] };

/** Builds into work/.build. */
export async function buildWork(work: Work = WORK): Promise<Built> {
  try {
    return { mydocker: await bundle(work.build, work.directory) };
  } catch (error) {
    const { errors } = error as BuildFailure;
    if (errors === undefined) throw error;
    const unwritten = errors.find(({ text }) => text.startsWith("Failed to write"));
    if (unwritten)
      throw new MachineProblem(
        both(`${unwritten.text}: npm run doctor`, `${unwritten.text}：npm run doctor`),
      );
    const color = process.stdout.isTTY ?? false;
    const messages = await formatMessages(errors, { kind: "error", color });
    return { errors: messages.map((message) => message.trimEnd()) };
  } finally {
    giveBack(work.build);
  }
}
