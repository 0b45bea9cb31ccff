/** A terminal, or a log, with lines that stay and on a terminal one line below them that changes. */
import { writeSync } from "node:fs";
import { styleFor } from "../../harness/report.ts";
import { columns } from "../../harness/wrap.ts";
import { print } from "../say.ts";

/** Where a watch is shown. */
export interface Screen {
  /** Columns, as they are now. */
  width(): number;
  /** Lines that stay. */
  print(...lines: readonly string[]): void;
  /** The line that changes; a log has none. */
  status(text: string): void;
  /** Takes the changing line away, until there is another one. */
  clear(): void;
}

const ERASE = "\r\x1b[K";

/** The screen of standard output. */
export function openScreen(): Screen {
  const terminal = process.stdout.isTTY === true;
  const width = () => styleFor(process.stdout).width;
  let shown = "";
  const draw = () => {
    if (terminal && shown !== "") writeSync(1, ERASE + cut(shown, width() - 1));
  };
  const erase = () => {
    if (terminal && shown !== "") writeSync(1, ERASE);
  };
  return {
    width,
    print(...lines) {
      erase();
      print(...lines);
      draw();
    },
    status(text) {
      shown = text;
      draw();
    },
    clear() {
      erase();
      shown = "";
    },
  };
}

/** What fits on one line: a line that breaks cannot be erased. */
function cut(text: string, width: number): string {
  let fits = text;
  while (columns(fits) > width) fits = fits.slice(0, -1);
  return fits;
}
