/** `-p` and `--expose` as data (docker run(1)). */
import { isV6 } from "../host/network/network.ts";
import { overlap, toAddress, toNumber } from "../host/network/ranges.ts";
import { isIP } from "../kernel/address.ts";
import { UserError } from "../kernel/errors.ts";
import type { PortRequest } from "./networking.ts";

const WORD =
  /^(?:(?:(?<ip>[\d.]+|\[[\da-fA-F:.]+\]):)?(?<host>\d*(?:-\d+)?):)?(?<inside>\d+(?:-\d+)?)(?:\/(?<protocol>\w+))?$/;

const MAPPED = "::ffff:0:0/96";

/** Multicast, and what is reserved with the broadcast address. */
const MANY = ["224.0.0.0/4", "240.0.0.0/4", "ff00::/8"];

/** IPv4 written as IPv6: 127.0.0.1 of ::ffff:127.0.0.1. */
const unmapped = (address: string) =>
  toAddress((toNumber(address) ?? 0n) & 0xffff_ffffn, "0.0.0.0");

/**
 * Reads `[[IP:]HOST:]CONTAINER[/tcp|/udp]`. Ports may be ranges, `8000-8010`: as many on either side,
 * or a range of the machine's for one port, which gets the first free one. Without the machine's
 * port it is one by chance. An address of IPv6 is in brackets.
 *
 * @throws UserError that quotes the word and says what is wrong with it
 */
export function parsePublish(word: string): PortRequest[] {
  const { ip = "", host = "", inside = "", protocol = "tcp" } = WORD.exec(word)?.groups ?? {};
  const refuse = (why: string) => new UserError(`-p ${JSON.stringify(word)}: ${why}`);
  if (inside === "") throw refuse("[[IP:]HOST:]CONTAINER[/tcp|/udp] is needed, such as 8080:80");
  const hostIp = hostAddress(ip.replace(/^\[(.*)\]$/, "$1"), refuse);
  const [from, to] = range(inside, refuse);
  const hosts = host === "" ? undefined : range(host, refuse);
  const count = to - from + 1;
  const same = hosts && hosts[1] - hosts[0] + 1 === count;
  if (hosts && !same && count > 1) throw refuse("the ranges are not of the same length");
  return Array.from({ length: count }, (_, i) => ({
    protocol: protocolOf(protocol, refuse),
    hostIp,
    hostPorts: same ? ([hosts[0] + i, hosts[0] + i] as const) : hosts,
    containerPort: from + i,
  }));
}

/** Undefined: all of the machine's; 0.0.0.0 are all of IPv4. */
function hostAddress(given: string, refuse: (why: string) => UserError): string | undefined {
  if (given === "" || given === "::") return undefined;
  if (isIP(given) === 0) throw refuse(`${given} is no address`);
  const address = overlap(MAPPED, `${given}/128`) ? unmapped(given) : given;
  const bits = isV6(address) ? 128 : 32;
  const many = MANY.find((cidr) => overlap(cidr, `${address}/${bits}`));
  if (many) throw refuse(`${address} is no machine's own address (${many})`);
  return address;
}

/**
 * Reads `PORT[/tcp|/udp]`, or a range of ports: what -P publishes at ports by chance.
 *
 * @param what said so: `--expose`, or an image
 * @throws UserError that quotes the word and says what is wrong with it
 */
export function parseExpose(word: string, what = "--expose"): PortRequest[] {
  const refuse = (why: string) => new UserError(`${what} ${JSON.stringify(word)}: ${why}`);
  const { inside, protocol = "tcp" } =
    /^(?<inside>\d+(?:-\d+)?)(?:\/(?<protocol>\w+))?$/.exec(word)?.groups ?? {};
  if (inside === undefined) {
    const publishes = word.includes(":") ? " (-p makes a port of the machine lead to it)" : "";
    throw refuse(`PORT[/tcp|/udp] is needed, such as 80 or 8000-8010/udp${publishes}`);
  }
  const [from, to] = range(inside, refuse);
  const known = protocolOf(protocol, refuse);
  return Array.from({ length: to - from + 1 }, (_, i) => ({
    protocol: known,
    containerPort: from + i,
  }));
}

function protocolOf(text: string, refuse: (why: string) => UserError): "tcp" | "udp" {
  const protocol = text.toLowerCase();
  if (protocol === "tcp" || protocol === "udp") return protocol;
  throw refuse(`${text} is neither tcp nor udp`);
}

function range(text: string, refuse: (why: string) => UserError): [number, number] {
  const [from = 0, to = from] = text.split("-").map(Number);
  if (from < 1 || to > 65535) throw refuse("ports are from 1 to 65535");
  if (to < from) throw refuse(`${text}: a range goes from the lower to the higher port`);
  return [from, to];
}
