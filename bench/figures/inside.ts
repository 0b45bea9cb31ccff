/** What a container takes when nothing of a command line is in the way, and while it does nothing. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { both } from "../../checks/src/harness/text.ts";
import { bundleLibrary } from "../../runtime/build.mjs";
import type { Bed } from "../bed.ts";
import { type Engine, engines, IMAGE, leftOut } from "../engines.ts";
import type { Figure, Row } from "../figure.ts";
import { runtimes } from "../runtimes.ts";
import { summarise } from "../statistics.ts";
import { time } from "../stopwatch.ts";
import { ask, removeAll } from "./life.ts";

const CHUNK = 10; // containers through the API, before the commands have their turn

/** Through the library, in one process: what a container itself takes. */
export const api: Figure = {
  name: "api",
  title: both(
    "a container through the API, in one process, beside the commands of others",
    "在一个进程里通过 API 运行一个容器，与其他程序的命令相比",
  ),
  unit: "ms",
  goals: [
    { of: "mydocker API", atMost: 3 },
    { of: "mydocker API", atMost: 1, than: "crun" },
  ],
  measure: async (bed) => {
    const kinds = await throughApi(bed);
    const commands = runtimes(bed, ["true"]);
    const values = new Map<string, number[]>();
    const note = (subject: string, ms: number) =>
      values.set(subject, [...(values.get(subject) ?? []), ms]);
    for (let round = 0; round < 2 * CHUNK; round++) for (const [, once] of kinds) await once();
    for (let turn = 0; turn * CHUNK < 4 * bed.rounds; turn++) {
      for (let round = 0; round < CHUNK; round++) {
        for (const [kind, once] of kinds) note(kind, await once());
      }
      const samples = await time(commands, CHUNK / 5, bed.cache, 0);
      for (const [i, { subject }] of commands.entries())
        for (const { milliseconds } of samples[i] ?? []) note(subject, milliseconds);
    }
    return [...values].map(([subject, all]) => ({ subject, summary: summarise(all) }));
  },
};

/** Ways to run `true`; each returns how many ms it took, its removal included. */
async function throughApi(bed: Bed): Promise<(readonly [string, () => Promise<number>])[]> {
  const library = join(bed.place, "library");
  await bundleLibrary(library);
  const { spec, start } = await import(join(library, "index.cjs"));
  const limits = { memory: 64 << 20, pids: 100, cpus: 1 };
  const specs = {
    "mydocker API --rootfs /": { argv: ["/bin/true"], workdir: "/" },
    "mydocker API": { argv: ["/bin/true"], root: bed.rootfs },
    "mydocker API, limits": { argv: ["/bin/true"], root: bed.rootfs, limits },
  };
  return Object.entries(specs).map(([kind, asked]) => [
    kind,
    async () => {
      const began = performance.now();
      const container = await start(spec(asked), [0, 1, 2]);
      await container.ended;
      await container.remove();
      return performance.now() - began;
    },
  ]);
}

/** All that stays of a program, for one container, while the container runs by itself. */
export const memory: Figure = {
  name: "memory",
  title: both(
    "memory (PSS) of what looks after one detached container",
    "照看一个后台容器的进程所占内存（PSS）",
  ),
  unit: "KiB",
  goals: [{ of: "mydocker", atMost: 400 }],
  measure: async (bed) => (await engines(bed)).flatMap((engine) => keepersOf(bed, engine)),
};

const KEEPERS = {
  mydocker: "mydocker",
  podman: "podman: conmon",
  docker: "docker: containerd-shim",
};
const TOGETHER = 5;

/** Of five containers at once. docker's daemon and containerd, which serve all, do not count. */
function keepersOf(bed: Bed, engine: Engine): Row[] {
  try {
    const words = ["-d", "--network", "none", IMAGE, "sleep", "600"];
    const ids = Array.from({ length: TOGETHER }, () => ask(bed, engine, "run", ...words));
    const values = ids.map((id) =>
      keptFor(Number(ask(bed, engine, "inspect", "--format", "{{.State.Pid}}", id))),
    );
    removeAll(bed, engine);
    return [{ subject: KEEPERS[engine.subject], summary: summarise(values) }];
  } catch (error) {
    if (engine.subject === "mydocker") throw error;
    leftOut(engine.subject, (error as Error).message);
    return [];
  }
}

/** KiB of a container's parent, and of whatever other children that has. */
function keptFor(pid: number): number {
  const parent = parentOf(pid);
  const children = readFileSync(`/proc/${parent}/task/${parent}/children`, "utf8");
  const others = children
    .split(" ")
    .map(Number)
    .filter((one) => one > 0 && one !== pid);
  return [parent, ...others].reduce((sum, one) => sum + pssOf(one), 0);
}

function parentOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
}

const pssOf = (pid: number): number =>
  Number(/^Pss:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, "utf8"))?.[1]);
