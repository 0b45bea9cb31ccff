/** `npm run doctor`: whether this machine is fit for the course, and what mends it. */
import pc from "picocolors";
import { EXIT } from "../../harness/result.ts";
import { both } from "../../harness/text.ts";
import { examine } from "../doctor.ts";
import { print, say } from "../say.ts";

/** Prints a line for each thing that is needed. */
export async function doctor(): Promise<number> {
  const findings = examine();
  for (const { what, good, detail } of findings) {
    print(`${good ? pc.green("✓") : pc.red("✗")} ${say(what)}: ${say(detail)}`);
  }
  const bad = findings.filter(({ good }) => !good);
  const fit = both("This machine is fit for the course.", "这台机器可以用于本课程。");
  const unfit = both("Mend what is marked ✗ first.", "请先解决标有 ✗ 的问题。");
  print("", say(bad.length === 0 ? fit : unfit));
  return bad.length === 0 ? EXIT.passed : EXIT.machine;
}
