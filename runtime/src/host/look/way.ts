/**
 * The way of a packet from a container's interfaces outward: asked of the kernel by ip(8) and
 * iptables-save(8), in both network namespaces.
 */
import { execFileSync } from "node:child_process";

/** An interface of the container and what is behind it. */
export interface Way {
  readonly device: string;
  readonly mac: string;
  /** With the lengths of their prefixes. */
  readonly addresses: readonly string[];
  /** The other end of the pair, where this is one and that end is on the machine. */
  readonly peer?: string | undefined;
  /** The bridge whose port that is. */
  readonly bridge?: { readonly name: string; readonly addresses: readonly string[] } | undefined;
}

/** What the machine does with what comes from the container. */
export interface Outward {
  readonly ways: readonly Way[];
  /** The container's default gateway. */
  readonly gateway?: string | undefined;
  /** Rules of the table nat that name an address of the container, or its network. */
  readonly rules: readonly string[];
  /** Where the machine's own default route leads: an interface. */
  readonly uplink?: string | undefined;
}

interface Link {
  readonly ifname: string;
  readonly ifindex: number;
  readonly link_index?: number;
  readonly link_type: string;
  readonly address: string;
  readonly master?: string;
  readonly addr_info: readonly {
    readonly local: string;
    readonly prefixlen: number;
    readonly scope: string;
  }[];
}

interface Route {
  readonly dst: string;
  readonly gateway?: string;
  readonly dev: string;
}

/** @throws Error when the process has gone, or ip(8) is not there */
export function outwardOf(pid: number): Outward {
  const inside = <T>(...words: string[]) =>
    ask<T>(["nsenter", "-t", `${pid}`, "-n", "ip", ...words]);
  const machine = ask<Link[]>(["ip", "-json", "address"]);
  const ways = inside<Link[]>("-json", "address")
    .filter(({ link_type }) => link_type !== "loopback")
    .map((link) => wayOf(link, machine));
  const gateway = defaultRoute(inside("-json", "route"))?.gateway;
  const uplink = defaultRoute(ask<Route[]>(["ip", "-json", "route"]))?.dev;
  return { ways, gateway, uplink, rules: rulesFor(ways) };
}

function wayOf(link: Link, machine: readonly Link[]): Way {
  const peer = machine.find(
    ({ ifindex, link_index }) => ifindex === link.link_index && link_index === link.ifindex,
  );
  const bridge = machine.find(({ ifname }) => ifname === peer?.master);
  return {
    device: link.ifname,
    mac: link.address,
    addresses: addressesOf(link),
    peer: peer?.ifname,
    bridge: bridge && { name: bridge.ifname, addresses: addressesOf(bridge) },
  };
}

const addressesOf = ({ addr_info }: Link): string[] =>
  addr_info
    .filter(({ scope }) => scope === "global")
    .map(({ local, prefixlen }) => `${local}/${prefixlen}`);

const defaultRoute = (routes: readonly Route[]) => routes.find(({ dst }) => dst === "default");

/** Rules that name one of the addresses, or a subnet in which one is. */
function rulesFor(ways: readonly Way[]): string[] {
  const addresses = ways
    .flatMap(({ addresses }) => addresses)
    .map((one) => one.replace(/\/.*/, ""));
  const subnets = ways.flatMap(({ bridge }) => bridge?.addresses ?? []).map(network);
  const named = [...addresses, ...subnets].filter((one) => one !== "");
  if (named.length === 0) return [];
  const rules = run(["iptables-save", "-t", "nat"]).split("\n");
  return rules.filter((rule) => rule.startsWith("-A ") && named.some((one) => mentions(rule, one)));
}

const mentions = (rule: string, address: string): boolean =>
  rule.split(/[\s:]+/).some((word) => word === address || word === `${address}/32`);

/** The network's own address: `192.168.10.0/24` of `192.168.10.1/24`; of IPv6, nothing. */
function network(address: string): string {
  const [ip = "", length = ""] = address.split("/");
  if (!ip.includes(".")) return "";
  const number = ip.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
  const size = 2 ** (32 - Number(length));
  const first = Math.floor(number / size) * size;
  const parts = [24, 16, 8, 0].map((shift) => Math.floor(first / 2 ** shift) % 256);
  return `${parts.join(".")}/${length}`;
}

const ask = <T>(argv: readonly string[]): T => JSON.parse(run(argv) || "[]");

function run([program = "", ...words]: readonly string[]): string {
  return execFileSync(program, words, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
}
