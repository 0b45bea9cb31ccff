/** Ports of the machine that programs listen on, and which programs these are. */
import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { ANY_V4, isV6 } from "./network.ts";
import { toAddress, toNumber } from "./ranges.ts";

/** A socket that waits for what comes to a port. */
export interface Listener {
  readonly address: string;
  readonly port: number;
  /** Of the socket, by which its owner is found. */
  readonly inode: string;
}

const LISTEN = "0A"; // TCP_LISTEN; in UDP anything that is bound receives
const UNCONNECTED = "07"; // TCP_CLOSE

/** All that listen, of both families (proc(5), /proc/net/tcp). */
export const listeners = (protocol: "tcp" | "udp"): Listener[] =>
  [protocol, `${protocol}6`].flatMap((file) =>
    lines(`/proc/self/net/${file}`).flatMap((line) => {
      const [, local = "", , state, , , , , , inode = ""] = line.trim().split(/\s+/);
      if (state !== (protocol === "tcp" ? LISTEN : UNCONNECTED)) return [];
      const [address = "", port = ""] = local.split(":");
      return { address: readAddress(address), port: Number.parseInt(port, 16), inode };
    }),
  );

function lines(path: string): string[] {
  try {
    return readFileSync(path, "utf8").trimEnd().split("\n").slice(1);
  } catch {
    return []; // a kernel without IPv6
  }
}

/** Words of 32 bits in the kernel's memory order, which is little-endian on all machines that we run on. */
function readAddress(hex: string): string {
  const bytes = (hex.match(/.{8}/g) ?? []).flatMap((word) => (word.match(/../g) ?? []).reverse());
  return toAddress(BigInt(`0x${bytes.join("")}`), bytes.length === 4 ? "0.0.0.0" : "::");
}

/**
 * The listener that has a port already, for an address of the machine or, undefined, all of them.
 * One that listens on `::` takes IPv4 too, as a rule (ipv6(7), IPV6_V6ONLY).
 */
export function listenerOn(
  all: readonly Listener[],
  port: number,
  hostIp: string | undefined,
): Listener | undefined {
  const isAny = (address: string) => toNumber(address) === 0n;
  return all.find(
    (one) =>
      one.port === port &&
      (hostIp === undefined ||
        isAny(one.address) ||
        (hostIp === ANY_V4 && !isV6(one.address)) ||
        toNumber(one.address) === toNumber(hostIp)),
  );
}

/** `nginx (pid 812)`; undefined when it is another user's, or has gone. */
export function ownerOf({ inode }: Listener): string | undefined {
  const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  const pid = pids.find((one) => hasSocket(one, inode));
  if (!pid) return undefined;
  try {
    return `${readFileSync(`/proc/${pid}/comm`, "utf8").trim()} (pid ${pid})`;
  } catch {
    return undefined;
  }
}

function hasSocket(pid: string, inode: string): boolean {
  try {
    const fds = `/proc/${pid}/fd`;
    return readdirSync(fds).some((fd) => readlinkSync(`${fds}/${fd}`) === `socket:[${inode}]`);
  } catch {
    return false; // it has gone, or is another user's
  }
}
