/** What the container's first process inherits, and how it becomes the command. */
import {
  clone,
  execve,
  fchown,
  type Plan,
  prctl,
  setrlimit,
  setsid,
  tolerate,
} from "../kernel/call.ts";
import { ERRNO } from "../kernel/errno.ts";
import { PR, RLIMIT, SIGNAL } from "../kernel/flags.ts";

/** Ends the container when mydocker ends, however that happens (prctl(2), PR_SET_PDEATHSIG). */
export const dieWithParent = (): Plan => [prctl(PR.SET_PDEATHSIG, SIGNAL.KILL)];

/** Node raises its own limit of open files before any of our code runs: give back the caller's. */
export const limitFiles = ([soft, hard]: readonly [bigint, bigint]): Plan => [
  setrlimit(RLIMIT.NOFILE, soft, hard),
];

/**
 * Stays as PID 1, hands signals on and reaps, while the plan goes on in a child (`--init`). In a
 * session of its own, so that the caller's terminal does not signal it too.
 */
export const stayAsInit = (): Plan => [setsid(), clone(SIGNAL.CHLD)];

/** Where a command may be, in execve's own errors: look further along PATH. */
const NOT_HERE = [ERRNO.ENOENT, ERRNO.ENOTDIR, ERRNO.EACCES];

/**
 * Becomes the command: one execve(2), or one for each directory of the container's PATH, as
 * execvp(3) does.
 *
 * @param env `NAME=value`
 */
export function execute(argv: readonly string[], env: readonly string[]): Plan {
  const [command = ""] = argv;
  if (command.includes("/")) return [execve(command, argv, env)];
  const path = env.find((entry) => entry.startsWith("PATH="))?.slice("PATH=".length) ?? "";
  return path
    .split(":")
    .map((dir) => tolerate(NOT_HERE, execve(`${dir || "."}/${command}`, argv, env)));
}

/**
 * Gives pipes that were made for the container to its user, who may then open /dev/stdout. In a user
 * namespace they belong to nobody there, and stay as they are.
 *
 * @param fds those that are pipes: a device would be the machine's
 */
export const ownPipes = (fds: readonly number[], uid: number, gid: number): Plan =>
  fds.map((fd) => tolerate([ERRNO.EPERM], fchown(fd, uid, gid)));
