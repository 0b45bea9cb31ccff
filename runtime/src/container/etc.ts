/** What is in a container's own files below /etc, as docker writes them. */
import { machineFile, nameservers } from "../host/resolv.ts";
import type { EtcFiles } from "../inside/etc.ts";
import type { Names } from "./networking.ts";
import type { SharedEtc, Spec } from "./spec.ts";

const HOSTS = [
  "127.0.0.1\tlocalhost",
  "::1\tlocalhost ip6-localhost ip6-loopback",
  "fe00::\tip6-localnet",
  "ff00::\tip6-mcastprefix",
  "ff02::1\tip6-allnodes",
  "ff02::2\tip6-allrouters",
];

/**
 * The contents of /etc/hostname, /etc/hosts and /etc/resolv.conf (hosts(5), resolv.conf(5)). Who is on
 * the machine's own network knows what the machine knows; who is in its root, whom it knows by name.
 */
export const etcFiles = ({ hostname, names, networking, root, sharedEtc }: Spec): EtcFiles => {
  const onMachine = networking?.mode === "host";
  const hosts = onMachine || root === undefined ? machineFile("hosts") : lines(HOSTS);
  const resolver = onMachine ? machineFile("resolv.conf") : lines(nameservers());
  const own = {
    hostname: `${hostname}\n`,
    hosts: hosts + lines(names?.hosts ?? []),
    "resolv.conf": names ? replaceAsked(resolver, names) : resolver,
  };
  return sharedEtc ? unshared(own, sharedEtc) : own;
};

/** Those that another container's are not shown in place of. */
const unshared = (own: EtcFiles, { held, copied }: SharedEtc): EtcFiles =>
  Object.fromEntries(
    Object.entries({ ...own, ...copied }).filter(([name]) => !held.includes(name)),
  );

/** What was asked for stands in place of the machine's lines of its kind. */
function replaceAsked(resolver: string, { dns, search, options }: Names): string {
  const asked: readonly (readonly [RegExp, readonly string[]])[] = [
    [/^nameserver\s/, dns.map((address) => `nameserver ${address}`)],
    [/^(search|domain)\s/, search.length > 0 ? [`search ${search.join(" ")}`] : []],
    [/^options\s/, options.length > 0 ? [`options ${options.join(" ")}`] : []],
  ];
  const used = asked.filter(([, words]) => words.length > 0);
  const kept = resolver
    .split("\n")
    .filter((line) => line && !used.some(([kind]) => kind.test(line)));
  return lines([...used.flatMap(([, words]) => words), ...kept]);
}

const lines = (all: readonly string[]) => all.map((line) => `${line}\n`).join("");
