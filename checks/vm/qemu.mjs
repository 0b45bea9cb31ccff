// @ts-check
/** How the throw-away machine is started: as data, so that it can be read and tested. */
import { accessSync, constants, existsSync } from "node:fs";

/** Control groups as the guest's systemd lays them out. @typedef {"v1" | "v2"} Version */

/** What runs the guest's code: the processor, or a program. @typedef {"kvm" | "tcg"} Accelerator */

/** @type {Readonly<Record<Version, string>>} words for the kernel, which systemd reads */
const CGROUPS = {
  v1: "systemd.unified_cgroup_hierarchy=0 systemd.legacy_systemd_cgroup_controller=1",
  v2: "systemd.unified_cgroup_hierarchy=1",
};

/**
 * The processor that is emulated. qemu 7.2 is young at what these features do, and slow: with them Node
 * has died of a segmentation fault.
 */
const EMULATED = "max,-avx,-avx2,-fma,-f16c,-bmi1,-bmi2,-vaes,-vpclmulqdq";

/** Processors, by Node's name. arm64 was written by the book: nobody has tried it yet. */
const PROCESSORS = {
  x64: { program: "qemu-system-x86_64", machine: "q35", console: "ttyS0", cpu: EMULATED },
  arm64: { program: "qemu-system-aarch64", machine: "virt", console: "ttyAMA0", cpu: "max" },
};

/** @param {string} name @returns {typeof PROCESSORS.x64} @throws RangeError for one without an image */
function processor(name) {
  const found = Object.entries(PROCESSORS).find(([key]) => key === name);
  if (!found) throw new RangeError(`there is no image for ${name}`);
  return found[1];
}

/**
 * How much slower than on the machine itself a program runs: the unit of every time limit inside.
 * Emulated, Node is 10 to 16 times slower; and the host may be busy beside it.
 *
 * @type {Readonly<Record<Accelerator, number>>}
 */
export const SLOWNESS = { kvm: 2, tcg: 20 };

/** Words for the kernel: the emulated time stamp counter is good, though it cannot know that. */
const SPEED = { kvm: "", tcg: "mitigations=off clocksource=tsc tsc=reliable" };

/**
 * The accelerator that works here. A /dev/kvm alone proves nothing: some hosts of virtual machines
 * offer one that cannot run an unchanged kernel, so the processor's own module must be there too.
 *
 * @returns {Accelerator}
 */
export function accelerator() {
  const modules = process.arch === "x64" ? ["kvm_intel", "kvm_amd"] : ["kvm"];
  if (!modules.some((name) => existsSync(`/sys/module/${name}`))) return "tcg";
  try {
    accessSync("/dev/kvm", constants.R_OK | constants.W_OK);
    return "kvm";
  } catch {
    return "tcg";
  }
}

/**
 * qemu's command line: the console is its standard output, and it ends when the guest does.
 *
 * @param {object} machine
 * @param {Version} machine.version
 * @param {Accelerator} machine.accelerator
 * @param {string} machine.image directory of root.img, vmlinuz and initrd; nothing writes to it
 * @param {string} machine.luggage the second disk, a tar
 * @param {string} machine.results the third disk, to be written
 * @param {string} [architecture] as Node names it
 * @returns {string[]}
 */
export function qemuCommand(
  { version, accelerator, image, luggage, results },
  architecture = process.arch,
) {
  const parts = processor(architecture);
  const disk = (/** @type {string} */ file, /** @type {string} */ mode) => [
    "-drive",
    `file=${file.replaceAll(",", ",,")},if=virtio,format=raw,${mode}`,
  ];
  const kernel = `root=/dev/vda rw console=${parts.console} panic=-1 quiet loglevel=3 ${SPEED[accelerator]}`;
  return [
    ...[parts.program, "-machine", parts.machine, "-accel", accelerator],
    ...["-cpu", accelerator === "kvm" ? "host" : parts.cpu, "-smp", "2", "-m", "2048"],
    ...["-nodefaults", "-display", "none", "-serial", "stdio", "-no-reboot"],
    ...["-kernel", `${image}/vmlinuz`, "-initrd", `${image}/initrd`],
    ...["-append", `${kernel} systemd.show_status=0 ${CGROUPS[version]}`],
    ...disk(`${image}/root.img`, "snapshot=on"),
    ...disk(luggage, "readonly=on"),
    ...disk(results, "readonly=off"),
  ];
}
