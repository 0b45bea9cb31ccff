/**
 * The ledger: what a pretend host has in it, counted before and after each check. What is left
 * over fails the check by name, and is taken away so that the next one starts clean.
 */
import { both, type Text } from "../text.ts";
import { until } from "../wait.ts";
import type { Account, Difference, Kind } from "./account.ts";
import { cgroups } from "./cgroups.ts";
import { files, state } from "./files.ts";
import { hostname } from "./hostname.ts";
import { ipc } from "./ipc.ts";
import { links } from "./links.ts";
import { mounts } from "./mounts.ts";
import { processes } from "./processes.ts";
import { routes } from "./routes.ts";
import { rules } from "./rules.ts";

/** Everything counted at one moment. */
export type Snapshot = ReadonlyMap<Account, ReadonlyMap<string, string>>;

/** In the order of repair: what runs holds the rest, and no file goes while a mount may cover it. */
const ACCOUNTS: readonly Account[] = [
  processes,
  mounts,
  files,
  state,
  cgroups,
  links,
  ipc,
  hostname,
];

const SETTLING = 500; // ms for the kernel to finish what has been asked of it
const ROUNDS = 3; // of repair: detaching one mount may uncover another

/** @param withRules whether iptables and routes count too, which costs some milliseconds each time */
export const accounts = (withRules: boolean): readonly Account[] =>
  withRules ? [...ACCOUNTS, routes, rules] : ACCOUNTS;

/** Counts. */
export const take = (of: readonly Account[]): Snapshot =>
  new Map(of.map((account) => [account, account.read()]));

/** What is not as it was. */
export const differences = (before: Snapshot, kinds?: readonly Kind[]): Difference[] =>
  [...before].flatMap(([account, was]) =>
    kinds && !kinds.includes(account.kind) ? [] : compare(account.kind, was, account.read()),
  );

function compare(
  kind: Kind,
  was: ReadonlyMap<string, string>,
  is: ReadonlyMap<string, string>,
): Difference[] {
  return [...new Set([...was.keys(), ...is.keys()])]
    .map((key) => ({ kind, key, before: was.get(key), after: is.get(key) }))
    .filter(({ before, after }) => before !== after);
}

/** These go by themselves, a little after what held them; nothing else does. */
const ENDING: readonly Kind[] = ["process", "link", "route"];

/** What is still not as it was when everything has had time to end. */
export async function leftOver(before: Snapshot, kinds?: readonly Kind[]): Promise<Difference[]> {
  let found: Difference[] = [];
  await until(() => {
    found = differences(before, kinds);
    return !found.some(({ kind }) => ENDING.includes(kind));
  }, SETTLING);
  return found;
}

/**
 * Puts everything back as it was.
 *
 * @returns what could not be put back
 */
export async function repair(before: Snapshot): Promise<Difference[]> {
  let left = differences(before);
  for (let round = 0; round < ROUNDS && left.length > 0; round++) {
    for (const account of before.keys()) {
      const wrong = left.filter(({ kind }) => kind === account.kind);
      if (wrong.length > 0) await attempt(account, wrong);
    }
    left = await leftOver(before);
  }
  return left;
}

async function attempt(account: Account, wrong: readonly Difference[]): Promise<void> {
  try {
    await account.repair(wrong);
  } catch {
    // what is left shows when the ledger is read again
  }
}

const KINDS: Readonly<Record<Kind, Text>> = {
  process: both("process", "进程"),
  mount: both("mount", "挂载"),
  file: both("file", "文件"),
  "state file": both("file of mydocker's own", "mydocker 自己的文件"),
  cgroup: both("cgroup", "cgroup"),
  link: both("network interface", "网络接口"),
  route: both("route", "路由"),
  rule: both("iptables rule", "iptables 规则"),
  "ipc object": both("System V IPC object", "System V IPC 对象"),
  hostname: both("hostname", "主机名"),
};

const MOST = 3; // named; the others are counted

/** Names what is left, for the report. */
export function describe(left: readonly Difference[]): Text {
  const name = (language: "en" | "zh") => {
    const named = left
      .toSorted(byWeight)
      .slice(0, MOST)
      .map((difference) => describeOne(difference)[language]);
    const more = left.length - named.length;
    if (more > 0) named.push(language === "en" ? `and ${more} more` : `另有 ${more} 项`);
    return named.join(language === "en" ? "; " : "；");
  };
  return both(name("en"), name("zh"));
}

/** What is new says most; what only changed, least. */
const byWeight = (a: Difference, b: Difference) => weight(a) - weight(b);
const weight = ({ before, after }: Difference) => (before === undefined ? 0 : after ? 2 : 1);

function describeOne({ kind, before, after }: Difference): Text {
  const { en, zh } = KINDS[kind];
  if (before === undefined) return both(`${en} left: ${after}`, `残留的${zh}：${after}`);
  if (after === undefined) return both(`${en} gone: ${before}`, `消失的${zh}：${before}`);
  return both(`${en} changed: ${before} → ${after}`, `${zh}被改动：${before} → ${after}`);
}
