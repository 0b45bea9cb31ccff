/** Images in and out: load, commit, pull, beside the programs that do the same. */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { both } from "../../checks/src/harness/text.ts";
import { until } from "../../checks/src/harness/wait.ts";
import type { Bed } from "../bed.ts";
import { type Engine, engines, IMAGE, leftOut } from "../engines.ts";
import type { Figure, Row } from "../figure.ts";
import { layeredArchive } from "../layers.ts";
import { summarise } from "../statistics.ts";
import { type PreparedTrial, time, timeRowsPrepared } from "../stopwatch.ts";
import { ask, removeAll } from "./life.ts";

const MEGABYTES = [25, 100, 400];
const SLOW = 100; // MB: above that umoci takes half a minute

/** By engines that have forgotten the image, its layers included. */
export const load: Figure = {
  name: "load",
  title: both(
    "load an image in three layers, until it could be run",
    "load 一个三层镜像，到可以运行为止",
  ),
  unit: "ms",
  grows: both("MB", "MB"),
  goals: [
    { of: "mydocker 100", atMost: 1, than: "podman 100" },
    { of: "mydocker 100", atMost: 1, than: "docker 100" },
    { of: "mydocker 100", atMost: 1, than: "skopeo + umoci 100" },
  ],
  measure: async (bed) => {
    const rows: Row[] = [];
    for (const size of MEGABYTES) {
      const archive = layeredArchive(bed, size);
      const name = `localhost/bench/big:${size}`;
      const loaders = (await engines(bed)).map((engine) => ({
        subject: engine.subject,
        size,
        prepare: () => {
          forget(bed, engine, name);
          return engine.argv("load", "-i", archive);
        },
      }));
      const each = [...loaders, ...unpacker(bed, archive, size)];
      rows.push(...(await timeRowsPrepared(each, bed.few, bed.cache)));
    }
    return rows;
  },
};

function forget(bed: Bed, engine: Engine, name: string): void {
  const there = ask(bed, engine, "images", "-q", name) !== "";
  if (there) ask(bed, engine, "rmi", "-f", name);
}

function unpacker(bed: Bed, archive: string, size: number): PreparedTrial[] {
  if (size > SLOW || !bed.has("skopeo") || !bed.has("umoci")) return [];
  const layout = join(bed.place, "oci");
  const script = `skopeo copy -q docker-archive:${archive} oci:${layout}:x && umoci unpack --image ${layout}:x ${layout}-root`;
  const prepare = () => {
    for (const path of [layout, `${layout}-root`]) rmSync(path, { recursive: true, force: true });
    return ["sh", "-ec", script];
  };
  return [{ subject: "skopeo + umoci", size, prepare }];
}

/** The memory of it must not grow with the image. */
export const loadMemory: Figure = {
  name: "load-memory",
  title: both("peak memory of load", "load 的内存峰值"),
  unit: "MiB",
  grows: both("MB", "MB"),
  goals: [{ of: "mydocker 400", atMost: 1.2, than: "mydocker 25" }],
  measure: async (bed) => {
    const [own] = await engines(bed);
    const rows: Row[] = [];
    for (const size of own ? MEGABYTES : []) {
      const archive = layeredArchive(bed, size);
      forget(bed, own as Engine, `localhost/bench/big:${size}`);
      const trial = { subject: "mydocker", argv: (own as Engine).argv("load", "-i", archive) };
      const [samples = []] = await time([trial], 1, bed.cache, 0);
      const summary = summarise(samples.map(({ peakKiB }) => peakKiB / 1024));
      rows.push({ subject: "mydocker", size, summary });
    }
    return rows;
  },
};

/** Small files that a container wrote; beside them tar, which does nothing but pack. */
export const commit: Figure = {
  name: "commit",
  title: both("commit of so many files that a container wrote", "commit 容器写下的若干文件"),
  unit: "ms",
  grows: both("files", "文件数"),
  measure: async (bed) => {
    const rows: Row[] = [];
    for (const size of [100, 1000, 10_000]) {
      const committers: PreparedTrial[] = [];
      for (const engine of await engines(bed)) {
        ask(
          bed,
          engine,
          "run",
          "--name",
          `writer-${size}`,
          "--network",
          "none",
          IMAGE,
          ...writing(size),
        );
        const argv = engine.argv("commit", `writer-${size}`, "localhost/bench/written:1");
        committers.push({ subject: engine.subject, size, prepare: () => argv });
      }
      const directory = join(bed.place, `written-${size}`);
      mkdirSync(directory);
      bed.run("sh", "-c", `cd ${directory} && ${writing(size)[2]?.replaceAll("/n", "n")}`);
      const packed = ["tar", "-C", directory, "-czf", `${directory}.tar.gz`, "."];
      committers.push({ subject: "tar + gzip", size, prepare: () => packed });
      rows.push(...(await timeRowsPrepared(committers, bed.few, bed.cache)));
    }
    for (const engine of await engines(bed)) removeAll(bed, engine);
    return rows;
  },
};

const writing = (files: number): string[] => {
  const each = "mkdir /n$i; for k in $(seq 100); do echo $i $k > /n$i/$k; done";
  return ["sh", "-c", `for i in $(seq ${files / 100}); do ${each}; done`];
};

/** From a registry on loopback. */
export const pull: Figure = {
  name: "pull",
  title: both(
    "pull an image of 100 MB from a registry on this machine",
    "从本机的 registry pull 一个 100 MB 的镜像",
  ),
  unit: "ms",
  goals: [
    { of: "mydocker", atMost: 1, than: "podman" },
    { of: "mydocker", atMost: 1, than: "docker" },
  ],
  measure: async (bed) => {
    if (!bed.has("docker-registry") || !bed.has("skopeo")) {
      leftOut("pull", "it needs docker-registry and skopeo");
      return [];
    }
    const archive = layeredArchive(bed, 100);
    const name = `${await registry(bed)}/bench:1`;
    bed.run(
      "skopeo",
      "copy",
      "--dest-tls-verify=false",
      "-q",
      `docker-archive:${archive}`,
      `docker://${name}`,
    );
    const each = (await engines(bed)).map((engine) => ({
      subject: engine.subject,
      prepare: () => {
        forget(bed, engine, name);
        forget(bed, engine, "localhost/bench/big:100");
        const plain = engine.subject === "podman" ? ["--tls-verify=false"] : [];
        return engine.argv("pull", "-q", ...plain, name);
      },
    }));
    return timeRowsPrepared(each, bed.few, bed.cache);
  },
};

/** Starts Debian's docker-registry; returns host:port. */
async function registry(bed: Bed): Promise<string> {
  const address = "127.0.0.1:5077";
  const place = join(bed.place, "registry");
  const settings = `version: 0.1\nstorage: {filesystem: {rootdirectory: ${place}}}\nhttp: {addr: "${address}"}\nlog: {level: error}\n`;
  writeFileSync(`${place}.yml`, settings);
  const served = bed.serve(["docker-registry", "serve", `${place}.yml`], `${place}.log`);
  const answers = () => served.exitCode !== null || hasAnswered;
  let hasAnswered = false;
  const asking = setInterval(async () => {
    hasAnswered ||= (await fetch(`http://${address}/v2/`).catch(() => undefined))?.ok ?? false;
  }, 50);
  await until(answers, 10_000);
  clearInterval(asking);
  if (!hasAnswered) throw new Error(`docker-registry does not answer at ${address}`);
  return address;
}
