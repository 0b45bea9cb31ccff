/** Speaks to the learner, in the learner's language. */
import { writeSync } from "node:fs";
import { language, type Text } from "../harness/text.ts";

/** A text in the learner's language. */
export const say = (text: Text): string => text[language()];

/** Prints lines on standard output. */
export const print = (...lines: readonly string[]): void => write(1, lines);

/** Prints lines on standard error. */
export const printError = (...lines: readonly string[]): void => write(2, lines);

/** At once and whole, also on a pipe, so that an exit right after loses nothing. */
function write(fd: number, lines: readonly string[]): void {
  const bytes = Buffer.from(lines.map((line) => `${line}\n`).join(""));
  for (let done = 0; done < bytes.length; ) {
    try {
      done += writeSync(fd, bytes, done);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "EPIPE") return; // `npm run lesson | head`
      if ((error as NodeJS.ErrnoException).code !== "EAGAIN") throw error;
    }
  }
}
