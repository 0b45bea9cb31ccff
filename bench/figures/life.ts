/** The commands around a running container: start, look in, stop, remove, list. */
import type { Bed } from "../bed.ts";
import type { Figure, Row } from "../figure.ts";
import { image } from "../images.ts";
import { summarise } from "../statistics.ts";
import { time, timeRows } from "../stopwatch.ts";

/** How long it takes until `run -d` has said that the command runs. */
export const detach: Figure = {
  name: "detach",
  title: "run -d sleep, until the prompt is back",
  unit: "ms",
  measure: async (bed) => {
    const argv = [bed.mydocker, "run", "-d", "--network", "none", image(bed), "sleep", "600"];
    const rows = await timeRows([{ subject: "mydocker", argv }], bed.rounds, bed.cache);
    removeAll(bed);
    return rows;
  },
};

/** A command in a container that runs. */
export const exec: Figure = {
  name: "exec",
  title: "exec true",
  unit: "ms",
  measure: async (bed) => {
    bed.run(bed.mydocker, "run", "-d", "--name", "bench", image(bed), "sleep", "600");
    const argv = [bed.mydocker, "exec", "bench", "true"];
    const floor = { subject: "node -e 0", argv: [process.execPath, "-e", "0"] };
    const rows = await timeRows([floor, { subject: "mydocker", argv }], bed.rounds, bed.cache);
    removeAll(bed);
    return rows;
  },
};

/** Of a command that ends when it is told to. */
export const stop: Figure = {
  name: "stop",
  title: "stop of a command that obeys",
  unit: "ms",
  measure: (bed) => eachOnItsOwn(bed, "stop", (bed) => started(bed, "--init")),
};

/** Of a container that has ended. */
export const remove: Figure = {
  name: "rm",
  title: "rm of a container that has ended",
  unit: "ms",
  measure: (bed) =>
    eachOnItsOwn(bed, "rm", (bed) => {
      const id = started(bed, "--init");
      bed.run(bed.mydocker, "stop", id);
      return id;
    }),
};

/** How the list grows with what it lists. */
export const list: Figure = {
  name: "ps",
  title: "ps -a with so many containers",
  unit: "ms",
  goals: [{ of: "1000", atMost: 1.5, than: "0" }],
  measure: async (bed) => {
    const name = image(bed);
    const rows: Row[] = [];
    let there = 0;
    for (const count of [0, 1, 10, 100, 1000]) {
      for (; there < count; there++) bed.run(bed.mydocker, "create", name, "true");
      const argv = [bed.mydocker, "ps", "-a"];
      const [samples = []] = await time([{ subject: `${count}`, argv }], bed.rounds, bed.cache);
      const values = samples.map(({ milliseconds }) => milliseconds);
      rows.push({ subject: `${count}`, summary: summarise(values) });
    }
    removeAll(bed);
    return rows;
  },
};

const started = (bed: Bed, ...options: string[]): string =>
  bed
    .run(bed.mydocker, "run", "-d", ...options, "--network", "none", image(bed), "sleep", "600")
    .trim();

/** A command that can be done once to each container. */
async function eachOnItsOwn(bed: Bed, command: string, prepare: (bed: Bed) => string) {
  const values: number[] = [];
  for (let round = 0; round < Math.ceil(bed.rounds / 2); round++) {
    const argv = [bed.mydocker, command, prepare(bed)];
    const [[sample] = []] = await time([{ subject: command, argv }], 1, bed.cache, 0);
    if (sample) values.push(sample.milliseconds);
  }
  removeAll(bed);
  return [{ subject: "mydocker", summary: summarise(values) }];
}

function removeAll(bed: Bed): void {
  const ids = bed.run(bed.mydocker, "ps", "-aq").split("\n").filter(Boolean);
  for (let at = 0; at < ids.length; at += 100) {
    bed.run(bed.mydocker, "rm", "-f", ...ids.slice(at, at + 100));
  }
}
