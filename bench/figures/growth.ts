/** How commands grow with what they deal with: containers, layers, volumes. */
import { spawn } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { both } from "../../checks/src/harness/text.ts";
import type { Bed } from "../bed.ts";
import { type Engine, engines, IMAGE, leftOut } from "../engines.ts";
import type { Figure, Row } from "../figure.ts";
import { thinImage } from "../layers.ts";
import { summarise } from "../statistics.ts";
import { type Trial, timeRows } from "../stopwatch.ts";
import { ask } from "./life.ts";

const CONTAINERS = both("containers", "容器数");
const NO_NETWORK = ["--network", "none"];
const SIZES = [0, 1, 10, 50, 200, 500, 1000];
const MOST_OF_OTHERS = 50; // they take a fifth of a second to make one

/** First they are only made, then they run; the others are asked while all run. */
export const list: Figure = {
  name: "ps",
  title: both("ps, by the number of containers", "ps 的耗时与容器数"),
  unit: "ms",
  grows: CONTAINERS,
  goals: [
    { of: "mydocker ps, none runs 1000", atMost: 1.5, than: "mydocker ps, none runs 0" },
    { of: "mydocker ps -a, none runs 1000", atMost: 1.5, than: "mydocker ps -a, none runs 0" },
    { of: "mydocker ps 1000", atMost: 1.5, than: "mydocker ps 0" },
  ],
  measure: async (bed) => {
    const [own, ...others] = await engines(bed);
    if (!own) return [];
    const rounds = Math.ceil(bed.rounds / 2);
    const measured = (trials: readonly Trial[]) => timeRows(trials, rounds, bed.cache);
    const rows: Row[] = [];
    const ids: string[] = [];
    for (const size of SIZES) {
      while (ids.length < size)
        ids.push(ask(bed, own, "create", ...NO_NETWORK, IMAGE, "sleep", "3600"));
      const none = ", none runs";
      rows.push(...(await measured([ps(own, size, none), ps(own, size, ` -a${none}`, "-a")])));
    }
    let running = 0;
    for (const size of SIZES) {
      inPortions(ids.slice(running, size), (some) => ask(bed, own, "start", ...some));
      running = size;
      const able = size > MOST_OF_OTHERS ? [] : others.filter((one) => filled(bed, one, size));
      rows.push(...(await measured([own, ...able].map((one) => ps(one, size)))));
    }
    return rows;
  },
};

const ps = (engine: Engine, size: number, how = "", ...words: string[]): Trial => ({
  subject: `${engine.subject} ps${how}`,
  size,
  argv: engine.argv("ps", ...words),
});

/** Whether so many of its containers run by now. */
function filled(bed: Bed, engine: Engine, size: number): boolean {
  try {
    const there = ask(bed, engine, "ps", "-q").split("\n").filter(Boolean).length;
    for (let i = there; i < size; i++)
      ask(bed, engine, "run", "-d", ...NO_NETWORK, IMAGE, "sleep", "3600");
    return true;
  } catch (error) {
    leftOut(engine.subject, (error as Error).message);
    return false;
  }
}

/** A hundred at a time. */
function inPortions(ids: readonly string[], action: (some: readonly string[]) => unknown): void {
  for (let at = 0; at < ids.length; at += 100) action(ids.slice(at, at + 100));
}

/** Started together, ended together. */
const started = (name: string, network: string, title: Figure["title"]): Figure => ({
  name,
  title,
  unit: "ms",
  grows: CONTAINERS,
  measure: async (bed) => {
    const rows: Row[] = [];
    for (const size of [1, 10, 50]) {
      for (const engine of await engines(bed)) {
        rows.push(...(await together(bed, engine, size, network)));
      }
    }
    return rows;
  },
});

/** Without a network: what starting costs. */
export const atOnce = started(
  "at-once",
  "none",
  both(
    "so many containers at once, until the last has ended",
    "同时运行若干容器，到最后一个结束为止",
  ),
);

/** Each with an address, and rules. */
export const atOnceBridged = started(
  "at-once-bridge",
  "bridge",
  both("the same, on a bridge with NAT", "同上，接入网桥并做 NAT"),
);

async function together(bed: Bed, engine: Engine, size: number, network: string): Promise<Row[]> {
  const [program = "", ...words] = engine.argv("run", "--rm", "--network", network, IMAGE, "true");
  const values: number[] = [];
  for (let round = 0; round < bed.few; round++) {
    const began = performance.now();
    const codes = await Promise.all(
      Array.from({ length: size }, () => {
        const child = spawn(program, words, { stdio: ["ignore", "ignore", "pipe"] });
        return new Promise((resolve) => child.on("exit", resolve));
      }),
    );
    values.push(performance.now() - began);
    const failed = codes.filter((code) => code !== 0);
    if (failed.length === 0) continue;
    const why = `${failed.length} of ${size} containers ended with ${failed[0]}`;
    if (engine.subject === "mydocker") throw new Error(why);
    leftOut(engine.subject, why);
    return [];
  }
  return [{ subject: engine.subject, size, summary: summarise(values) }];
}

/** Overlay's lower directories, which all end up in one mount. */
export const layers: Figure = {
  name: "run-layers",
  title: both("run true of an image with so many layers", "run true 的耗时与镜像层数"),
  unit: "ms",
  grows: both("layers", "层数"),
  goals: [{ of: "mydocker 100", atMost: 1.5, than: "mydocker 1" }],
  measure: async (bed) => {
    const all = await engines(bed);
    const trials: Trial[] = [];
    for (const size of [1, 10, 50, 100]) {
      const [tar, name] = thinImage(bed, size);
      for (const engine of all) {
        ask(bed, engine, "load", "-i", tar);
        const argv = engine.argv("run", "--rm", ...NO_NETWORK, name, "true");
        trials.push({ subject: engine.subject, size, argv });
      }
    }
    return timeRows(trials, Math.ceil(bed.rounds / 2), bed.cache);
  },
};

/** Each of them another directory. */
export const volumes: Figure = {
  name: "run-volumes",
  title: both("run true with so many volumes", "run true 的耗时与数据卷数"),
  unit: "ms",
  grows: both("volumes", "数据卷数"),
  measure: async (bed) => {
    const trials: Trial[] = [];
    for (const size of [0, 1, 10, 50]) {
      const options = Array.from({ length: size }, (_, i) => {
        const directory = join(bed.place, `volume-${i}`);
        mkdirSync(directory, { recursive: true });
        return ["-v", `${directory}:/volumes/${i}`];
      }).flat();
      for (const engine of await engines(bed)) {
        const argv = engine.argv("run", "--rm", ...NO_NETWORK, ...options, IMAGE, "true");
        trials.push({ subject: engine.subject, size, argv });
      }
    }
    return timeRows(trials, Math.ceil(bed.rounds / 2), bed.cache);
  },
};
