/** `npm run doctor [json]`: whether this machine is fit for the course, and what mends it. */
import pc from "picocolors";
import { styleFor } from "../../harness/report.ts";
import { EXIT } from "../../harness/result.ts";
import { both } from "../../harness/text.ts";
import { wrap } from "../../harness/wrap.ts";
import { examine, verdict } from "../doctor/examine.ts";
import type { Finding } from "../doctor/finding.ts";
import { print, say } from "../say.ts";
import { UsageError } from "../usage.ts";

/** Prints a line for each thing that is needed, what mends it, and what can be done here. */
export async function doctor([form, ...more]: readonly string[]): Promise<number> {
  if ((form !== undefined && form !== "json") || more.length > 0) {
    throw new UsageError(both("npm run doctor [json]", "npm run doctor [json]"));
  }
  const findings = examine();
  const sentence = say(verdict(findings));
  if (form === "json") print(JSON.stringify({ verdict: sentence, findings: findings.map(plain) }));
  else {
    const { width } = styleFor(process.stdout);
    print(...findings.flatMap((finding) => linesOf(finding, width)), "", ...wrap(sentence, width));
  }
  return findings.some(({ state }) => state === "bad") ? EXIT.machine : EXIT.passed;
}

const MARKS = { good: pc.green("✓"), poor: pc.yellow("!"), bad: pc.red("✗") } as const;

function linesOf({ what, state, detail, fix }: Finding, width: number): string[] {
  const [first = "", ...rest] = wrap(
    `${say(what)}${say(both(": ", "："))}${say(detail)}`,
    width - 4,
  );
  const mend = fix && state !== "good" ? wrap(`→ ${say(fix)}`, width - 4) : [];
  return [`${MARKS[state]} ${first}`, ...[...rest, ...mend].map((line) => `    ${line}`)];
}

const plain = ({ what, state, detail, fix, lessons }: Finding) => ({
  what: say(what),
  state,
  detail: say(detail),
  ...(fix && state !== "good" && { fix: say(fix) }),
  ...(lessons && { lessons }),
});
