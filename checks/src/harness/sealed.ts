/**
 * A pretend host for a program that nobody vouches for: shell lines for the entrance.
 *
 * The checks stay among the machine's own mounts, all of which become read-only. The program gets
 * a root that was made for it: the machine's programs and libraries by way of overlays whose upper
 * layers are in memory and bounded, itself, and nothing else: not the project, not the reference,
 * not the checks, no disk. What both must see, the places of the harness and /tmp, they share; no
 * mount of the checks lies in there, or the program could move what it is mounted on.
 */
import { existsSync, lstatSync, realpathSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { HARNESS, TRUSTED } from "./places.ts";
import { line, quote } from "./shell.ts";

/** What the program finds in its pretend host, and how much of it. */
export interface Seal {
  /** The machine's file or directory that holds the program; seen as SUBMISSION. */
  readonly submission: string;
  /** What it may write in each of its file systems. */
  readonly bytes: number;
  /** Directories of the machine that are seen at their own paths. */
  readonly shown: readonly string[];
  /** Paths of the machine that must not be seen, wherever they are. */
  readonly hidden: readonly string[];
}

/** Inside: the program under test, a file or a directory. */
export const SUBMISSION = "/submission";

/** Programs and libraries; what of it is a link stays one. */
const SYSTEM = ["usr", "bin", "sbin", "lib", "lib32", "lib64", "libx32", "etc"];

/** Of /etc, nobody's business. */
const SECRETS = ["shadow", "shadow-", "gshadow", "gshadow-", "sudoers", "sudoers.d", "ssh"].map(
  (name) => join("/etc", name),
);

const DIRECTORIES = ["home", "root", "mnt", "opt", "srv", "media", "boot", "run", "proc", "sys"];

/** Files of a disk are enough for everybody. */
const INODES = 200_000;

const READ_ONLY = `
while read -r _ point _; do
  mount -n -o remount,bind,ro "$(printf %b "$point")" 2> /dev/null || :
done < /proc/self/mounts`;

/** Where the checks' side keeps the program. */
const GIVEN = join(TRUSTED, "given");

/** The checks' own side: nothing of the machine can be written to, and terminals are new ones. */
export function sealedMachine(probe: string, { submission }: Seal): string[] {
  return [
    "(echo -900 > /proc/self/oom_score_adj) 2> /dev/null || :", // a machine may not let us
    READ_ONLY,
    `resolv=$(cat /etc/resolv.conf 2> /dev/null || :)`,
    "mount -n -t tmpfs -o mode=755 run /run",
    line("mkdir", HARNESS, TRUSTED),
    line("cp", probe, join(TRUSTED, "probe")),
    line(statSync(submission).isDirectory() ? "mkdir" : "touch", GIVEN),
    line("mount", "-n", "--bind", submission, GIVEN), // before /tmp is covered, where it may be
    ...linkedResolver("/etc/resolv.conf", ""),
    "mount -n -t devpts -o newinstance,ptmxmode=0666,mode=0620,gid=5 devpts /dev/pts",
  ];
}

/** The file that /etc/resolv.conf is a link to may be in /run. */
function linkedResolver(place: string, top: string): string[] {
  if (!existsSync(place) || !lstatSync(place).isSymbolicLink()) return [];
  const path = realpathSync(place);
  if (!path.startsWith("/run/")) return [];
  const file = quote(join(top, path));
  return [line("mkdir", "-p", join(top, dirname(path))), `printf '%s\\n' "$resolv" > ${file}`];
}

const TOP = join(TRUSTED, "seal");
const ROOT = join(TOP, "root");

/**
 * The program's side.
 *
 * @param cgroups the lines that mount the pretend host's cgroups
 */
export function sealedHost(seal: Seal, cgroups: readonly string[]): string[] {
  const system = SYSTEM.map((name) => join("/", name)).filter(existsSync);
  const links = system.filter((path) => lstatSync(path).isSymbolicLink());
  const trees = [...system.filter((path) => !links.includes(path)), ...nodeTree()];
  return [
    `mount -n -t tmpfs -o mode=755,size=${seal.bytes},nr_inodes=${INODES} seal ${mk(TOP)}`,
    line("mkdir", ROOT),
    ...links.map((path) => line("cp", "-a", path, join(ROOT, path))),
    ...trees.flatMap((path, i) => overlay(path, path, [...SECRETS, ...seal.hidden], `${i}`)),
    line("mkdir", "-p", ...DIRECTORIES.map((name) => join(ROOT, name))),
    line("mkdir", "-p", ...["lib", "tmp", "log", "cache"].map((name) => join(ROOT, "var", name))),
    ...place(seal),
    ...devices(),
    ...shared(),
    ...seal.shown.flatMap((path, i) => overlay(path, path, [], `shown${i}`)),
    `resolv=$(cat /etc/resolv.conf 2> /dev/null || :)`,
    ...linkedResolver("/etc/resolv.conf", ROOT),
    ...enterRoot(),
    "mount -n -t sysfs -o nosuid,nodev,noexec sysfs /sys",
    ...cgroups,
  ];
}

const mk = (path: string) => `"$(mkdir -p ${quote(path)} && echo ${quote(path)})"`;

/** Where this Node is, when it is none of the system's. */
function nodeTree(): string[] {
  const tree = resolve(dirname(realpathSync(process.execPath)), "..");
  return tree === "/" || /^\/(?:usr|bin)(?:\/|$)/.test(tree) ? [] : [tree];
}

/** A tree of the machine; what is written there is only written in memory. */
function overlay(
  from: string,
  to: string,
  hidden: readonly string[],
  name: string,
  { mode } = statSync(from),
): string[] {
  const [upper, work] = [join(TOP, "upper", name), join(TOP, "work", name)];
  const below = hidden.filter((path) => path.startsWith(`${from}/`) && existsSync(path));
  const options = `lowerdir=${escaped(from)},upperdir=${upper},workdir=${work}`;
  return [
    line("mkdir", "-p", upper, work, join(ROOT, to)),
    line("chmod", (mode & 0o7777).toString(8), upper),
    ...below.flatMap((path) => whiteout(join(upper, path.slice(from.length)))),
    line("mount", "-n", "-t", "overlay", "-o", options, "overlay", join(ROOT, to)),
  ];
}

const escaped = (path: string) => path.replace(/[\\:,]/g, "\\$&");

const whiteout = (path: string) => [
  line("mkdir", "-p", dirname(path)),
  line("mknod", path, "c", "0", "0"),
];

function place({ submission }: Seal): string[] {
  const mode = statSync(submission);
  if (mode.isDirectory()) return overlay(GIVEN, SUBMISSION, [], "submission", mode);
  return [line("cp", GIVEN, join(ROOT, SUBMISSION))];
}

const NODES: readonly (readonly [name: string, kind: string, major: number, minor: number])[] = [
  ["null", "c", 1, 3],
  ["zero", "c", 1, 5],
  ["full", "c", 1, 7],
  ["random", "c", 1, 8],
  ["urandom", "c", 1, 9],
  ["tty", "c", 5, 0],
  ["console", "c", 5, 1],
  ["ptmx", "c", 5, 2],
  ["fuse", "c", 10, 229],
  ["loop0", "b", 7, 0],
];

const DEVICE_LINKS = { fd: "fd", stdin: "fd/0", stdout: "fd/1", stderr: "fd/2" };

/** No disk among them. */
function devices(): string[] {
  const dev = join(ROOT, "dev");
  return [
    `mount -n -t tmpfs -o mode=755,size=65536k dev ${mk(dev)}`,
    line("mkdir", join(dev, "pts"), join(dev, "shm"), join(dev, "mqueue"), join(dev, "net")),
    ...NODES.map(([name, kind, major, minor]) =>
      line("mknod", "-m", "666", join(dev, name), kind, `${major}`, `${minor}`),
    ),
    ...Object.entries(DEVICE_LINKS).map(([name, to]) =>
      line("ln", "-s", join("/proc/self", to), join(dev, name)),
    ),
    line("mount", "-n", "--bind", "/dev/pts", join(dev, "pts")),
    `mount -n -t tmpfs -o mode=1777,size=65536k shm ${quote(join(dev, "shm"))}`,
    `mount -n -t mqueue mqueue ${quote(join(dev, "mqueue"))} || :`,
  ];
}

const shared = () =>
  [HARNESS, "/tmp"].flatMap((path) => [
    line("mkdir", "-p", join(ROOT, path)),
    line("mount", "-n", "--bind", path, join(ROOT, path)),
  ]);

const enterRoot = () => [
  line("mount", "-n", "--rbind", ROOT, ROOT),
  `cd ${quote(ROOT)}`,
  "mkdir machine",
  "pivot_root . machine",
  "cd /",
  "mount -n -t proc -o nosuid,nodev,noexec proc /proc",
  "umount -n -l /machine",
  "rmdir /machine",
];
