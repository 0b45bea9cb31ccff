// @ts-check
/** What comes home from the machine, and what is said about how it went. */
import { existsSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { EXIT } from "../start/exit.mjs";
import { tell } from "../start/say.mjs";

const SIZE = 64 << 20; // bytes

const LINES = 20; // shown of what may be longer

/** An empty third disk for guest/run to write a tar on. @param {string} directory */
export function resultsDisk(directory) {
  const file = join(directory, "results.tar");
  writeFileSync(file, "");
  truncateSync(file, SIZE);
  return file;
}

/**
 * Unpacks the files in it, and nothing else: whatever ran in the machine may have written it.
 *
 * @param {string} file
 * @param {string} home
 */
export async function unpack(file, home) {
  const { x } = await import("tar");
  await x({ file, cwd: home, filter: (_, entry) => "type" in entry && entry.type === "File" });
}

/**
 * Names what the command left behind on the machine.
 *
 * @param {string} home
 * @returns {boolean} whether that was nothing
 */
export function showLedger(home) {
  const file = join(home, "ledger");
  const lines = existsSync(file) ? readFileSync(file, "utf8").trimEnd() : "no ledger came back";
  if (lines === "") return true;
  const some = lines.split("\n").slice(0, LINES).join("\n");
  tell({
    en: `The machine is not as it was before (${file}):\n${some}`,
    zh: `虚拟机与运行前不同（${file}）：\n${some}`,
  });
  return false;
}

/**
 * Says why there is no exit status.
 *
 * @param {import("./machine.mjs").Ended} ended
 * @param {number} seconds how long it took
 * @returns {number} the exit code for it
 */
export function complain({ how, said }, seconds) {
  if (how === "interrupted") return 130;
  const console = said.trimEnd().split("\n").slice(-LINES).join("\n");
  if (how === "late") {
    tell({
      en: `The machine was ended after ${seconds} s. MYDOCKER_TIME_SCALE stretches all limits.`,
      zh: `虚拟机运行 ${seconds} 秒后被终止。MYDOCKER_TIME_SCALE 可以放宽所有时限。`,
    });
  } else {
    tell({
      en: `The machine ended after ${seconds} s without a word about the command. Its console:\n${console}`,
      zh: `虚拟机在 ${seconds} 秒后结束，没有报告命令的结果。它的控制台：\n${console}`,
    });
  }
  return EXIT.MACHINE;
}
