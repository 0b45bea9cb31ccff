/**
 * Single keys of the terminal, which is given back on every way out: the end of the process
 * whatever its reason, signals, and while it is suspended (termios(3), tty_ioctl(4)).
 */

/** What happens at the keyboard. */
export interface Keys {
  key(key: string): void;
  /** Ctrl-C, Ctrl-\, a signal, or the terminal is gone: the exit code that tells so. */
  quit(code: number): void;
  /** About to be suspended: nothing of ours may stay on the terminal. */
  suspend(): void;
  /** In the foreground again. */
  resume(): void;
}

const CTRL_C = "\x03";
const CTRL_Z = "\x1a";
const CTRL_BACKSLASH = "\x1c";

const ENDING = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129, SIGQUIT: 131 } as const;

/** Takes the keyboard, where there is one; returns how to give it back. */
export function openKeyboard(keys: Keys): () => void {
  for (const [signal, code] of Object.entries(ENDING)) process.on(signal, () => keys.quit(code));
  const { stdin } = process;
  if (!stdin.isTTY) return () => {};
  const raw = (on: boolean) => {
    try {
      stdin.setRawMode(on);
    } catch {
      // the terminal is gone, and its modes with it
    }
  };
  const giveBack = () => {
    raw(false);
    stdin.pause();
  };
  process.on("exit", giveBack);
  onSuspension(keys, raw);
  raw(true);
  stdin.setEncoding("utf8");
  stdin.on("data", (typed: string) => hear(typed, keys));
  const gone = () => keys.quit(ENDING.SIGHUP);
  stdin.on("end", gone);
  stdin.on("error", gone);
  return giveBack;
}

/** An arrow or a function key comes as one piece that begins with escape, and means nothing here. */
function hear(typed: string, keys: Keys): void {
  if (typed.startsWith("\x1b")) return;
  for (const key of typed) {
    if (key === CTRL_C) keys.quit(ENDING.SIGINT);
    else if (key === CTRL_BACKSLASH) keys.quit(ENDING.SIGQUIT);
    else if (key === CTRL_Z) process.emit("SIGTSTP");
    else keys.key(key);
  }
}

const MOMENT = 50; // ms in which a process that can be stopped is

/**
 * The whole job is suspended, npm and all. Where nobody could continue it the kernel ignores that
 * (setpgid(2), orphaned process groups), and so no SIGCONT comes.
 */
function onSuspension(keys: Keys, raw: (on: boolean) => void): void {
  let suspended = false;
  const suspend = () => {
    suspended = true;
    keys.suspend();
    raw(false);
    process.off("SIGTSTP", suspend); // the kernel's own default again: to stop
    process.kill(0, "SIGTSTP");
    setTimeout(resume, MOMENT);
  };
  const resume = () => {
    if (!suspended) return;
    suspended = false;
    process.on("SIGTSTP", suspend);
    raw(true);
    keys.resume();
  };
  process.on("SIGTSTP", suspend);
  process.on("SIGCONT", () => {
    if (suspended) return resume();
    raw(false); // by SIGSTOP nobody is asked: a shell may have changed the modes since
    raw(true);
    keys.resume();
  });
}
