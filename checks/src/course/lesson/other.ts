/** A lesson's checks on a program that is not the learner's copy: no progress is kept. */
import { relative } from "node:path";
import { PROJECT } from "../../harness/places.ts";
import { exitCode } from "../../harness/result.ts";
import { both } from "../../harness/text.ts";
import { print, say } from "../say.ts";
import { check } from "./check.ts";
import type { Checking } from "./checks.ts";

/** Checks it; returns the exit code. */
export async function checkOther(checking: Checking): Promise<number> {
  const { lesson, mydocker } = checking;
  const inside = relative(PROJECT, mydocker);
  const shown = inside.startsWith("..") ? mydocker : inside;
  const title = both(
    `lesson ${lesson.number}, of ${shown}`,
    `第 ${lesson.number} 课，检查 ${shown}`,
  );
  print(say(title), "");
  return exitCode(await check(checking, { brief: false }));
}
