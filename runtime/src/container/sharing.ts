/** What a container shares of the machine, or with another container, beside its network: plain data. */
import { CLONE } from "../kernel/flags.ts";

/** Undefined: its own. */
export interface Sharing {
  /** It sees and signals the machine's processes (`--pid host`). */
  readonly pid?: "host" | undefined;
  readonly ipc?: IpcMode | undefined;
  /** Its name is the machine's (`--uts host`). */
  readonly uts?: "host" | undefined;
  /** It sees its place among the machine's cgroups (`--cgroupns host`). */
  readonly cgroup?: "host" | undefined;
}

/** Shared memory and queues; `shareable`: others may join, `none`: there is no /dev/shm. */
export type IpcMode = "host" | "shareable" | "none" | { readonly container: string };

/** The namespaces that it does not get. */
export function sharedFlags({ pid, ipc, uts, cgroup }: Sharing): number {
  const ownIpc = ipc === undefined || ipc === "shareable" || ipc === "none";
  return (
    (pid ? CLONE.NEWPID : 0) |
    (ownIpc ? 0 : CLONE.NEWIPC) |
    (uts ? CLONE.NEWUTS : 0) |
    (cgroup ? CLONE.NEWCGROUP : 0)
  );
}

/** Whose shared memory it joins. */
export const otherIpc = ({ ipc }: Sharing): string | undefined =>
  typeof ipc === "object" ? ipc.container : undefined;

/** Whether an option asks for any of it. */
export const asksToShare = (
  options: {
    readonly [name in "pid" | "ipc" | "uts" | "cgroupns"]?: string;
  },
): boolean => (options.pid ?? options.ipc ?? options.uts ?? options.cgroupns) !== undefined;
