/** Known traps: what an errno means for a call when the manual page does not say it loudly. */
import { release } from "node:os";
import type { Call } from "./call.ts";
import { MOVE_MOUNT } from "./flags.ts";

type Hint = string | ((call: Call) => string | undefined);

const HINTS: Readonly<Record<string, Readonly<Record<string, Hint>>>> = {
  mount: {
    EPERM: (call) =>
      call.args[2] === "proc"
        ? "only the owner of the PID namespace may mount its /proc: is CLONE_NEWPID among the flags?"
        : "this process may not mount here: is CLONE_NEWNS among the flags?",
    ENOENT: "the target does not exist in the container's own view of files",
  },
  move_mount: {
    ENOENT: ({ args: [, from, , , flags] }) =>
      from === "" && (Number(flags) & MOVE_MOUNT.F_EMPTY_PATH) === 0
        ? "an empty path means the descriptor itself only with MOVE_MOUNT_F_EMPTY_PATH"
        : "the target is not there, and could not be made: a link to nowhere, or a read-only root",
    EINVAL:
      "a file can only be mounted on a file, and a directory on a directory; a link is followed only with MOVE_MOUNT_T_SYMLINKS",
  },
  pivot_root: {
    EINVAL:
      "the new root must be a mount of its own, and neither it nor its parent may be shared (MS_PRIVATE first)",
    EBUSY: "the new root and the old one are the same mount",
  },
  fstatfs: {
    EXDEV:
      "the image, or a volume, has put something else in place of the container's own /proc or /sys",
  },
  fstat: {
    ENODEV:
      "the image, or a volume, has put something else in place of the container's own /dev/null",
  },
  seccomp: {
    EINVAL: "the kernel does not take this filter: an older one may not know all of its actions",
    EPERM: "only root, or who has given up new privileges, may install a filter",
  },
  open: {
    ENOENT: ({ args: [path] }) =>
      `${path}`.startsWith("sys/")
        ? "neither this kernel nor a namespace of the container has such a setting (--sysctl)"
        : undefined,
    ENOTDIR:
      "this image has a link, or a file, where a directory must be: a link could lead out of it",
  },
  chdir: {
    ENOENT: "the working directory does not exist in the container (-w makes one in an image)",
  },
  sethostname: {
    EINVAL: "a hostname has at most 64 bytes",
    EPERM: "only the owner of a UTS namespace may name it: is CLONE_NEWUTS among the flags?",
  },
  setresuid: { EINVAL: "this user is not in the container's uid map" },
  setresgid: { EINVAL: "this group is not in the container's gid map" },
  setgroups: {
    EPERM: "a user namespace made without root has no supplementary groups (user_namespaces(7))",
  },
  execve: {
    ENOEXEC: "not a program for this machine, or a script without #!",
    E2BIG: "the arguments and the environment together are too long",
  },
};

/** What an errno means for all calls but those that have a hint of their own. */
const ANY_CALL: Readonly<Record<string, Hint>> = {
  EBADF: ({ args }) =>
    args.some((arg) => typeof arg === "object" && arg !== null && "slot" in arg)
      ? "no earlier call has kept a descriptor in this slot: keep(NAME, CALL)"
      : undefined,
  EEXIST: "it is there already; tolerate([ERRNO.EEXIST], CALL) takes that for success",
};

/** Calls that came to Linux after 5.4, the oldest that mydocker runs on. */
const SINCE: Readonly<Record<string, string>> = {
  close_range: "5.9",
  mount_setattr: "5.12",
  openat2: "5.6",
};

/** Since when Linux has a call that is not on this one; nothing for calls that every Linux has. */
export function missingCall(name: string): string | undefined {
  const since = SINCE[name];
  return since && `${name} came with Linux ${since}, and this is Linux ${release()}`;
}

/** A sentence for a known trap, or nothing. */
export function hintFor(call: Call, code: string): string | undefined {
  const tooOld = code === "ENOSYS" ? missingCall(call.name) : undefined;
  if (tooOld !== undefined) return tooOld;
  const hint = HINTS[call.name]?.[code] ?? ANY_CALL[code];
  return typeof hint === "function" ? hint(call) : hint;
}
