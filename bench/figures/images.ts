/** Images in and out: load, commit, pull, beside the programs that do the same. */
import { mkdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Bed } from "../bed.ts";
import type { Figure, Row } from "../figure.ts";
import { image } from "../images.ts";
import { layeredArchive } from "../layers.ts";
import { type Summary, summarise } from "../statistics.ts";
import { type Sample, type Trial, time, timeRows } from "../stopwatch.ts";

const ROUNDS = 5; // each takes seconds

/** Loading has to begin with an empty store each time. */
const loaders = (bed: Bed, archive: string): Trial[] => {
  const shell = (subject: string, script: string) => ({ subject, argv: ["sh", "-ec", script] });
  const own = join(bed.place, "load-mydocker");
  const storage = join(bed.place, "load-podman");
  const layout = join(bed.place, "load-oci");
  return [
    shell("mydocker", `rm -rf ${own}; MYDOCKER_ROOT=${own} ${bed.mydocker} load -q -i ${archive}`),
    ...(bed.has("podman")
      ? [
          shell(
            "podman",
            `podman --root ${storage}/root --runroot ${storage}/run rmi -af >&2; podman --root ${storage}/root --runroot ${storage}/run load -q -i ${archive}`,
          ),
        ]
      : []),
    ...(bed.has("skopeo") && bed.has("umoci")
      ? [
          shell(
            "skopeo + umoci",
            `rm -rf ${layout} ${layout}-root; skopeo copy -q docker-archive:${archive} oci:${layout}:x; umoci unpack --image ${layout}:x ${layout}-root`,
          ),
        ]
      : []),
  ];
};

/** A system of about 100 MB in three layers. */
export const load: Figure = {
  name: "load",
  title: "load an image of 100 MB in three layers, until it could be run",
  unit: "ms",
  goals: [
    { of: "mydocker", atMost: 1, than: "podman" },
    { of: "mydocker", atMost: 1, than: "skopeo + umoci" },
  ],
  measure: (bed) => timeRows(loaders(bed, layeredArchive(bed, 100)), ROUNDS, bed.cache),
};

/** The memory of it must not grow with the image. */
export const loadMemory: Figure = {
  name: "load-memory",
  title: "peak memory of load, by the image's size",
  unit: "MiB",
  goals: [{ of: "400 MB", atMost: 1.2, than: "25 MB" }],
  measure: async (bed) => {
    const rows: Row[] = [];
    for (const megabytes of [25, 100, 400]) {
      const archive = layeredArchive(bed, megabytes);
      const [own] = loaders(bed, archive);
      const [samples = []] = await time(own ? [own] : [], 3, bed.cache);
      rows.push({ subject: `${megabytes} MB`, summary: peaks(samples) });
      rmSync(archive);
    }
    return rows;
  },
};

const peaks = (samples: readonly Sample[]): Summary =>
  summarise(samples.map(({ peakKiB }) => peakKiB / 1024));

/** Ten thousand files that a container wrote. */
export const commit: Figure = {
  name: "commit",
  title: "commit 10,000 files that a container wrote",
  unit: "ms",
  measure: async (bed) => {
    const write =
      "for i in $(seq 100); do mkdir /n$i; for k in $(seq 100); do echo $i $k > /n$i/$k; done; done";
    bed.run(
      bed.mydocker,
      "run",
      "--name",
      "writer",
      "--network",
      "none",
      image(bed),
      "sh",
      "-c",
      write,
    );
    const same = join(bed.place, "same");
    mkdirSync(same);
    for (let i = 0; i < 100; i++) {
      mkdirSync(join(same, `n${i}`));
      for (let k = 0; k < 100; k++) writeFileSync(join(same, `n${i}`, `${k}`), `${i} ${k}\n`);
    }
    const target = join(bed.place, "same.tar.gz");
    const rows = await timeRows(
      [
        { subject: "mydocker", argv: [bed.mydocker, "commit", "writer", "written"] },
        { subject: "tar", argv: ["tar", "-C", same, "-cf", target, "."] },
        { subject: "tar + gzip", argv: ["tar", "-C", same, "-czf", target, "."] },
      ],
      ROUNDS,
      bed.cache,
    );
    bed.run(bed.mydocker, "rm", "writer");
    return rows;
  },
};

/** From a registry on loopback. */
export const pull: Figure = {
  name: "pull",
  title: "pull an image of 100 MB from a registry on this machine",
  unit: "ms",
  measure: async (bed) => {
    if (!bed.has("docker-registry") || !bed.has("skopeo")) return [];
    const archive = layeredArchive(bed, 100);
    const address = await registry(bed);
    const plain = ["--dest-tls-verify=false", "-q", `docker-archive:${archive}`];
    bed.run("skopeo", "copy", ...plain, `docker://${address}/bench:1`);
    const own = join(bed.place, "pull-mydocker");
    const storage = join(bed.place, "pull-podman");
    const from = `${address}/bench:1`;
    const podman = `podman --root ${storage}/root --runroot ${storage}/run`;
    return timeRows(
      [
        {
          subject: "mydocker",
          argv: [
            "sh",
            "-ec",
            `rm -rf ${own}; MYDOCKER_ROOT=${own} ${bed.mydocker} pull -q ${from}`,
          ],
        },
        ...(bed.has("podman")
          ? [
              {
                subject: "podman",
                argv: [
                  "sh",
                  "-ec",
                  `${podman} rmi -af >&2; ${podman} pull -q --tls-verify=false ${from}`,
                ],
              },
            ]
          : []),
      ],
      ROUNDS,
      bed.cache,
    );
  },
};

/** Starts Debian's docker-registry on a free port; returns host:port. */
async function registry(bed: Bed): Promise<string> {
  const address = "127.0.0.1:5077";
  const data = join(bed.place, "registry");
  const file = join(bed.place, "registry.yml");
  writeFileSync(
    file,
    `version: 0.1\nstorage: {filesystem: {rootdirectory: ${data}}}\nhttp: {addr: "${address}"}\nlog: {level: error}\n`,
  );
  bed.serve(["docker-registry", "serve", file]);
  for (let patience = 100; patience > 0; patience--) {
    const answer = await fetch(`http://${address}/v2/`).catch(() => undefined);
    if (answer?.ok) return address;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(
    `docker-registry does not answer at ${address}; ${statSync(file).size} bytes of settings`,
  );
}
