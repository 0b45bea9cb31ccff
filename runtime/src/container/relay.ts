/** Carries keys, output and size between the caller's terminal and the container's. */
import { Transform } from "node:stream";
import { ReadStream } from "node:tty";
import { copyWindowSize, makeRaw } from "../host/terminal.ts";
import { detachWatch } from "./detachkeys.ts";

/** EOT twice: the first one only ends a line that has no newline (termios(3), VEOF). */
const END_OF_INPUT = "\x04\x04";

/**
 * Relays until the container's end closes and all that it wrote has been passed on. Nobody reading
 * our output any more is no failure of the container's.
 *
 * @param master our end of the pseudo-terminal; closed afterwards
 * @param keys whether the caller's input is passed on (`-i`)
 * @param ended when that is the end, although others may still hold the terminal open
 * @param leaving what ends it earlier
 */
export async function relayTerminal(
  master: number,
  keys: boolean,
  ended?: Promise<unknown>,
  leaving?: Leaving,
): Promise<void> {
  const terminal = new ReadStream(master);
  const shown = showOutput(terminal);
  ended?.then(() => closeWhenQuiet(terminal));
  const followed = followSize(master);
  const typed = keys ? passKeys(terminal, leaving) : undefined;
  await shown;
  typed?.();
  followed();
}

/** Keys that are not passed on, but end the relaying. */
export interface Leaving {
  readonly keys: readonly number[];
  /** The terminal is not read any more, but still open. */
  leave(): void;
}

async function showOutput(terminal: ReadStream): Promise<void> {
  const { stdout } = process;
  terminal.on("error", () => {}); // EIO: the last process has closed its end, as it should
  stdout.on("error", () => terminal.resume()); // or the container would wait for ever
  terminal.pipe(stdout, { end: false }); // waits for a slow reader, and makes the container wait
  await new Promise((resolve) => terminal.on("close", resolve));
  if (stdout.writable) await new Promise((resolve) => stdout.write("", resolve));
}

const QUIET = 30; // ms without output, by when what was written has long arrived

/** What had been written when the process ended is in the terminal already, and comes at once. */
function closeWhenQuiet(terminal: ReadStream): void {
  const close = () => terminal.destroy();
  let timer = setTimeout(close, QUIET);
  terminal.on("data", () => {
    clearTimeout(timer);
    timer = setTimeout(close, QUIET);
  });
}

/** Raw, so that Ctrl-C and the arrows reach the container; put back however mydocker ends. */
function passKeys(terminal: ReadStream, leaving?: Leaving): () => void {
  const { stdin } = process;
  const restore = stdin.isTTY ? makeRaw(stdin.fd) : () => {};
  process.on("exit", restore);
  const typed = leaving ? stdin.pipe(watchFor(leaving, terminal)) : stdin;
  typed.pipe(terminal, { end: false });
  stdin.on("end", () => terminal.write(END_OF_INPUT));
  return () => {
    stdin.unpipe(terminal).pause();
    restore();
    process.off("exit", restore);
  };
}

/** What is typed, less the keys that leave. */
function watchFor({ keys, leave }: Leaving, terminal: ReadStream): Transform {
  const watch = detachWatch(keys);
  return new Transform({
    transform(data: Buffer, _, done) {
      const { bytes, left } = watch(data);
      done(null, bytes);
      if (!left) return;
      terminal.pause();
      leave();
      terminal.destroy();
    },
  });
}

/** The size at the start was given to the new terminal before the command could ask for it. */
function followSize(master: number): () => void {
  const follow = () => copyWindowSize(master);
  process.on("SIGWINCH", follow);
  return () => process.off("SIGWINCH", follow);
}
