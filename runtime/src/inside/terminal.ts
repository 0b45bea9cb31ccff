/** The container's terminal. */
import { close, dup2, ioctl, keep, mount, open, type Plan, setsid, slot } from "../kernel/call.ts";
import { MS, O, TIOCSCTTY } from "../kernel/flags.ts";

/** A session of its own, so that the caller's terminal sends it no signals (credentials(7)). */
export const ownSession = (): Plan => [setsid()];

/**
 * Makes a pseudo-terminal standard input, output, error, and the session's own (pty(7)).
 *
 * @param console whether the container has a /dev of its own, whose console it becomes too
 */
export const controlTerminal = (path: string, console: boolean): Plan => [
  ...useTerminal(path, console),
  ...takeTerminal(),
];

/** The same, without the session: whose it is to be comes later. */
export function useTerminal(path: string, console: boolean): Plan {
  const tty = slot("tty");
  return [
    keep("tty", open(path, O.RDWR | O.NOCTTY | O.CLOEXEC)),
    dup2(tty, 0),
    dup2(tty, 1),
    dup2(tty, 2),
    ...(console ? becomeConsole(path) : []),
  ];
}

/** Makes standard input the terminal of the session that the caller leads. */
export const takeTerminal = (): Plan => [ioctl(0, TIOCSCTTY, 0)];

function becomeConsole(path: string): Plan {
  return [
    keep("console", open("/dev/console", O.WRONLY | O.CREAT | O.CLOEXEC)),
    close(slot("console")),
    mount(path, "/dev/console", null, MS.BIND, null),
  ];
}
