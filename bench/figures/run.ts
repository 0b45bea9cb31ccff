/** `run … true`: what one container costs, in several ways. */
import { both } from "../../checks/src/harness/text.ts";
import type { Bed } from "../bed.ts";
import { engines, IMAGE, podman, trials } from "../engines.ts";
import type { Figure } from "../figure.ts";
import { runtimes, works } from "../runtimes.ts";
import { type Trial, timeRows } from "../stopwatch.ts";

const FLOOR: Trial = { subject: "node -e 0", argv: [process.execPath, "-e", "0"] };
const NO_NETWORK = ["--rm", "--network", "none"];

const inDirectory = (bed: Bed, ...words: string[]): Trial => ({
  subject: "mydocker --rootfs",
  argv: [bed.mydocker, "run", ...words, "--rootfs", bed.rootfs, "true"],
});

/** Without an image and without a network. docker has nothing but images. */
export const runRootfs: Figure = {
  name: "run",
  title: both("run true in a directory, without a network", "在一个目录中 run true，不带网络"),
  unit: "ms",
  goals: [
    { of: "mydocker --rootfs", atMost: 1.25, than: "node -e 0" },
    { of: "mydocker --rootfs", atMost: 1 / 4, than: "podman --rootfs" },
    { of: "mydocker --rootfs", atMost: 1 / 7, than: "docker" },
  ],
  measure: async (bed) => {
    const all = await engines(bed);
    const words = [...NO_NETWORK, "--rootfs", `${bed.rootfs}:O`, "true"];
    const overRoot = podman(bed)?.argv("run", ...words);
    const others = [
      ...(overRoot ? [{ subject: "podman --rootfs", argv: overRoot }].filter(works) : []),
      ...ofImage(all.filter(({ subject }) => subject === "docker")),
      ...runtimes(bed, ["true"]),
    ];
    return timeRows([FLOOR, inDirectory(bed), ...others], bed.rounds, bed.cache);
  },
};

const ofImage = (all: Parameters<typeof trials>[0], ...options: string[]): Trial[] =>
  trials(all, "run", ...NO_NETWORK, ...options, IMAGE, "true").filter(works);

/** With three limits. */
export const runLimits: Figure = {
  name: "run-limits",
  title: both(
    "run true of an image with limits of memory, processors and processes",
    "用镜像 run true，限制内存、处理器和进程数",
  ),
  unit: "ms",
  measure: async (bed) => {
    const limits = ["--memory", "64m", "--cpus", "1", "--pids-limit", "100"];
    const others = ofImage(await engines(bed), ...limits);
    return timeRows([FLOOR, inDirectory(bed, ...limits), ...others], bed.rounds, bed.cache);
  },
};

/** Of an image, with everything that docker confines. */
export const runImage: Figure = {
  name: "run-image",
  title: both(
    "run true of an image, fully confined, without a network",
    "用镜像 run true，完整限权，不带网络",
  ),
  unit: "ms",
  goals: [
    { of: "mydocker", atMost: 1.35, than: "node -e 0" },
    { of: "mydocker", atMost: 1 / 4, than: "podman" },
    { of: "mydocker", atMost: 1 / 7, than: "docker" },
  ],
  measure: async (bed) => timeRows([FLOOR, ...ofImage(await engines(bed))], bed.rounds, bed.cache),
};

/** The same, with an address, a default route and NAT. */
export const runNetwork: Figure = {
  name: "run-network",
  title: both("run true of an image, on a bridge with NAT", "用镜像 run true，接入网桥并做 NAT"),
  unit: "ms",
  goals: [{ of: "mydocker", atMost: 1 / 6, than: "docker" }],
  measure: async (bed) => {
    const all = await engines(bed);
    const onBridge = trials(all, "run", "--rm", IMAGE, "true").filter(works);
    const [without = []] = [ofImage(all.slice(0, 1))];
    const none = without.map((trial) => ({ ...trial, subject: "mydocker --network none" }));
    return timeRows([...none, ...onBridge], Math.ceil(bed.rounds / 2), bed.cache);
  },
};
