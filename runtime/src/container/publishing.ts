/** Published ports: the rules that make them lead to a container. */
import { allowLoopback } from "../host/network/machine.ts";
import { ANY_V4, isV6, type Published } from "../host/network/network.ts";
import type { Lease } from "../host/network/records.ts";
import { containerRules } from "../host/network/rules.ts";
import { restore } from "../host/network/tools.ts";
import { familyOf } from "../host/network/up.ts";
import type { Place } from "./place.ts";

/** Makes the rules for the ports that a place has. */
export async function publish({ network, lease }: Place): Promise<void> {
  const { container, addresses, published } = lease;
  if (published.length === 0) return;
  allowLoopback(network.bridge);
  await Promise.all(
    network.subnets.map(async (subnet, i) => {
      const address = addresses[i] ?? "";
      const mappings = published
        .filter(({ hostIp }) => hostIp === undefined || isV6(hostIp) === isV6(address))
        .map((port) => ({ ...ofAll(port), address, subnet, bridge: network.bridge, container }));
      await restore(familyOf(address), containerRules(mappings));
    }),
  );
  await forgetOlder(published);
}

/** By the rules of IPv4 all of its addresses are reached when none is named. */
const ofAll = (port: Published): Published =>
  port.hostIp === ANY_V4 ? { ...port, hostIp: undefined } : port;

/** What went on before the rules were changed follows them now, where the kernel can be asked. */
export async function forgetOlder(ports: Lease["published"]): Promise<void> {
  if (!ports.some(({ protocol }) => protocol === "udp")) return;
  const { forgetExchanges } = await import("../host/network/conntrack.ts");
  try {
    forgetExchanges(ports);
  } catch {
    // as long as such an exchange goes on, it does not
  }
}
