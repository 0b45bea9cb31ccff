/** What cannot be asked for together with `--network`: as docker refuses it, with the reason. */
import { UserError } from "../kernel/errors.ts";
import type { NetworkOptions } from "./networkoption.ts";

/** Networks that are none of mydocker's: a container has the one or the others. */
export const isAlone = (network: string): boolean =>
  network === "none" || network === "host" || network.startsWith("container:");

/** @throws UserError for a network that is named twice, or beside one that goes with no other */
export function refuseTogether(networks: readonly string[]): void {
  const twice = networks.find((network, i) => networks.indexOf(network) !== i);
  if (twice !== undefined) throw new UserError(`--network ${twice} is given twice: once is enough`);
  const alone = networks.find(isAlone);
  const other = networks.find((network) => network !== alone);
  if (alone === undefined || other === undefined) return;
  throw new UserError(
    `--network ${alone} cannot be had with --network ${other}: ${OWN[kindOf(alone)]}`,
  );
}

type Kind = "none" | "host" | "container";

const kindOf = (network: string) => network.replace(/:.*/, "") as Kind;

const OWN: Readonly<Record<Kind, string>> = {
  none: "that is no network at all",
  host: "who is in the machine's own network is in no other",
  container: "who is in another container's network is on the networks that it is on",
};

type Option = readonly [spelling: string, name: keyof NetworkOptions];

/** What only a network of mydocker's can give. */
const CONNECTION: readonly Option[] = [
  ["-p", "publish"],
  ["-P", "publishAll"],
  ["--net-rate", "netRate"],
  ["--ip", "ip"],
  ["--ip6", "ip6"],
  ["--mac-address", "macAddress"],
  ["--network-alias", "networkAlias"],
];

/** What belongs to the other container, with its network. */
const IDENTITY: readonly Option[] = [
  ["--hostname", "hostname"],
  ["--domainname", "domainname"],
  ["--dns", "dns"],
  ["--dns-search", "dnsSearch"],
  ["--dns-option", "dnsOption"],
  ["--add-host", "addHost"],
  ["--expose", "expose"],
];

/**
 * @param network one that is none of mydocker's
 * @throws UserError that names the first option which makes no sense with it
 */
export function refuseConflicts(options: NetworkOptions, network: string): void {
  const kind = kindOf(network);
  const all = kind === "container" ? [...CONNECTION, ...IDENTITY] : CONNECTION;
  const [found] = all.find(([, name]) => isGiven(options[name])) ?? [];
  if (found === undefined) return;
  throw new UserError(`${found} cannot be had with --network ${network}: ${reason(kind, found)}`);
}

const isGiven = (value: unknown) => (Array.isArray(value) ? value.length > 0 : Boolean(value));

function reason(kind: Kind, option: string): string {
  if (kind === "none") return "there is nothing to connect";
  if (kind === "host") {
    const ports = "the container's ports are the machine's own, published or not";
    return /^-p$/i.test(option) ? ports : "the machine's own network stays as it is";
  }
  const where = "say it where that container is made";
  if (/^-p$/i.test(option) || option === "--expose")
    return `the ports are that container's: ${where}`;
  if (option === "--hostname" || option === "--domainname")
    return `it has that container's hostname: ${where}`;
  if (option.startsWith("--dns")) return `it has that container's /etc/resolv.conf: ${where}`;
  if (option === "--add-host") return `it has that container's /etc/hosts: ${where}`;
  return `it has that container's interfaces: ${where}`;
}

/**
 * @param networks those that it will be on
 * @throws UserError for `--network-alias` where nobody would look for it
 */
export function refuseLostAlias({ networkAlias = [] }: NetworkOptions, networks: string[]): void {
  const [alias] = networkAlias;
  if (alias === undefined || networks.some((network) => network !== "bridge")) return;
  throw new UserError(
    `--network-alias ${alias}: on network bridge there are no names; make a network (mydocker network create NAME)`,
  );
}
