/** `run … true`: what one container costs, in several ways. */
import type { Bed } from "../bed.ts";
import type { Figure } from "../figure.ts";
import { image } from "../images.ts";
import { others, podman, works } from "../others.ts";
import { type Trial, timeRows } from "../stopwatch.ts";

const FLOOR: Trial = { subject: "node -e 0", argv: [process.execPath, "-e", "0"] };

const mydocker = (bed: Bed, ...words: string[]): Trial => ({
  subject: "mydocker",
  argv: [bed.mydocker, "run", ...words],
});

/** Without an image and without a network. */
export const runRootfs: Figure = {
  name: "run",
  title: "run true, in a directory, without a network",
  unit: "ms",
  goals: [
    { of: "mydocker", atMost: 1.25, than: "node -e 0" },
    { of: "mydocker", atMost: 1 / 4, than: "podman" },
    { of: "mydocker", atMost: 1 / 7, than: "docker" },
  ],
  measure: (bed) =>
    timeRows(
      [FLOOR, mydocker(bed, "--rootfs", bed.rootfs, "true"), ...others(bed, ["true"])],
      bed.rounds,
      bed.cache,
    ),
};

/** With four limits. */
export const runLimits: Figure = {
  name: "run-limits",
  title: "run true with limits of memory, processors and processes",
  unit: "ms",
  measure: (bed) => {
    const limits = ["--memory", "64m", "--cpus", "1", "--pids-limit", "100"];
    const others = bed.has("podman")
      ? [podman(bed, [...limits, "--network", "none", "--rootfs", `${bed.rootfs}:O`, "true"])]
      : [];
    const working = others.filter(works);
    const own = mydocker(bed, ...limits, "--rootfs", bed.rootfs, "true");
    return timeRows([FLOOR, own, ...working], bed.rounds, bed.cache);
  },
};

/** Of an image, with everything that docker confines. */
export const runImage: Figure = {
  name: "run-image",
  title: "run true of an image, fully confined, without a network",
  unit: "ms",
  goals: [{ of: "mydocker", atMost: 1.35, than: "node -e 0" }],
  measure: (bed) => {
    const name = image(bed);
    const own = mydocker(bed, "--rm", "--network", "none", name, "true");
    const directory = {
      subject: "mydocker --rootfs",
      argv: [bed.mydocker, "run", "--rootfs", bed.rootfs, "true"],
    };
    return timeRows([FLOOR, directory, own], bed.rounds, bed.cache);
  },
};

/** The same, with an address, a default route and NAT. */
export const runNetwork: Figure = {
  name: "run-network",
  title: "run true of an image, with the default network",
  unit: "ms",
  goals: [{ of: "mydocker", atMost: 1 / 6, than: "docker" }],
  measure: (bed) => {
    const name = image(bed);
    const without = mydocker(bed, "--rm", "--network", "none", name, "true");
    return timeRows(
      [{ ...without, subject: "mydocker --network none" }, mydocker(bed, "--rm", name, "true")],
      Math.ceil(bed.rounds / 2),
      bed.cache,
    );
  },
};
