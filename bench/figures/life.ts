/** The commands around a running container: start, look in, stop, remove. */
import { both } from "../../checks/src/harness/text.ts";
import type { Bed } from "../bed.ts";
import { type Engine, engines, IMAGE, leftOut } from "../engines.ts";
import type { Figure, Row } from "../figure.ts";
import { bundle } from "../runtimes.ts";
import { type Trial, timeRows, timeRowsPrepared } from "../stopwatch.ts";

const NO_NETWORK = ["--network", "none"];
const SLEEP = ["sleep", "600"];

/** Runs one of an engine's commands to its end and returns what it printed. */
export const ask = (bed: Bed, { argv }: Engine, command: string, ...words: string[]): string => {
  const [program = "", ...rest] = argv(command, ...words);
  return bed.run(program, ...rest).trim();
};

const start = (bed: Bed, engine: Engine, ...options: string[]): string =>
  ask(bed, engine, "run", "-d", ...options, ...NO_NETWORK, IMAGE, ...SLEEP);

/** How long it takes until `run -d` has said that the command runs. */
export const detach: Figure = {
  name: "detach",
  title: both("run -d sleep, until the prompt is back", "run -d sleep，到提示符返回为止"),
  unit: "ms",
  measure: async (bed) => {
    const all = await working(bed);
    const words = ["-d", ...NO_NETWORK, IMAGE, ...SLEEP];
    const each = all.map(({ subject, argv }) => ({ subject, argv: argv("run", ...words) }));
    const rows = await timeRows(each, Math.ceil(bed.rounds / 2), bed.cache);
    for (const engine of all) removeAll(bed, engine);
    return rows;
  },
};

/** A command in a container that runs. */
export const exec: Figure = {
  name: "exec",
  title: both("exec true in a container that runs", "在运行中的容器里 exec true"),
  unit: "ms",
  measure: async (bed) => {
    const all = await working(bed);
    const inEngines = all.map((engine) => {
      start(bed, engine, "--name", "bench");
      return { subject: engine.subject, argv: engine.argv("exec", "bench", "true") };
    });
    const inRuntimes = ["runc", "crun"]
      .filter((name) => bed.has(name))
      .map((name) => execIn(bed, name));
    const floor = { subject: "node -e 0", argv: [process.execPath, "-e", "0"] };
    const rows = await timeRows([floor, ...inEngines, ...inRuntimes], bed.rounds, bed.cache);
    for (const engine of all) removeAll(bed, engine);
    for (const { subject } of inRuntimes) bed.run(subject, "delete", "-f", EXECUTED);
    return rows;
  },
};

const EXECUTED = "bench-exec";

function execIn(bed: Bed, runtime: string): Trial {
  bed.run(
    "sh",
    "-ec",
    '"$0" run -d --bundle "$1" "$2" >/dev/null 2>&1',
    runtime,
    bundle(bed, runtime, SLEEP),
    EXECUTED,
  );
  return { subject: runtime, argv: [runtime, "exec", EXECUTED, "true"] };
}

/** Of a command that ends when it is told to. */
export const stop: Figure = {
  name: "stop",
  title: both("stop of a command that obeys", "stop 一个听从信号的命令"),
  unit: "ms",
  measure: (bed) => onceEach(bed, ["stop"], (engine) => start(bed, engine, "--init")),
};

/** Of a command that does not: PID 1 without a handler. */
export const stopKill: Figure = {
  name: "stop-kill",
  title: both("stop -t 1 of a command that does not obey", "stop -t 1 一个不理会信号的命令"),
  unit: "ms",
  measure: (bed) => onceEach(bed, ["stop", "-t", "1"], (engine) => start(bed, engine), bed.few),
};

/** Of a container that has ended. */
export const remove: Figure = {
  name: "rm",
  title: both("rm of a container that has ended", "rm 一个已结束的容器"),
  unit: "ms",
  measure: (bed) =>
    onceEach(bed, ["rm"], (engine) => {
      const name = `ended-${serial++}`;
      ask(bed, engine, "run", "--name", name, ...NO_NETWORK, IMAGE, "true");
      return name;
    }),
};

let serial = 0;

/** A command that can be done once to each container. */
async function onceEach(
  bed: Bed,
  [command = "", ...options]: readonly string[],
  prepare: (engine: Engine) => string,
  rounds = Math.ceil(bed.rounds / 3),
): Promise<Row[]> {
  const all = await working(bed);
  const each = all.map((engine) => ({
    subject: engine.subject,
    prepare: () => engine.argv(command, ...options, prepare(engine)),
  }));
  const rows = await timeRowsPrepared(each, rounds, bed.cache);
  for (const engine of all) removeAll(bed, engine);
  return rows;
}

/** Those that can start something in the background here. */
async function working(bed: Bed): Promise<Engine[]> {
  return (await engines(bed)).filter((engine) => {
    try {
      ask(bed, engine, ...engine.discard, start(bed, engine));
      return true;
    } catch (error) {
      if (engine.subject === "mydocker") throw error;
      leftOut(engine.subject, (error as Error).message);
      return false;
    }
  });
}

/** Whatever containers an engine has. */
export function removeAll(bed: Bed, engine: Engine): void {
  const ids = ask(bed, engine, "ps", "-aq").split("\n").filter(Boolean);
  for (let at = 0; at < ids.length; at += 100)
    ask(bed, engine, ...engine.discard, ...ids.slice(at, at + 100));
}
