/**
 * The pretend host's "internet": a second network namespace, with addresses that are nobody's
 * (RFC 5737, RFC 3849), at the other end of the pretend host's uplink. It knows a way to the
 * pretend host and to no network behind it: only who goes by the host's address gets an answer.
 */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import type { Socket } from "node:net";
import { MachineProblem } from "./machine.ts";
import { TOOL } from "./places.ts";
import { both } from "./text.ts";
import { MOMENT, until } from "./wait.ts";
import { argvOf } from "./witness.ts";

/** The pretend host's own interface, on the way out. */
export const UPLINK = "uplink";

/** Where the probe answers out there, by TCP and UDP. */
export const OUTSIDE = {
  address: "198.51.100.7",
  address6: "2001:db8:7::7",
  port: 7007,
  /** As who somebody out there asks the pretend host. */
  asks: "203.0.113.1",
} as const;

/** The pretend host, as it is called out there. */
export const HOST = { address: "203.0.113.2", address6: "2001:db8:2::2" } as const;

const GATEWAY = { address: OUTSIDE.asks, address6: "2001:db8:2::1" } as const;

/** Somebody in the internet. */
export interface Internet {
  /** A process in it, by which others can be put there. */
  readonly pid: number;
  /** What has been asked there so far, a line each: `tcp 203.0.113.2 QUESTION`. */
  heard(): string;
}

let opened: Internet | undefined;

/** The internet of a pretend host whose lesson has asked for one (lessonNeeds). */
export function internet(): Internet {
  if (!opened) throw new Error("this lesson has not said that it needs the internet");
  return opened;
}

/** Makes it; it goes with the pretend host. */
export async function openInternet(): Promise<void> {
  const holder = spawn("unshare", ["--net", TOOL, "outside", `${OUTSIDE.port}`, "internet"], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  const { pid = -1 } = holder;
  if (!(await until(() => argvOf(pid)[1] === "reached", 2 * MOMENT))) throw noInternet();
  const heard = collect(holder);
  const there = ["nsenter", `--net=/proc/${pid}/ns/net`, "ip"];
  batch(["ip"], hostSide(pid));
  batch(there, outside);
  if (existsSync("/proc/sys/net/ipv6")) {
    batch(["ip"], hostSide6);
    batch(there, outside6);
  }
  opened = { pid, heard };
}

/** What it prints, without keeping anybody from ending. */
function collect(holder: ChildProcess): () => string {
  let text = "";
  holder.unref();
  holder.stdout?.on("data", (chunk: Buffer) => {
    text += chunk.toString();
  });
  (holder.stdout as Socket | null)?.unref();
  return () => text;
}

const hostSide = (pid: number) => [
  `link add ${UPLINK} type veth peer name host netns ${pid}`,
  `addr add ${HOST.address}/24 dev ${UPLINK}`,
  `link set ${UPLINK} up`,
  `route add default via ${GATEWAY.address}`,
];

const hostSide6 = [
  `addr add ${HOST.address6}/64 dev ${UPLINK} nodad`,
  `route add default via ${GATEWAY.address6}`,
];

const outside = [
  `addr add ${OUTSIDE.address}/32 dev lo`,
  `addr add ${GATEWAY.address}/24 dev host`,
  "link set lo up",
  "link set host up",
];

const outside6 = [
  `addr add ${OUTSIDE.address6}/128 dev lo nodad`,
  `addr add ${GATEWAY.address6}/64 dev host nodad`,
];

function batch(command: readonly string[], lines: readonly string[]): void {
  const [file = "", ...args] = [...command, "-batch", "-"];
  execFileSync(file, args, { input: lines.join("\n"), stdio: ["pipe", "ignore", "pipe"] });
}

const noInternet = () =>
  new MachineProblem(
    both(
      "no second network namespace can be made here: ./setup installs util-linux and iproute2",
      "无法在这里建立第二个网络命名空间：运行 ./setup 可安装 util-linux 和 iproute2",
    ),
  );
