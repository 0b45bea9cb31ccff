/** Who goes first when memory runs out. */
import { writeFileSync } from "node:fs";
import { UserError } from "../kernel/errors.ts";

/**
 * Sets how readily a process, and those that it makes, is killed when memory runs out: -1000 (never)
 * to 1000 (proc_pid_oom_score_adj(5)).
 *
 * @throws UserError when only root may: for less than now
 */
export function adjustOomScore(pid: number, score: number): void {
  try {
    writeFileSync(`/proc/${pid}/oom_score_adj`, String(score));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EACCES") throw error;
    throw new UserError(`--oom-score-adj ${score}: less than now needs root (sudo)`);
  }
}
