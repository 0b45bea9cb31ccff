/**
 * Rules of iptables as text: what is put in for a network or a container, the chains that all of
 * them share, and what is taken out again. Pure; tools.ts carries it out.
 */
import { BASE, chainOf, JUMPS, remark, SHARED } from "./chains.ts";
import { isolationRules } from "./isolation.ts";
import { outwardRules } from "./nat.ts";
import { isV6, type Network, type Subnet } from "./network.ts";
import { admitRules, type Mapping, publishRules } from "./publish.ts";

/** Lines for iptables-restore, by table. */
export type Tables = ReadonlyMap<string, readonly string[]>;

/** What iptables-restore(8) reads; each table is one atomic step. */
export const restoreText = (tables: Tables): string =>
  [...tables]
    .filter(([, lines]) => lines.length > 0)
    .map(([table, lines]) => [`*${table}`, ...lines, "COMMIT", ""].join("\n"))
    .join("");

/**
 * All of a network's rules for one of its subnets. The bridge lets packets for 127.0.0.0/8 in as soon
 * as a port is published (route_localnet), and only answers are to come that way: what arrives with
 * such a destination is dropped before conntrack changes it back (CVE-2020-8558).
 */
export function networkRules(network: Network, subnet: Subnet): Tables {
  const own = chainOf(network);
  const loopback = `-A MYDOCKER-LOCAL -i ${network.bridge} -d 127.0.0.0/8 ${remark(network)} -j DROP`;
  const filter = isolationRules(network, own);
  return new Map([
    ["raw", isV6(subnet.gateway) ? [] : [loopback]],
    ["nat", outwardRules(network, subnet)],
    ["filter", [`:${own} - [0:0]`, ...filter]],
  ]);
}

/** All rules of a container's published ports, of one family. */
export const containerRules = (mappings: readonly Mapping[]): Tables =>
  new Map([
    ["nat", mappings.flatMap(publishRules)],
    ["filter", mappings.flatMap((mapping) => admitRules(mapping, chainOf(mapping)))],
  ]);

/** One after the other, table by table. */
export function joined(...all: readonly Tables[]): Tables {
  const names = new Set(all.flatMap((tables) => [...tables.keys()]));
  return new Map([...names].map((name) => [name, all.flatMap((tables) => tables.get(name) ?? [])]));
}

interface Saved {
  readonly table: string;
  readonly chains: readonly string[];
  readonly rules: readonly string[];
}

/** Reads what iptables-save(8) prints. */
function parse(saved: string): Saved[] {
  return saved
    .split(/^\*/m)
    .slice(1)
    .map((text) => {
      const [table = "", ...lines] = text.split("\n");
      const chains = lines.flatMap((line) => /^:(\S+)/.exec(line)?.[1] ?? []);
      return { table, chains, rules: lines.filter((line) => line.startsWith("-A ")) };
    });
}

/**
 * The chains that all networks share, and the jumps to them, as far as they are not there.
 *
 * @param saved what iptables-save prints now
 */
export function missingBase(saved: string): Tables {
  const now = new Map(parse(saved).map((one) => [one.table, one]));
  return new Map(
    Object.entries(BASE).map(([table, chains]) => {
      const { chains: there = [], rules = [] } = now.get(table) ?? {};
      const jumps = JUMPS.filter((jump) => jump.table === table).filter(
        ({ from, to }) => !rules.some((rule) => goesTo(rule, to) && rule.startsWith(`-A ${from} `)),
      );
      return [
        table,
        [
          ...chains.filter((chain) => !there.includes(chain)).map((chain) => `:${chain} - [0:0]`),
          ...jumps.map(({ how, from, match, to }) => `${how} ${from} ${match}${SHARED} -j ${to}`),
        ],
      ];
    }),
  );
}

const goesTo = (rule: string, chain: string) => rule.endsWith(` -j ${chain}`);

/**
 * Takes out the rules of some owners, their chains, and with the last owner what all share.
 *
 * @param saved what iptables-save prints now
 * @param owners ownerText() of each
 */
export function removal(saved: string, owners: ReadonlySet<string>): Tables {
  const now = parse(saved);
  const doomed = (rule: string) => owners.has(commentOf(rule) ?? "");
  const left = now.flatMap(({ rules }) => rules.filter((rule) => isOwned(rule) && !doomed(rule)));
  const isOver = (rule: string) => doomed(rule) || (left.length === 0 && isShared(rule));
  return new Map(now.map((one) => [one.table, withdraw(one, isOver, left.length === 0)]));
}

/** Rules first, since a chain can only go when nothing is in it or jumps to it. */
function withdraw(
  { table, chains, rules }: Saved,
  isOver: (rule: string) => boolean,
  all: boolean,
) {
  const gone = rules.filter(isOver);
  const stay = rules.filter((rule) => !isOver(rule));
  const ours = chains.filter((chain) => chain.startsWith("MYDOCKER-"));
  const unused = ours.filter(
    (chain) =>
      (all || !BASE[table]?.includes(chain)) &&
      !stay.some((rule) => goesTo(rule, chain) || rule.startsWith(`-A ${chain} `)),
  );
  return [
    ...gone.map((rule) => rule.replace("-A ", "-D ")),
    ...unused.map((chain) => `-X ${chain}`),
  ];
}

const commentOf = (rule: string): string | undefined =>
  /--comment (?:"([^"]*)"|(\S+))/.exec(rule)?.slice(1).find(Boolean);

const isOwned = (rule: string) => /^mydocker (network|container) /.test(commentOf(rule) ?? "");
const isShared = (rule: string) => rule.includes(` ${SHARED} `);
