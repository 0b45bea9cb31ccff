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
