/** The pretend host's rules, routes and links, to be compared; other people's rules among them. */
import { execFileSync } from "node:child_process";
import { both, type Expect, until } from "../../../checks/src/harness/index.ts";

/** What is compared, in the order in which it is told. */
export interface Saved {
  readonly links: readonly string[];
  readonly routes: readonly string[];
  /** In their order, since that is what rules mean. */
  readonly rules: readonly string[];
}

const run = (file: string, ...args: string[]): string[] =>
  execFileSync(file, args, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] })
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);

/** As it is now. */
export const saved = (): Saved => ({
  links: JSON.parse(run("ip", "-json", "link").join("")).map(
    ({ ifname }: { ifname: string }) => ifname,
  ),
  routes: run("ip", "route"),
  rules: savedRules(),
});

/** `nat -A POSTROUTING …`: without counters, remarks, and built-in chains that nobody has touched. */
export function savedRules(): string[] {
  let table = "";
  return run("iptables-save").flatMap((line) => {
    if (line.startsWith("*")) table = line.slice(1);
    const counts = line.startsWith("-A ") || (line.startsWith(":") && !line.includes(" ACCEPT ["));
    return counts ? [`${table} ${line.replace(/ *\[\d+:\d+\]/, "")}`] : [];
  });
}

const KINDS = [
  ["links", "link-left"],
  ["routes", "route-left"],
  ["rules", "rules-left"],
] as const;

/** Fails unless everything is as it was, when links have had a moment to go. */
export async function expectAsBefore(expect: Expect, before: Saved): Promise<void> {
  const compare = () => KINDS.map(([kind]) => difference(before[kind], now[kind]));
  let now = saved();
  await until(() => {
    now = saved();
    return compare().every((one) => one === undefined);
  }, SETTLING);
  KINDS.forEach(([, diagnosis], i) => {
    const wrong = compare()[i];
    expect(wrong === undefined, {
      diagnosis: wrong?.startsWith("-") ? "taken-away" : diagnosis,
      expected: both(
        "links, routes and rules of the host as they were",
        "宿主机的网络接口、路由和规则与之前一样",
      ),
      observed: both(wrong ?? "", wrong ?? ""),
    });
  });
}

const SETTLING = 300; // ms, scaled: a namespace's links go a little after its last process

/** The first line that is too many (+) or missing (-). */
function difference(before: readonly string[], now: readonly string[]): string | undefined {
  const gone = before.find((line) => !now.includes(line));
  if (gone) return `- ${gone}`;
  const left = now.find((line) => !before.includes(line));
  if (left) return `+ ${left}`;
  return before.join() === now.join() ? undefined : `- ${before.join("; ")}`;
}

const FOREIGN = [
  ["-t", "nat", "POSTROUTING", "-s", "192.0.2.0/24", "-j", "RETURN"],
  ["-t", "filter", "FORWARD", "-s", "192.0.2.0/24", "-j", "ACCEPT"],
  ["-t", "nat", "PREROUTING", "-d", "192.0.2.1/32", "-j", "RETURN"],
] as const;

/** Somebody else has rules on this machine for as long as `use` takes. */
export async function withForeignRules(use: () => Promise<void>): Promise<void> {
  const each = (how: string) => {
    for (const [option, table, ...rule] of FOREIGN) {
      execFileSync("iptables", ["-w", option, table, how, ...rule], { stdio: "ignore" });
    }
  };
  each("-A");
  try {
    await use();
  } finally {
    attempt(() => each("-D"));
  }
}

/** Rules that are gone already are the check's finding, and no bug of ours. */
function attempt(act: () => void): void {
  try {
    act();
  } catch {
    // said by expectAsBefore
  }
}
