/**
 * Asks the kernel about the processes of a container, from outside. They are found by a token in
 * their arguments, so it does not matter which program started them, nor how.
 */
import { execFile } from "node:child_process";
import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { HOST, PROBE, PROC, TOOL } from "./places.ts";
import { type Mount, parseMounts, parseStatus } from "./proc.ts";

/** The namespaces of lesson 1, as /proc/PID/ns calls them. */
export type Namespace = "pid" | "mnt" | "uts" | "ipc" | "net" | "cgroup" | "user";

/** A process, as it was when it was looked at. */
export interface Process {
  readonly pid: number;
  readonly parent: number;
  /** `R`, `S`, `Z`, …: see proc(5). */
  readonly state: string;
  readonly argv: readonly string[];
  /** Its pid in each PID namespace that it is in, from ours to its own. */
  readonly pids: readonly number[];
  readonly status: ReadonlyMap<string, string>;
}

const file = (pid: number, name: string) => join(PROC, `${pid}`, name);

/** The text of /proc/PID/NAME; undefined when the process has ended. */
export function read(pid: number, name: string): string | undefined {
  try {
    return readFileSync(file(pid, name), "utf8");
  } catch {
    return undefined;
  }
}

/** All pids of the pretend host. */
export const pids = (): number[] =>
  readdirSync(PROC)
    .filter((name) => /^\d+$/.test(name))
    .map(Number);

/** The arguments of a process; none when it is a zombie, or has ended. */
export const argvOf = (pid: number): string[] =>
  (read(pid, "cmdline") ?? "").split("\0").slice(0, -1);

/** Looks at one process; undefined when it has ended. */
export function look(pid: number): Process | undefined {
  const text = read(pid, "status");
  if (text === undefined) return undefined;
  const status = parseStatus(text);
  return {
    pid,
    parent: Number(status.get("PPid")),
    state: status.get("State")?.[0] ?? "?",
    argv: argvOf(pid),
    pids: (status.get("NSpid") ?? "").split("\t").map(Number),
    status,
  };
}

/** Looks at all of them. */
export const processes = (): Process[] => pids().flatMap((pid) => look(pid) ?? []);

/** What the probe does before mydocker, with mydocker's arguments, and so with the token. */
const WRAPPERS = ["pty", "as", "guest"];

/**
 * The probe that was started with this token as its last argument. mydocker has the token among
 * its own arguments too, but it is not called as the probe is.
 */
export function findByToken(token: string): Process | undefined {
  for (const pid of pids()) {
    const argv = argvOf(pid);
    const [program = "", what = ""] = argv;
    if (argv.at(-1) !== token || !/(^|\/)probe$/.test(program)) continue;
    if (!WRAPPERS.includes(what)) return look(pid);
  }
  return undefined;
}

/** Which namespace a process is in: `pid:[4026531836]`, the same name for the same one. */
export function namespaceOf(pid: number | "self", namespace: Namespace): string {
  return readlinkSync(join(PROC, `${pid === "self" ? HOST : pid}`, "ns", namespace));
}

/** Whether a process is in the pretend host's own namespace. */
export const shares = (pid: number, namespace: Namespace): boolean =>
  namespaceOf(pid, namespace) === namespaceOf("self", namespace);

/** What a process sees mounted; "self" is the pretend host. */
export const mountsOf = (pid: number | "self"): Mount[] =>
  parseMounts(readFileSync(join(PROC, `${pid === "self" ? HOST : pid}`, "mountinfo"), "utf8"));

/** The open descriptors of a process, and what each is. */
export const descriptorsOf = (pid: number): [fd: number, what: string][] =>
  readdirSync(file(pid, "fd")).map((fd) => [Number(fd), readlinkSync(file(pid, `fd/${fd}`))]);

/** The path by which a file that a process sees can be reached from outside. */
export const insideOf = (pid: number, path: string): string => join(file(pid, "root"), path);

/** Sets of capabilities in /proc/PID/status. */
export const capabilities = (process: Process, set: "CapEff" | "CapPrm" | "CapBnd"): bigint =>
  BigInt(`0x${process.status.get(set) ?? "0"}`);

/** Whether the process catches a signal (sigaction(2)). */
export const catches = (process: Process, signal: number): boolean =>
  ((BigInt(`0x${process.status.get("SigCgt") ?? "0"}`) >> BigInt(signal - 1)) & 1n) === 1n;

/** A network interface, as `ip -j link` has it. */
export interface Link {
  readonly ifname: string;
  readonly flags: readonly string[];
}

/** Runs one of our tools in some of the namespaces of a process; the files stay our own. */
export function enter(
  pid: number,
  namespaces: readonly ("uts" | "ipc" | "net" | "cgroup")[],
  command: readonly string[],
): Promise<Answer> {
  const flags = namespaces.map((name) => `--${name}=${file(pid, `ns/${name}`)}`);
  return ask("nsenter", [...flags, "--", ...command]);
}

/** Runs the probe in the pretend host itself. */
export const beside = (...args: string[]): Promise<Answer> => ask(TOOL, args);

/** What a tool of ours answered. */
export interface Answer {
  readonly code: number;
  readonly stdout: string;
}

/** The probe that containers run may have been replaced by one of them. */
const trusted = (word: string) => (word === PROBE ? TOOL : word);

async function ask(program: string, args: readonly string[]): Promise<Answer> {
  try {
    const { stdout } = await promisify(execFile)(program, args.map(trusted));
    return { code: 0, stdout };
  } catch (error) {
    const { code, stdout } = error as { code: unknown; stdout: string };
    if (typeof code !== "number") throw error;
    return { code, stdout };
  }
}

/** The interfaces in a process's network namespace. */
export const linksOf = async (pid: number): Promise<Link[]> =>
  JSON.parse((await enter(pid, ["net"], ["ip", "-json", "link"])).stdout);

/** The hostname in a process's UTS namespace. */
export const hostnameOf = async (pid: number): Promise<string> =>
  (await enter(pid, ["uts"], [PROBE, "uts"])).stdout.trimEnd();
