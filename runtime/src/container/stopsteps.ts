/** How a container is stopped: what is sent, and how long it is waited for. */

/** One step: a signal, or a wait for the container's end, which ends the whole. */
export type StopStep =
  | { readonly send: number; readonly wait?: never }
  /** Milliseconds; Infinity: for ever. */
  | { readonly wait: number; readonly send?: never };

/**
 * The steps of `mydocker stop`, in order. The container is asked first, with its own signal, and has
 * `seconds` to end by itself. If it has not by then, SIGKILL (9) ends it, which cannot be ignored;
 * and as even that takes a while, its end is waited for without a limit.
 *
 * Whoever carries them out leaves off at the first wait that sees the end.
 *
 * @param signal what asks it, by number; 9 needs no asking: nothing else is sent then
 * @param seconds below 0: it has for ever, and is never killed; 0: a wait of 0, so it is killed at
 *   once after asking
 * @lesson 8 stop
 * @see signal(7); pid_namespaces(7): PID 1 ignores what it has no handler for, but from outside not SIGKILL
 */
export function stopSteps({ signal, seconds }: { signal: number; seconds: number }): StopStep[] {
  const end = { wait: Number.POSITIVE_INFINITY };
  if (signal === 9) return [{ send: 9 }, end];
  if (seconds < 0) return [{ send: signal }, end];
  return [{ send: signal }, { wait: seconds * 1000 }, { send: 9 }, end];
}
