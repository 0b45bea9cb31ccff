/**
 * How a machine becomes a pretend host: the shell script that its first process runs, in two
 * halves. The first joins the groups, and only then is a cgroup namespace unshared, whose root
 * they become. The second puts the new namespaces' own file systems in place. A sealed one has a
 * third half (sealed.ts).
 */
import { existsSync, lstatSync, readdirSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import type { Hierarchy } from "./cgroups.ts";
import { HARNESS, PROBE, SCRATCH, STATE, TRUSTED } from "./places.ts";
import { type Seal, sealedHost, sealedMachine } from "./sealed.ts";
import { line, quote } from "./shell.ts";

/** What the entrance is to set up. */
export interface Setup {
  readonly groups: readonly string[];
  readonly hierarchies: readonly Hierarchy[];
  /** The compiled probe on the machine. */
  readonly probe: string;
  /** Files and directories of the machine to copy: where from, where to. */
  readonly copies: ReadonlyMap<string, string>;
  /** The last of the descriptors from 3 on that are for the command. */
  readonly lastDescriptor: number;
  /** Entries of the machine's /tmp to be seen in the pretend host's own. */
  readonly kept: readonly string[];
  /** What walls the command's program off from everything else; undefined: nothing does. */
  readonly seal?: Seal | undefined;
}

/** The exit code when the pretend host could not be set up; standard error says why. */
export const NO_ENTRANCE = 120;

const ADMIT_FAILURE = `trap '[ $? = 0 ] || exit ${NO_ENTRANCE}' EXIT`; // exec does not come by here

/** The descriptor on which the life of the pretend host hangs. */
export const LIFELINE = 3;

const PROC_OPTIONS = "-o nosuid,nodev,noexec";

/** The argv of PID 1, which ends by becoming `probe host` with the command. */
export function entrance(setup: Setup, command: readonly string[]): string[] {
  const namespaces = ["--mount", "--uts", "--ipc", "--net", "--cgroup"];
  const outside = [
    ADMIT_FAILURE,
    ...setup.groups.map((group) => `echo 0 > ${quote(join(group, "cgroup.procs"))}`),
    'inside="$1"; shift',
    `exec unshare ${namespaces.join(" ")} sh -euc "$inside" inside "$@"`,
  ];
  const [last, way] = setup.seal ? [BACK, WAY_BACK] : [setup.lastDescriptor, []];
  const init = [PROBE, "host", `${LIFELINE}`, `${last}`, ...way, ...command];
  return ["sh", "-euc", outside.join("\n"), "outside", inside(setup).join("\n"), ...init];
}

/** The descriptor on the checks' own mounts, for as long as the pretend host is being set up. */
const BACK = 5;

/** How the checks themselves stay outside when the first process has gone in. */
const WAY_BACK = ["nsenter", `--mount=/proc/self/fd/${BACK}`, "--"];

function inside(setup: Setup): string[] {
  return [
    ADMIT_FAILURE,
    "echo pretend-host > /proc/sys/kernel/hostname",
    ...(setup.seal ? sealedMachine(setup.probe, setup.seal) : []),
    ...harnessFiles(setup),
    ...ownTmp(setup.kept, setup.seal?.bytes),
    "umount -n --recursive --lazy /sys /proc 2>/dev/null || :", // or the machine's would be beneath
    `mount -n -t proc ${PROC_OPTIONS} proc /proc`,
    "mount -n -t sysfs -o nosuid,nodev,noexec sysfs /sys",
    ...cgroupMounts(setup.hierarchies),
    "ip link set lo up",
    ...(setup.seal ? enterSeal(setup.seal, setup.hierarchies) : SHARE_AND_GO),
  ];
}

/** So that a container's mounts travel back unless it prevents that. */
const SHARE_AND_GO = ["mount -n --make-rshared /", 'exec "$@"'];

function enterSeal(seal: Seal, hierarchies: readonly Hierarchy[]): string[] {
  const among = [
    ADMIT_FAILURE,
    ...sealedHost(seal, cgroupMounts(hierarchies, false)),
    ...SHARE_AND_GO,
  ];
  return [
    `exec ${BACK}< /proc/self/ns/mnt`,
    `exec unshare --mount sh -euc ${quote(among.join("\n"))} sealed "$@"`,
  ];
}

function harnessFiles({ probe, copies, seal }: Setup): string[] {
  const size = seal ? `,size=${seal.bytes}` : "";
  const proc = join(seal ? TRUSTED : HARNESS, "proc");
  return [
    `mount -n -t tmpfs -o mode=755${size} mydocker-checks ${HARNESS}`,
    line("mkdir", proc, STATE, SCRATCH),
    line("cp", probe, PROBE),
    ...[...copies].map(([from, to]) => line("cp", "-a", from, to)),
    `mount -n -t proc ${PROC_OPTIONS} proc ${proc}`,
  ];
}

/** An empty /tmp; what the checks themselves need of the machine's shows through. */
function ownTmp(kept: readonly string[], bytes?: number): string[] {
  const before = join(HARNESS, "machine-tmp");
  const show = kept.flatMap((name) => {
    const [from, to] = [join(before, name), join("/tmp", name)];
    const make = lstatSync(to).isDirectory() ? "mkdir" : "touch";
    return [line(make, to), line("mount", "-n", "--rbind", from, to)];
  });
  const size = bytes === undefined ? "" : `,size=${bytes}`;
  const tmp = `mount -n -t tmpfs -o mode=1777${size} tmp /tmp`;
  if (kept.length === 0) return [tmp];
  return [
    line("mkdir", before),
    line("mount", "-n", "--rbind", "/tmp", before),
    tmp,
    ...show,
    line("umount", "-n", "--recursive", "--lazy", before),
    line("rmdir", before),
  ];
}

function cgroupMounts(hierarchies: readonly Hierarchy[], first = true): string[] {
  const top = hierarchies.some(({ point }) => point === "/sys/fs/cgroup")
    ? []
    : ["mount -n -t tmpfs -o mode=755 cgroup /sys/fs/cgroup"];
  return [
    ...top,
    ...hierarchies.flatMap((hierarchy) => mountHierarchy(hierarchy, first)),
    ...links("/sys/fs/cgroup"),
  ];
}

function mountHierarchy({ version, point, options }: Hierarchy, first: boolean): string[] {
  const make = line("mkdir", "-p", point);
  if (version === 1)
    return [make, line("mount", "-n", "-t", "cgroup", "-o", options, "cgroup", point)];
  const controllers = quote(join(point, "cgroup.controllers"));
  const control = quote(join(point, "cgroup.subtree_control"));
  const mount = line("mount", "-n", "-t", "cgroup2", "cgroup2", point);
  if (!first) return [make, mount];
  return [
    make,
    mount,
    // A group with processes of its own cannot hand controllers on, so they go into a leaf.
    line("mkdir", join(point, "harness")),
    `echo 0 > ${quote(join(point, "harness/cgroup.procs"))}`,
    `for name in $(cat ${controllers}); do echo "+$name" > ${control} || :; done`,
  ];
}

/** Distributions name a joint hierarchy `cpu,cpuacct` and link `cpu` to it. */
function links(directory: string): string[] {
  if (!existsSync(directory)) return [];
  return readdirSync(directory, { withFileTypes: true })
    .filter((entry) => entry.isSymbolicLink())
    .map(({ name }) => {
      const path = join(directory, name);
      return line("ln", "-s", readlinkSync(path), path);
    });
}
