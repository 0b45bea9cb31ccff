/** Progress bars on a terminal, and nothing anywhere else. */
import { isatty } from "node:tty";
import type { Watch } from "../image/watch.ts";
import { unwatched } from "../image/watch.ts";
import { size } from "./human.ts";

/** Bars on standard error, one for each piece of work; `stop` gives the terminal back. */
export interface Progress {
  readonly watch: Watch;
  stop(): void;
}

/** Bars, if anybody wants to and can see them; a dumb terminal cannot take a line back. */
export async function openProgress(quiet = false): Promise<Progress> {
  if (quiet || !isatty(2) || process.env.TERM === "dumb") return { watch: unwatched, stop() {} };
  const { default: bars } = await import("cli-progress");
  const multi = new bars.MultiBar({
    format: "{what} [{bar}] {done}/{all}",
    barsize: 32,
    hideCursor: true,
    clearOnComplete: true,
    linewrap: false,
  });
  const watch: Watch = (what, total) => {
    let done = 0;
    const all = total === undefined ? "?" : size(total);
    const bar = multi.create(total ?? 1, 0, { what, done: size(0), all });
    return {
      add(bytes) {
        done += bytes;
        bar.update(total === undefined ? 0 : done, { done: size(done) });
      },
      end: () => bar.stop(), // not remove, which leaves an empty line behind
    };
  };
  return { watch, stop: () => multi.stop() };
}
