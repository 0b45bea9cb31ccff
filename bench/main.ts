/**
 * `npm run bench [FIGURE…] [quick] [save]`: measures mydocker beside what else is installed.
 *
 * Everything happens in mount and network namespaces of its own, so that neither mounts nor rules
 * of any program are left on the machine. `save` writes the results and their drawings, which the
 * README shows.
 */
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { cpus, release } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { inBed } from "./bed.ts";
import { chart } from "./chart.ts";
import { type Figure, judge, type Result } from "./figure.ts";
import * as images from "./figures/images.ts";
import * as inside from "./figures/inside.ts";
import * as life from "./figures/life.ts";
import * as run from "./figures/run.ts";
import { table } from "./report.ts";

const FIGURES: readonly Figure[] = [
  run.runRootfs,
  run.runLimits,
  run.runImage,
  run.runNetwork,
  inside.api,
  life.exec,
  life.detach,
  life.stop,
  life.remove,
  life.list,
  inside.fifty,
  inside.memory,
  inside.stdout,
  images.load,
  images.loadMemory,
  images.commit,
  images.pull,
];

const RESULTS = fileURLToPath(new URL("results", import.meta.url));
const INNER = "MYDOCKER_BENCH_INSIDE";

async function main(words: readonly string[]): Promise<number> {
  if (process.getuid?.() !== 0)
    return refuse("containers with limits need root: sudo npm run bench");
  if (!process.env[INNER]) return apart(words);
  const names = words.filter((word) => word !== "quick" && word !== "save");
  const unknown = names.filter((name) => !FIGURES.some((figure) => figure.name === name));
  if (unknown.length > 0) {
    const known = FIGURES.map(({ name }) => name).join(", ");
    return refuse(`no figure ${unknown.join(", ")}: there are ${known}`);
  }
  const chosen = FIGURES.filter(({ name }) => names.length === 0 || names.includes(name));
  const results = await inBed(words.includes("quick") ? 10 : 40, async (bed) => {
    const all: Result[] = [];
    for (const { name, title, unit, goals = [], measure } of chosen) {
      const rows = await measure(bed);
      if (rows.length === 0) continue;
      const result = { name, title, unit, rows, goals: judge(goals, rows) };
      console.log(`${table(result).join("\n")}\n`);
      all.push(result);
    }
    return all;
  });
  if (words.includes("save")) save(results);
  return results.every(({ goals }) => goals.every(({ met }) => met)) ? 0 : 1;
}

/** Once more, in namespaces that go when we do. */
function apart(words: readonly string[]): number {
  const again = [process.execPath, ...process.execArgv, fileURLToPath(import.meta.url), ...words];
  const script = 'ip link set lo up && exec "$@"';
  const { NODE_EXTRA_CA_CERTS: _, ...env } = process.env; // reading it costs each Node 38 ms
  const { status } = spawnSync(
    "unshare",
    ["--mount", "--net", "sh", "-c", script, "sh", ...again],
    {
      stdio: "inherit",
      env: { ...env, [INNER]: "1" },
    },
  );
  return status ?? 1;
}

function save(results: readonly Result[]): void {
  const [{ model = "" } = {}] = cpus();
  const machine = { kernel: release(), node: process.version, processors: cpus().length, model };
  const date = new Date().toISOString().slice(0, 10);
  writeFileSync(
    join(RESULTS, "results.json"),
    `${JSON.stringify({ date, machine, results }, null, 2)}\n`,
  );
  for (const result of results) writeFileSync(join(RESULTS, `${result.name}.svg`), chart(result));
}

function refuse(why: string): number {
  console.error(why);
  return 2;
}

process.exit(await main(process.argv.slice(2)));
