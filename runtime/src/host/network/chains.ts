/**
 * Our chains of iptables, and whose rule is whose. Every rule has a comment with its owner, by which
 * it is found again and removed; nothing else is ever touched.
 */
import type { Network } from "./network.ts";

/** Whom a rule is for: a network, or a container with its id. */
export type Owner = Pick<Network, "name" | "bridge"> | { readonly container: string };

/** The owner in words. Networks of two state roots may have one name, but not one bridge. */
export const ownerText = (owner: Owner): string =>
  "container" in owner
    ? `mydocker container ${owner.container.slice(0, 12)}`
    : `mydocker network ${owner.name} (${owner.bridge})`;

/** The part of a rule that says whose it is. */
export const remark = (owner: Owner): string => `-m comment --comment "${ownerText(owner)}"`;

/** A network's own chain in table `filter`: it decides what comes in. */
export const chainOf = ({ bridge }: Pick<Network, "bridge">): string => `MYDOCKER-${bridge}`;

/** The remark of what all networks share. */
export const SHARED = "-m comment --comment mydocker";

/** Our chains, by table. */
export const BASE: Readonly<Record<string, readonly string[]>> = {
  raw: ["MYDOCKER-LOCAL"],
  nat: ["MYDOCKER-PUBLISH", "MYDOCKER-POSTROUTING"],
  filter: ["MYDOCKER-FORWARD", "MYDOCKER-ISOLATION", "MYDOCKER-OUTWARD"],
};

interface Jump {
  readonly table: string;
  /** -I before whatever is there, since FORWARD may end in a DROP; else -A. */
  readonly how: "-A" | "-I";
  readonly from: string;
  readonly match: string;
  readonly to: string;
}

const jump = (table: string, how: Jump["how"], from: string, to: string, match = ""): Jump => ({
  table,
  how,
  from,
  match,
  to,
});

/** How packets come into them, in the order in which the jumps are made. */
export const JUMPS: readonly Jump[] = [
  jump("raw", "-A", "PREROUTING", "MYDOCKER-LOCAL"),
  jump("nat", "-A", "PREROUTING", "MYDOCKER-PUBLISH", "-m addrtype --dst-type LOCAL "),
  jump("nat", "-A", "OUTPUT", "MYDOCKER-PUBLISH", "-m addrtype --dst-type LOCAL "),
  jump("nat", "-A", "POSTROUTING", "MYDOCKER-POSTROUTING"),
  jump("filter", "-I", "FORWARD", "MYDOCKER-FORWARD"),
  jump("filter", "-A", "MYDOCKER-FORWARD", "MYDOCKER-ISOLATION"),
  jump("filter", "-A", "MYDOCKER-FORWARD", "MYDOCKER-OUTWARD"),
];
