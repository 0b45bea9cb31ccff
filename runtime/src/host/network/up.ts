/** A network on the machine: its bridge and rules, made when they are needed, and taken away. */
import { bridgeLines } from "./bridge.ts";
import { ownerText } from "./chains.ts";
import { macOf } from "./mac.ts";
import {
  forwardPackets,
  forwardPacketsV6,
  hasFirewalld,
  hasLink,
  useAddressAtOnce,
} from "./machine.ts";
import { isV6, type Network } from "./network.ts";
import { missingBase, networkRules, removal } from "./rules.ts";
import { type Family, firewalld, ip, restore, saved } from "./tools.ts";

/** Which iptables knows about addresses of a family. */
export const familyOf = (address: string): Family => (isV6(address) ? "ip6tables" : "iptables");

/** The families that a network has. */
const familiesOf = ({ subnets }: Network): Family[] =>
  subnets.map(({ gateway }) => familyOf(gateway));

/**
 * Makes a network's bridge and rules, unless they are there; after the machine has started anew they
 * are not. The rules come first: where the bridge is, they are too.
 *
 * @throws Error when the machine refuses; nothing is left then
 */
export async function bringUp(network: Network): Promise<void> {
  if (hasLink(network.bridge)) return;
  try {
    await Promise.all(network.subnets.map((subnet) => setRules(network, subnet)));
    await ip(bridgeLines(network, macOf(network.subnets[0]?.gateway ?? "")));
    useAddressAtOnce(network.bridge);
    if (!network.internal) forward(network);
    if (hasFirewalld()) await firewalld("add", network.bridge);
  } catch (error) {
    await takeDown(network);
    throw error;
  }
}

async function setRules(network: Network, subnet: Network["subnets"][number]): Promise<void> {
  const family = familyOf(subnet.gateway);
  const before = await saved(family);
  const isOld = before.includes(ownerText(network)); // a killed command's, or of a lost bridge
  if (isOld) await restore(family, removal(before, new Set([ownerText(network)])));
  await restore(family, missingBase(isOld ? await saved(family) : before));
  await restore(family, networkRules(network, subnet));
}

function forward({ subnets }: Network): void {
  forwardPackets();
  if (subnets.some(({ gateway }) => isV6(gateway))) forwardPacketsV6();
}

/** Removes a network's bridge and rules, as far as they are there. The rules go last. */
export async function takeDown(network: Network): Promise<void> {
  const { bridge } = network;
  if (hasLink(bridge)) await ip([`link delete dev ${bridge}`]);
  if (hasFirewalld()) await firewalld("remove", bridge);
  const owners = new Set([ownerText(network)]);
  await Promise.all(familiesOf(network).map((family) => removeRules(family, owners)));
}

/** Removes all rules of some owners (ownerText). */
export async function removeRules(family: Family, owners: ReadonlySet<string>): Promise<void> {
  await restore(family, removal(await saved(family), owners));
}
