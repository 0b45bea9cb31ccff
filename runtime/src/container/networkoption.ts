/** `--network`, `-p` and what belongs to them, as data (docker run(1)). */

import { parseRate } from "../host/network/rate.ts";
import { isIP } from "../kernel/address.ts";
import { UserError } from "../kernel/errors.ts";
import { isAlone, refuseConflicts, refuseLostAlias, refuseTogether } from "./networkconflicts.ts";
import type { Membership, Names, Networking, PortRequest } from "./networking.ts";
import { parseExpose, parsePublish } from "./publishoption.ts";

/** What was given, by commander's names. */
export interface NetworkOptions {
  network?: string[];
  ip?: string;
  ip6?: string;
  macAddress?: string;
  networkAlias?: string[];
  publish?: string[];
  publishAll?: boolean;
  expose?: string[];
  netRate?: string;
  dns?: string[];
  dnsSearch?: string[];
  dnsOption?: string[];
  addHost?: string[];
  hostname?: string;
  domainname?: string;
}

/** What decides when nothing was asked for. */
export interface Circumstances {
  /** The network that is joined then; undefined: only `lo`. */
  readonly usual: string | undefined;
  /** Only root can have more than `lo`. */
  readonly isRoot: boolean;
  /** Ports that the image says it listens on: `80/tcp`. */
  readonly exposed: readonly string[];
  /** The container's name, where it is not written down. */
  readonly name?: string | undefined;
}

/**
 * The connection that is asked for; undefined: `lo`, and nothing else.
 *
 * @throws UserError for what cannot be, or contradicts itself
 */
export function parseNetworking(
  options: NetworkOptions,
  { usual, isRoot, exposed, name }: Circumstances,
): Networking | undefined {
  const asked = (options.network ?? []).map((one) => (one === "default" ? "bridge" : one));
  const wanted = asked.length > 0 ? asked : wantsMore(options) ? ["bridge"] : usual ? [usual] : [];
  refuseTogether(wanted);
  const ports = portsOf(options, exposed);
  const [first = "none"] = wanted;
  if (isAlone(first)) {
    refuseConflicts(options, first);
    return first === "none" ? undefined : shared(first);
  }
  if (!isRoot) {
    throw new UserError(`--network ${first} needs root (sudo); without it there is none`);
  }
  refuseLostAlias(options, wanted);
  return {
    mode: "networks",
    networks: wanted.map((network, i) => membership(network, i === 0 ? options : {}, options)),
    ports,
    rate: options.netRate === undefined ? undefined : parseRate(options.netRate),
    name,
  };
}

function shared(network: string): Networking {
  const [mode, container] = network.split(/:(.*)/);
  if (mode === "host") return { mode, networks: [], ports: [] };
  if (!container) throw new UserError("--network container:NAME: the name is missing");
  return { mode: "container", container, networks: [], ports: [] };
}

/** Options that make no sense without a network of mydocker's own. */
const wantsMore = ({ publish = [], publishAll, netRate, ip, ip6, macAddress }: NetworkOptions) =>
  publish.length > 0 ||
  publishAll === true ||
  [netRate, ip, ip6, macAddress].some((one) => one !== undefined);

function membership(
  network: string,
  { ip, ip6, macAddress }: NetworkOptions,
  all: NetworkOptions,
): Membership {
  if (ip !== undefined && isIP(ip) !== 4) throw noAddress("--ip", ip);
  if (ip6 !== undefined && isIP(ip6) !== 6) throw noAddress("--ip6", ip6);
  const mac = macAddress === undefined ? undefined : parseMac(macAddress);
  return { network, ip, ip6, mac, aliases: (all.networkAlias ?? []).map(requireWord) };
}

/** An address of one card: the lowest bit of the first byte would say that it is many's. */
function parseMac(text: string): string {
  const mac = text.toLowerCase().replaceAll("-", ":");
  if (/^[0-9a-f][02468ace](:[0-9a-f]{2}){5}$/.test(mac) && !/^[0:]+$/.test(mac)) return mac;
  throw new UserError(
    `--mac-address ${JSON.stringify(text)}: an address of one card is needed, such as 02:42:ac:12:00:09`,
  );
}

const noAddress = (option: string, text: string) =>
  new UserError(`${option} ${JSON.stringify(text)}: an address is needed, such as 172.18.0.9`);

/** A name as it can stand in /etc/hosts. */
function requireWord(name: string): string {
  if (/^[a-zA-Z0-9][a-zA-Z0-9_.-]*$/.test(name)) return name;
  throw new UserError(`${JSON.stringify(name)}: a name has letters, digits, and _ . -`);
}

/** `-P` publishes what the image and `--expose` name, unless `-p` does. */
function portsOf(
  { publish = [], publishAll, expose = [] }: NetworkOptions,
  exposed: readonly string[],
): PortRequest[] {
  const asked = publish.flatMap(parsePublish);
  const own = expose.flatMap((word) => parseExpose(word)); // refused when wrong, even if unused
  const image = publishAll
    ? exposed.flatMap((word) => parseExpose(word, "the image's EXPOSE"))
    : [];
  const more = publishAll ? distinct([...image, ...own]) : [];
  return [...asked, ...more.filter((one) => !asked.some((other) => isSame(one, other)))];
}

const distinct = (ports: readonly PortRequest[]): PortRequest[] =>
  ports.filter((one, i) => ports.findIndex((other) => isSame(one, other)) === i);

const isSame = (one: PortRequest, other: PortRequest): boolean =>
  one.protocol === other.protocol && one.containerPort === other.containerPort;

/**
 * Who is asked for names; undefined when nothing was said.
 *
 * @throws UserError for what is no address, or no NAME:ADDRESS
 */
export function parseNames(options: NetworkOptions): Names | undefined {
  const { dns = [], dnsSearch: search = [], dnsOption = [], addHost = [] } = options;
  if (dns.length + search.length + dnsOption.length + addHost.length === 0) return undefined;
  const wrong = dns.find((address) => isIP(address) === 0);
  if (wrong !== undefined) throw new UserError(`--dns ${JSON.stringify(wrong)}: no address`);
  const spaced = [...search, ...dnsOption].find((word) => !/^\S+$/.test(word));
  if (spaced !== undefined) throw new UserError(`${JSON.stringify(spaced)}: one word is needed`);
  return { dns, search, options: dnsOption, hosts: addHost.map(hostLine) };
}

function hostLine(text: string): string {
  const [, name = "", address = ""] = /^([^:=]+)[:=](.+)$/.exec(text) ?? [];
  const plain = address.replace(/^\[(.*)\]$/, "$1");
  if (isIP(plain) === 0) {
    throw new UserError(`--add-host ${JSON.stringify(text)}: NAME:ADDRESS is needed`);
  }
  return `${plain}\t${requireWord(name)}`;
}
