/** What this machine's own network is like: links, routes, switches, sockets. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { toAddress } from "./ranges.ts";

/** Whether there is such an interface. */
export const hasLink = (name: string): boolean => existsSync(`/proc/sys/net/ipv4/conf/${name}`);

/** A way that the machine knows. */
export interface Route {
  /** `10.0.0.0/8` */
  readonly cidr: string;
  readonly device: string;
  /** By way of a router, and not to neighbours. */
  readonly isFar: boolean;
}

const WIDEST = 8; // shorter prefixes are the default route, in parts or as a whole

/** The machine's routes of both families, without the default ones (proc(5), /proc/net/route). */
export const routes = (): Route[] => [...routesV4(), ...routesV6()];

function routesV4(): Route[] {
  const [, ...lines] = readFileSync("/proc/self/net/route", "utf8").trim().split("\n");
  return lines.flatMap((line) => {
    const [device = "", to = "", via = "", , , , , mask = ""] = line.split(/\s+/);
    const prefix = [...number(mask).toString(2)].filter((bit) => bit === "1").length;
    if (prefix < WIDEST) return [];
    const cidr = `${toAddress(number(to), "0.0.0.0")}/${prefix}`;
    return { cidr, device, isFar: number(via) !== 0n };
  });
}

const OWN = 0x80100000; // RTF_LOCAL, RTF_ANYCAST: an address of the machine's, in a subnet that is listed too

function routesV6(): Route[] {
  const lines = (get("/proc/self/net/ipv6_route") ?? "").split("\n").filter(Boolean);
  return lines.flatMap((line) => {
    const [to = "", length = "", , , via = "", , , , flags = "", device = ""] = line.split(/\s+/);
    const prefix = Number.parseInt(length, 16);
    if (prefix < WIDEST || (Number.parseInt(flags, 16) & OWN) !== 0) return [];
    const cidr = `${toAddress(BigInt(`0x${to}`), "::")}/${prefix}`;
    return { cidr, device, isFar: BigInt(`0x${via}`) !== 0n };
  });
}

/** In the kernel's memory order, which is little-endian on all machines that we run on. */
const number = (hex: string): bigint =>
  BigInt(`0x${(hex.match(/../g) ?? ["0"]).reverse().join("")}`);

/** Has the machine forward packets, which it does not by itself (ip-sysctl in the kernel's documentation). */
export const forwardPackets = (): void => set("/proc/sys/net/ipv4/ip_forward", "1");

/**
 * The same for IPv6. A machine that forwards no longer listens to routers unless told so, and would
 * lose its own default route (accept_ra 2).
 */
export function forwardPacketsV6(): void {
  const all = "/proc/sys/net/ipv6/conf";
  if (get(`${all}/all/forwarding`) === "1") return;
  for (const device of readdirSync(all)) {
    if (get(`${all}/${device}/accept_ra`) === "1") set(`${all}/${device}/accept_ra`, "2");
  }
  set(`${all}/all/forwarding`, "1");
}

/**
 * Lets connections from 127.0.0.1 leave by a bridge, and their answers come back: without it the
 * kernel takes them for forged ones. What may come in by it, a rule says (rules.ts).
 */
export function allowLoopback(bridge: string): void {
  const path = `/proc/sys/net/ipv4/conf/${bridge}/route_localnet`;
  if (existsSync(path)) set(path, "1");
}

/**
 * Has a bridge use its own address of IPv6 at once, and not look for others who have it: until then
 * it could ask no container for its hardware address, for the first one or two seconds.
 */
export function useAddressAtOnce(bridge: string): void {
  const path = `/proc/sys/net/ipv6/conf/${bridge}/accept_dad`;
  if (existsSync(path)) set(path, "0");
}

const get = (path: string) => (existsSync(path) ? readFileSync(path, "utf8").trim() : undefined);

function set(path: string, value: string): void {
  if (get(path) !== value) writeFileSync(path, value);
}

/** Whether firewalld is installed, whose own rules come after ours. */
export const hasFirewalld = (): boolean => existsSync("/usr/bin/firewall-cmd");
