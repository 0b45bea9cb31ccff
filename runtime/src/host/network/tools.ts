/**
 * Runs ip(8), tc(8) and iptables(8), each as init with a plan of its own: no shell, no second Node,
 * and a network namespace is entered on the way. They run while this process does other work.
 */
import { closeSync, read, write, writeSync } from "node:fs";
import { promisify } from "node:util";
import { execve, keep, open, type Plan, setns, setsid, slot, tolerate } from "../../kernel/call.ts";
import { ERRNO } from "../../kernel/errno.ts";
import { SyscallError, UserError } from "../../kernel/errors.ts";
import { CLONE, O } from "../../kernel/flags.ts";
import { launch } from "../../kernel/init.ts";
import { native } from "../../kernel/native.ts";
import { restoreText, type Tables } from "./rules.ts";

const PLACES = ["/usr/sbin", "/sbin", "/usr/bin", "/bin", "/usr/local/sbin"];
const CHUNK = 64 * 1024; // bytes: what a pipe holds

interface Result {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Where and when lines are to be carried out. */
export interface Place {
  /** Whose network namespace it is to be; else ours. */
  readonly pid?: number | undefined;
  /** What has to have come true first; the tool itself is started at once, and waits. */
  readonly after?: Promise<void> | undefined;
}

/**
 * Carries lines out with `ip -batch` (ip(8)).
 *
 * @throws Error that quotes the line which failed, and the reason
 */
export const ip = (lines: readonly string[], place: Place = {}): Promise<void> =>
  batch("ip", lines, place);

/** The same for queueing disciplines (tc(8)). */
export const tc = (lines: readonly string[], place: Place = {}): Promise<void> =>
  batch("tc", lines, place);

async function batch(tool: string, lines: readonly string[], place: Place): Promise<void> {
  if (lines.length === 0) return place.after;
  const text = lines.map((line) => `${line}\n`).join("");
  const { code, err } = await run(tool, ["-batch", "-"], text, place);
  if (code === 0) return;
  const failed = lines[Number(/^Command failed -:(\d+)/m.exec(err)?.[1]) - 1] ?? lines.join("; ");
  const reason = err
    .replace(/^Command failed.*$/m, "")
    .trim()
    .replaceAll("\n", "; ");
  throw new Error(`${tool} ${failed}: ${reason || `exit code ${code}`}`);
}

/** A family of iptables: the usual one, and that of IPv6. */
export type Family = "iptables" | "ip6tables";

/**
 * Carries rules out with `iptables-restore --noflush`: each table is one atomic step. The back end,
 * nft or legacy, is whichever the machine's iptables is.
 *
 * @throws Error with what iptables says
 */
export async function restore(family: Family, tables: Tables): Promise<void> {
  const text = restoreText(tables);
  if (text === "") return;
  const { code, err } = await run(`${family}-restore`, ["--noflush", "-w"], text);
  if (code === 0) return;
  const line = text.split("\n")[Number(/line:? (\d+)/.exec(err)?.[1]) - 1];
  throw new Error(`${family}-restore${line ? ` ${line}` : ""}: ${err.trim().split("\n")[0]}`);
}

/** What is set now (iptables-save(8)). */
export async function saved(family: Family): Promise<string> {
  const { code, out, err } = await run(`${family}-save`, []);
  if (code !== 0) throw new Error(`${family}-save: ${err.trim()}`);
  return out;
}

/** Adds or takes an interface of firewalld's trusted zone (firewall-cmd(1)); it may have gone. */
export async function firewalld(change: "add" | "remove", bridge: string): Promise<void> {
  await run("firewall-cmd", ["--zone=trusted", `--${change}-interface=${bridge}`]);
}

async function run(name: string, args: string[], input = "", place: Place = {}): Promise<Result> {
  const [stdin, toStdin] = native.pipe();
  const [fromStdout, stdout] = native.pipe();
  const [fromStderr, stderr] = native.pipe();
  const ended = begin(name, [name, ...args], [stdin, stdout, stderr], place.pid, [
    toStdin,
    fromStdout,
    fromStderr,
  ]);
  const [{ code, signal }, out, err] = await Promise.all([
    ended,
    readAll(fromStdout),
    readAll(fromStderr),
    writeAll(toStdin, input, place.after),
  ]);
  return { code: code ?? 128 + (signal ?? 0), out, err };
}

/** @param rest our ends of the pipes, to be closed when it does not come to a start */
function begin(
  name: string,
  argv: readonly string[],
  stdio: readonly [number, number, number],
  pid: number | undefined,
  rest: readonly number[],
) {
  try {
    const init = launch({ flags: 0, stdio });
    init.execute(toolPlan(name, argv, pid));
    return init.ended;
  } catch (error) {
    for (const fd of rest) closeSync(fd);
    throw error instanceof SyscallError && error.call.name === "execve" ? missing(name) : error;
  } finally {
    for (const fd of stdio) closeSync(fd);
  }
}

/** In a session of its own, so that Ctrl-C does not end it half way. */
const toolPlan = (name: string, argv: readonly string[], pid?: number): Plan => [
  setsid(),
  ...(pid === undefined ? [] : enterNetwork(pid)),
  ...PLACES.map((place) =>
    tolerate(
      [ERRNO.ENOENT, ERRNO.ENOTDIR],
      execve(`${place}/${name}`, argv, [`PATH=${PLACES.join(":")}`, "LC_ALL=C"]),
    ),
  ),
];

const enterNetwork = (pid: number): Plan => [
  keep("net", open(`/proc/${pid}/ns/net`, O.RDONLY | O.CLOEXEC)),
  setns(slot("net"), CLONE.NEWNET),
];

const PACKAGES: Readonly<Record<string, string>> = { ip: "iproute2", tc: "iproute2" };

const missing = (name: string) => {
  const wanted = PACKAGES[name] ?? "iptables";
  return new UserError(`networks need ${name}, which is not on this machine: install ${wanted}`);
};

const [readSome, writeSome] = [promisify(read), promisify(write)];

async function readAll(fd: number): Promise<string> {
  const parts: Buffer[] = [];
  for (;;) {
    const chunk = Buffer.alloc(CHUNK);
    const { bytesRead } = await readSome(fd, chunk, 0, CHUNK, null);
    if (bytesRead === 0) break;
    parts.push(chunk.subarray(0, bytesRead));
  }
  closeSync(fd);
  return Buffer.concat(parts).toString();
}

/** A pipe takes a little at once; what is longer must not hold this process up. */
async function writeAll(fd: number, text: string, after?: Promise<void>): Promise<void> {
  const bytes = Buffer.from(text);
  try {
    await after;
    if (bytes.length <= CHUNK) writeSync(fd, bytes);
    else
      for (let done = 0; done < bytes.length; ) {
        done += (await writeSome(fd, bytes, done, bytes.length - done, null)).bytesWritten;
      }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EPIPE") throw error; // its exit code says why
  } finally {
    closeSync(fd);
  }
}
