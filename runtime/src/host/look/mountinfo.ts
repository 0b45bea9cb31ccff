/** The mounts that a process sees (proc(5), /proc/PID/mountinfo). */
import { readFileSync } from "node:fs";

/** One mount. */
export interface Mount {
  /** What of the file system is mounted: `/`, or a directory of it. */
  readonly root: string;
  readonly point: string;
  readonly type: string;
  readonly source: string;
  /** `ro`, `nosuid` and so on, of this mount. */
  readonly flags: readonly string[];
  /** The file system's own, by name; those without a value have "". */
  readonly options: ReadonlyMap<string, string>;
}

/** @param who a pid, or `self` */
export const mountsOf = (who: number | "self"): Mount[] =>
  readFileSync(`/proc/${who}/mountinfo`, "utf8").trimEnd().split("\n").map(parse);

/** `36 35 98:0 /mnt1 /mnt2 rw,noatime master:1 - ext3 /dev/root rw,errors=continue` */
function parse(line: string): Mount {
  const [before = "", after = ""] = line.split(" - ");
  const [, , , root = "", point = "", flags = ""] = before.split(" ");
  const [type = "", source = "", options = ""] = after.split(" ");
  return {
    root: decode(root),
    point: decode(point),
    type,
    source: decode(source),
    flags: flags.split(","),
    options: new Map(options.split(",").map(pair)),
  };
}

function pair(option: string): [string, string] {
  const end = option.indexOf("=");
  return end === -1 ? [option, ""] : [option.slice(0, end), decode(option.slice(end + 1))];
}

/** A space is written as \040, and so are tabs, newlines and backslashes. */
const decode = (text: string): string =>
  text.replace(/\\([0-7]{3})/g, (_, octal) => String.fromCharCode(Number.parseInt(octal, 8)));
