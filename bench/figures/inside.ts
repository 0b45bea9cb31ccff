/** What a container can do once it runs, and what it costs while it does nothing. */
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Bed } from "../bed.ts";
import type { Figure, Row } from "../figure.ts";
import { image } from "../images.ts";
import { summarise } from "../statistics.ts";
import { timeRows } from "../stopwatch.ts";

/** A pipe's speed, with nobody between the container and the reader. */
export const stdout: Figure = {
  name: "stdout",
  title: "1 GiB written to standard output and thrown away by the reader",
  unit: "ms",
  goals: [{ of: "mydocker", atMost: 1.2, than: "no container" }],
  measure: (bed) => {
    const dd = "dd if=/dev/zero bs=64k count=16384 2>/dev/null";
    const through = (subject: string, producer: string) => ({
      subject,
      argv: ["sh", "-c", `${producer} | cat >/dev/null`],
    });
    return timeRows(
      [
        through("no container", dd),
        through("mydocker", `${bed.mydocker} run --rootfs ${bed.rootfs} sh -c '${dd}'`),
      ],
      5,
      bed.cache,
    );
  },
};

/** All that stays of mydocker while a detached container runs. */
export const memory: Figure = {
  name: "memory",
  title: "memory of the monitor of a detached container (PSS)",
  unit: "KiB",
  goals: [{ of: "mydocker", atMost: 400 }],
  measure: async (bed) => {
    const ids: string[] = [];
    for (let i = 0; i < 5; i++) {
      ids.push(
        bed.run(bed.mydocker, "run", "-d", "--network", "none", image(bed), "sleep", "600").trim(),
      );
    }
    const values = ids.map((id) => pssOf(monitorOf(bed, id)));
    bed.run(bed.mydocker, "rm", "-f", ...ids);
    return [{ subject: "mydocker", summary: summarise(values) }];
  },
};

/** The parent of the container's first process. */
function monitorOf(bed: Bed, id: string): number {
  const [record] = JSON.parse(bed.run(bed.mydocker, "inspect", id));
  const stat = readFileSync(`/proc/${record.State.Pid}/stat`, "utf8");
  return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
}

const pssOf = (pid: number): number =>
  Number(/^Pss:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, "utf8"))?.[1]);

/** Started together, ended together. */
export const fifty: Figure = {
  name: "fifty",
  title: "50 containers at once, from the first start to the last end",
  unit: "ms",
  measure: async (bed) => {
    const name = image(bed);
    const rows: Row[] = [];
    for (const network of ["none", "bridge"]) {
      const values: number[] = [];
      for (let round = 0; round < 3; round++) values.push(await together(bed, 50, network, name));
      rows.push({ subject: `network ${network}`, summary: summarise(values) });
    }
    return rows;
  },
};

async function together(bed: Bed, count: number, network: string, name: string): Promise<number> {
  const began = performance.now();
  const words = ["run", "--rm", "--network", network, name, "true"];
  await Promise.all(
    Array.from({ length: count }, async () => {
      const child = spawn(bed.mydocker, words, { stdio: ["ignore", "ignore", "inherit"] });
      const code = await new Promise((resolve) => child.on("exit", resolve));
      if (code !== 0) throw new Error(`one of ${count} containers ended with ${code}`);
    }),
  );
  return performance.now() - began;
}

/** Through the library, in one process: what a container itself takes. */
export const api: Figure = {
  name: "api",
  title: "a container through the API, in one process",
  unit: "ms",
  goals: [{ of: "own root", atMost: 3 }],
  measure: async (bed) => {
    const { spec, start } = await import(join(bed.mydocker, "../index.cjs"));
    const kinds: readonly (readonly [string, () => unknown])[] = [
      ["the machine's root", () => spec({ argv: ["/bin/true"], workdir: "/" })],
      ["own root", () => spec({ argv: ["/bin/true"], root: bed.rootfs })],
      [
        "own root and limits",
        () =>
          spec({
            argv: ["/bin/true"],
            root: bed.rootfs,
            limits: { memory: 64 << 20, pids: 100, cpus: 1 },
          }),
      ],
    ];
    const values = new Map<string, number[]>(kinds.map(([kind]) => [kind, []]));
    for (let round = -20; round < 5 * bed.rounds; round++) {
      for (const [kind, make] of kinds) {
        const began = performance.now();
        const container = await start(make(), [0, 1, 2]);
        await container.ended;
        await container.remove();
        if (round >= 0) values.get(kind)?.push(performance.now() - began);
      }
    }
    return [...values].map(([subject, all]) => ({ subject, summary: summarise(all) }));
  },
};
