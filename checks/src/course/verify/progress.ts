/** How far `verify` is: a line that moves on a terminal, nothing in a log until a lesson is done. */
import type { Lesson } from "../catalogue.ts";
import { print } from "../say.ts";
import { stepLine } from "../test/line.ts";
import { type Claim, count } from "./claim.ts";

/** The progress of one lesson. */
export interface Progress {
  /** One more run is done. */
  step(): void;
  /** All is done: prints the lesson's line. */
  end(claims: readonly Claim[]): void;
}

/** @param total how many runs there will be */
export function progressOf({ folder }: Lesson, total: number): Progress {
  const start = performance.now();
  const terminal = process.stdout.isTTY ?? false;
  let done = 0;
  const show = () => {
    if (terminal) process.stdout.write(`\r\x1b[K… ${folder}  ${done}/${total}`);
  };
  show();
  return {
    step() {
      done++;
      show();
    },
    end(claims) {
      if (terminal) process.stdout.write("\r\x1b[K");
      print(stepLine({ name: `verify ${folder}`, ...count(claims) }, start));
    },
  };
}
