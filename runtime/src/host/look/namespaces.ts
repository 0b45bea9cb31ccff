/** The namespaces of a process beside those of mydocker itself (namespaces(7)). */
import { readlinkSync } from "node:fs";

/** One kind of namespace. */
export interface NamespacePair {
  /** As /proc/PID/ns names it: `mnt`, `pid`, … */
  readonly kind: string;
  /** Inode numbers, which are the namespaces' names in the kernel. */
  readonly host: string;
  readonly container: string;
}

const KINDS = ["user", "mnt", "pid", "net", "uts", "ipc", "cgroup"] as const;

/** @throws ENOENT when the process has gone */
export const namespacesOf = (pid: number): NamespacePair[] =>
  KINDS.map((kind) => ({
    kind,
    host: inode(`/proc/self/ns/${kind}`),
    container: inode(`/proc/${pid}/ns/${kind}`),
  }));

/** `mnt:[4026531841]` */
const inode = (link: string): string => /\d+/.exec(readlinkSync(link))?.[0] ?? "";
