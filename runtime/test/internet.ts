/**
 * A machine of a test's own, as far as networks go: a network namespace with one link, at whose
 * other end an "internet" is (documentation addresses, RFC 5737). Nothing of this machine's own
 * network is touched.
 */
import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { vacate } from "./vacate.ts";

/** Addresses: the machine's, its router's, and one that is far away. */
export const [HOST, ROUTER, FAR] = ["198.51.100.2", "198.51.100.1", "203.0.113.10"];

const PROGRAM = fileURLToPath(new URL("../bin/mydocker", import.meta.url));

/** What a command came to. */
export interface Done {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

/** The machine and its internet. */
export interface World {
  readonly root: string;
  /** A process in the machine's network namespace. */
  readonly host: number;
  readonly env: NodeJS.ProcessEnv;
  /** The path of mydocker. */
  readonly program: string;
  /** `mydocker WORDS…` on the machine. */
  mydocker(...words: string[]): Done;
  /** The same, going on. */
  start(...words: string[]): ChildProcess;
  /** A command on the machine, or far away. */
  onHost(...words: string[]): Done;
  outside(...words: string[]): Done;
  /** Links, routes and rules without counters and empty tables. */
  state(): string;
  end(): void;
}

/** @param root a state root; its own when none is given */
export function makeWorld(root = mkdtempSync(join(tmpdir(), "mydocker-net-"))): World {
  const holders = [0, 1].map(() => hold());
  const [host = 0, far = 0] = holders.map(({ pid = 0 }) => pid);
  const env = { ...process.env, MYDOCKER_ROOT: root };
  const inside =
    (pid: number) =>
    (...words: string[]): Done => {
      const { status, stdout, stderr } = spawnSync("nsenter", ["-t", `${pid}`, "-n", ...words], {
        env,
        encoding: "utf8",
        timeout: 60_000,
      });
      return { status, out: stdout, err: stderr };
    };
  const [onHost, outside] = [inside(host), inside(far)];
  connect(onHost, outside, far);
  return {
    root,
    host,
    env,
    program: PROGRAM,
    onHost,
    outside,
    mydocker: (...words) => onHost(PROGRAM, ...words),
    start: (...words) =>
      spawn("nsenter", ["-t", `${host}`, "-n", PROGRAM, ...words], {
        env,
        stdio: ["ignore", "pipe", "pipe"],
      }),
    state: () => normalise(onHost),
    end() {
      for (const holder of holders) holder.kill("SIGKILL");
      vacate(root);
    },
  };
}

/** A process that holds a new network namespace; it is there when this returns. */
function hold(): ChildProcess {
  const holder = spawn("unshare", ["-n", "sleep", "600"], { stdio: "ignore" });
  const own = execFileSync("readlink", ["/proc/self/ns/net"], { encoding: "utf8" });
  const now = () =>
    spawnSync("readlink", [`/proc/${holder.pid}/ns/net`], { encoding: "utf8" }).stdout;
  for (const deadline = Date.now() + 10_000; now() === own || now() === ""; ) {
    if (Date.now() > deadline) throw new Error("no network namespace");
  }
  return holder;
}

function connect(onHost: World["onHost"], outside: World["outside"], far: number): void {
  const lines = (words: World["onHost"], text: string) => {
    for (const line of text.split("\n")) {
      const { status, err } = words(...line.trim().split(" "));
      if (status !== 0) throw new Error(`${line}: ${err}`);
    }
  };
  lines(
    onHost,
    `ip link set lo up
     ip link add uplink type veth peer name downlink netns ${far}
     ip address add ${HOST}/24 dev uplink
     ip link set uplink up
     ip route add default via ${ROUTER}`,
  );
  lines(
    outside,
    `ip link set lo up
     ip address add ${FAR}/32 dev lo
     ip address add ${ROUTER}/24 dev downlink
     ip link set downlink up`,
  );
}

function normalise(onHost: World["onHost"]): string {
  const rules = ["iptables-save", "ip6tables-save"].flatMap((tool) =>
    onHost(tool)
      .out.split("\n")
      .filter((line) => /^-A|^:(?!\S+ ACCEPT)/.test(line)),
  );
  const links = onHost("ip", "-o", "link")
    .out.replace(/^\d+: /gm, "")
    .replace(/@if\d+/g, "");
  const names = links.split("\n").map((line) => line.split(":")[0]);
  const routes = onHost("ip", "route").out.replaceAll(" linkdown", ""); // told a moment after the link is up
  return [...names, routes, ...rules].join("\n");
}

/** Waits until something is so. */
export async function until(what: string, condition: () => boolean, ms = 20_000): Promise<void> {
  for (const deadline = Date.now() + ms; !condition(); await setTimeout(20)) {
    if (Date.now() > deadline) throw new Error(`${what} has not come about in ${ms} ms`);
  }
}
