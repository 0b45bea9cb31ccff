/** `--ipc container:NAME`: whose shared memory it is. */
import { isAlive } from "../host/process.ts";
import { UserError } from "../kernel/errors.ts";
import { find } from "./store.ts";

/**
 * A process in the other container's IPC namespace.
 *
 * @throws UserError when there is no such container, it does not run, or does not share
 */
export function otherIpcProcess(reference: string): number {
  const { name, process: mark, spec } = find(reference);
  const option = `--ipc container:${reference}`;
  if (!mark || !isAlive(mark)) throw new UserError(`${option}: container ${name} does not run`);
  const mode = spec?.sharing?.ipc;
  if (mode === "shareable" || mode === "host" || typeof mode === "object") return mark.pid;
  throw new UserError(`${option}: container ${name} keeps its own: run it with --ipc shareable`);
}
