/** `--rootfs` and `-w`: directories as the caller names them. */
import { realpathSync, statSync } from "node:fs";
import { UserError } from "../kernel/errors.ts";

/**
 * The directory that is to be the container's root, absolute and without links; undefined for the
 * machine's own root, which needs no entering.
 */
export function resolveRoot(dir: string): string | undefined {
  if (dir === "") throw new UserError("--rootfs needs a directory");
  let path: string;
  try {
    path = realpathSync(dir);
  } catch (error) {
    throw new UserError(`--rootfs ${JSON.stringify(dir)}: ${reason(error)}`);
  }
  if (!statSync(path).isDirectory()) {
    throw new UserError(`--rootfs ${JSON.stringify(dir)} is not a directory`);
  }
  return path === "/" ? undefined : path;
}

const reason = (error: unknown) =>
  (error as NodeJS.ErrnoException).code === "ENOENT"
    ? "there is no such directory"
    : (error as Error).message;

/** An absolute directory inside: `/` in a root of its own, else where the caller stands. */
export function workingDirectory(asked: string | undefined, root: string | undefined): string {
  if (!asked) return root === undefined ? process.cwd() : "/";
  if (!asked.startsWith("/")) {
    throw new UserError(`--workdir ${JSON.stringify(asked)} must be an absolute path`);
  }
  return asked;
}
