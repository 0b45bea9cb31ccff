/**
 * `npm run bench [FIGURE…] [quick] [save]`: measures mydocker beside what else is installed.
 *
 * Everything happens in a pretend host (apart.ts). A program that is not there or does not work
 * costs a line; a figure that fails costs a line and the exit code. `save` writes what was measured
 * into bench/results, the README and docs/measured.md; of figures that were not measured it keeps
 * what was there.
 */
import { fileURLToPath } from "node:url";
import { language } from "../checks/src/harness/text.ts";
import { apart, PLACE } from "./apart.ts";
import { type Bed, inBed } from "./bed.ts";
import { type Figure, judge, type Result } from "./figure.ts";
import * as course from "./figures/course.ts";
import * as growth from "./figures/growth.ts";
import * as images from "./figures/images.ts";
import * as inside from "./figures/inside.ts";
import * as life from "./figures/life.ts";
import * as run from "./figures/run.ts";
import * as throughput from "./figures/throughput.ts";
import { goalLine, table } from "./report.ts";
import { save } from "./save.ts";

/** The last one leaves a thousand containers behind, which go with the pretend host. */
const FIGURES: readonly Figure[] = [
  run.runRootfs,
  run.runLimits,
  run.runImage,
  run.runNetwork,
  inside.api,
  life.exec,
  life.detach,
  life.stop,
  life.stopKill,
  life.remove,
  inside.memory,
  throughput.stdout,
  throughput.network,
  growth.atOnce,
  growth.atOnceBridged,
  growth.layers,
  growth.volumes,
  images.load,
  images.loadMemory,
  images.commit,
  images.pull,
  course.lesson,
  course.grade,
  growth.list,
];

const OPTIONS = ["quick", "save"];

async function main(words: readonly string[]): Promise<number> {
  if (process.getuid?.() !== 0)
    return refuse("containers with limits need root: sudo npm run bench");
  const names = words.filter((word) => !OPTIONS.includes(word));
  const unknown = names.filter((name) => !FIGURES.some((figure) => figure.name === name));
  if (unknown.length > 0) {
    const known = FIGURES.map(({ name }) => name).join(", ");
    return refuse(`no figure ${unknown.join(", ")}: there are ${known}`);
  }
  const place = process.env[PLACE];
  if (place === undefined) return apart(fileURLToPath(import.meta.url), words);
  const chosen = FIGURES.filter(({ name }) => names.length === 0 || names.includes(name));
  const results = await inBed(place, words.includes("quick"), (bed) => measureAll(bed, chosen));
  if (words.includes("save"))
    save(
      results,
      FIGURES.map(({ name }) => name),
    );
  const met = results.every(({ goals }) => goals.every(({ met }) => met));
  return met && results.length === chosen.length ? 0 : 1;
}

async function measureAll(bed: Bed, chosen: readonly Figure[]): Promise<Result[]> {
  const all: Result[] = [];
  for (const { measure, goals = [], ...figure } of chosen) {
    try {
      const rows = await measure(bed);
      if (rows.length === 0) continue;
      const result = { ...figure, rows, goals: judge(goals, rows) };
      tell(result);
      all.push(result);
    } catch (error) {
      console.error(`${figure.name}: not measured: ${(error as Error).message}\n`);
    }
  }
  return all;
}

function tell(result: Result): void {
  const own = language();
  const { title, unit, goals } = result;
  console.log(`${title[own]} (${unit})\n`);
  console.log(table(result, own).join("\n"));
  if (goals.length > 0) console.log();
  for (const goal of goals) console.log(goalLine(goal, unit, own));
  console.log();
}

function refuse(why: string): number {
  console.error(why);
  return 2;
}

process.exit(await main(process.argv.slice(2)));
