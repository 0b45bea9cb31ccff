// @ts-check
/**
 * Directories for what is only needed for a while. Whoever is killed cannot take his away, so the
 * next to make one does it: a directory's name tells whose it is.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";

/**
 * Makes a directory, and removes those of the same kind whose makers are gone.
 *
 * @param {string} parent
 * @param {string} kind what its name begins with
 */
export function scratch(parent, kind) {
  for (const name of readdirSync(parent)) {
    const [, pid, began] = /^-(\d+)-(\d+)-/.exec(rest(name, kind)) ?? [];
    if (pid === undefined || beginOf(pid) === began) continue;
    rmSync(join(parent, name), { recursive: true, force: true });
  }
  const own = `${kind}-${process.pid}-${beginOf("self")}-`;
  return mkdtempSync(join(parent, own));
}

/** @param {string} name @param {string} kind */
const rest = (name, kind) => (name.startsWith(kind) ? name.slice(kind.length) : "");

/** When a process began, in ticks since the machine did (proc(5)). @param {string} pid */
function beginOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")")).split(" ")[20];
  } catch {
    return undefined;
  }
}
