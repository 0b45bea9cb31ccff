/** Why a command could not be executed, with docker's exit code for it. */
import { closeSync } from "node:fs";
import { openInRoot } from "../host/rootfile.ts";
import { EXIT, type SyscallError, UserError } from "../kernel/errors.ts";
import { O } from "../kernel/flags.ts";
import { hintFor } from "../kernel/hints.ts";
import type { Spec } from "./spec.ts";

/**
 * 127 when the command is not there, 126 when it is and cannot be executed.
 *
 * @param where what people call its root
 */
export function commandError(
  { call, code, message }: SyscallError,
  { argv, root }: Pick<Spec, "argv" | "root">,
  where = root === undefined ? "on this machine" : `in ${root}`,
): UserError {
  const command = JSON.stringify(argv[0]);
  if (code === "ENOENT" || code === "ENOTDIR") {
    if (isThere(argv[0] ?? "", root)) {
      const why =
        "it is there, but its interpreter or loader is not (the first line of a script, or a dynamic program's ld.so)";
      return new UserError(`command ${command} cannot start ${where}: ${why}`, EXIT.NOT_FOUND);
    }
    const looked = argv[0]?.includes("/") ? where : `along the container's PATH ${where}`;
    return new UserError(`command ${command} not found ${looked}`, EXIT.NOT_FOUND);
  }
  const reason =
    code === "EACCES" ? "it is not an executable file" : (hintFor(call, code) ?? message);
  return new UserError(`command ${command} cannot be executed: ${reason}`, EXIT.NOT_EXECUTABLE);
}

/** Looks from outside, within the root: the container has gone by now. */
function isThere(path: string, root = "/"): boolean {
  if (!path.startsWith("/")) return false;
  try {
    closeSync(openInRoot(root, path, O.PATH));
    return true;
  } catch {
    return false;
  }
}
