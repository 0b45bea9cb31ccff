/** What there is on a machine that a container may leave behind, as lines that can be compared. */
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Everything, by what it is. */
export type Ledger = Readonly<Record<string, readonly string[]>>;

/** Reads the ledger of the machine that this runs on, which is a pretend one. */
export const readLedger = (): Ledger => ({
  processes: processes(),
  mounts: readFileSync("/proc/self/mountinfo", "utf8").split("\n").map(mountPoint).sort(),
  groups: groups(),
  links: output("ip", "-o", "link").map((line) => line.split(":")[1]?.trim() ?? ""),
  rules: output("iptables-save").filter((line) => line.startsWith("-A")),
  files: files(process.env.MYDOCKER_ROOT ?? ""),
});

/** What is in one and not in the other: `+ files layers/abc`. */
export function difference(before: Ledger, after: Ledger, kinds = Object.keys(before)): string[] {
  return kinds.flatMap((kind) => {
    const [old = [], now = []] = [before[kind], after[kind]];
    return [
      ...now.filter((one) => !old.includes(one)).map((one) => `+ ${kind} ${one}`),
      ...old.filter((one) => !now.includes(one)).map((one) => `- ${kind} ${one}`),
    ];
  });
}

/** Command lines, less our own family's. */
function processes(): string[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const command = readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0").join(" ").trim();
        return /crash|esbuild|sleep infinity/.test(command) || command === "" ? [] : [command];
      } catch {
        return []; // it ended while we looked
      }
    });
}

const mountPoint = (line: string): string => line.split(" ")[4] ?? "";

function groups(): string[] {
  const hierarchies = ["/sys/fs/cgroup", ...children("/sys/fs/cgroup")];
  return hierarchies.flatMap((top) => children(join(top, "mydocker")));
}

function children(directory: string): string[] {
  try {
    return readdirSync(directory, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => join(directory, name));
  } catch {
    return [];
  }
}

/** Paths below the state root, less locks, and what the next writer of a file writes over. */
const files = (root: string): string[] => {
  const passing = ["-not", "-name", "*.lock", "-not", "-name", "*.tmp"];
  return output("find", root, "-mindepth", "1", ...passing).sort();
};

const output = (program: string, ...words: readonly string[]): string[] =>
  spawnSync(program, words, { encoding: "utf8" }).stdout.split("\n").filter(Boolean);
