/** `mydocker network inspect` */
import { Command } from "commander";
import { findNetwork } from "../container/findnetwork.ts";
import { isV6, prefixOf } from "../host/network/network.ts";
import { type Lease, leasesOf, type NetworkRecord } from "../host/network/records.ts";
import { FORMAT, showFound } from "./found.ts";
import { parseWith } from "./parse.ts";

const define = () =>
  new Command("mydocker network inspect")
    .description("Show all that is known of networks, as JSON")
    .usage("NETWORK [NETWORK...]")
    .argument("<networks...>")
    .helpOption("--help", "Print this help")
    .option(...FORMAT)
    .option("--json", "The same: it is always JSON");

/** Prints it; 1 when one of the networks is not there. */
export const main = (argv: readonly string[]): Promise<number> =>
  parseWith(define(), argv, (command) => {
    const { format } = command.opts<{ format?: string }>();
    return showFound(command.args, (name) => describe(findNetwork(name)), format);
  });

/** A network in docker's words (Engine API, Network). */
export const describe = (network: NetworkRecord) => ({
  Name: network.name,
  Id: network.id,
  Created: network.created,
  Scope: "local",
  Driver: "bridge",
  EnableIPv4: true,
  EnableIPv6: network.subnets.some(({ cidr }) => isV6(cidr)),
  IPAM: {
    Driver: "default",
    Options: {},
    Config: network.subnets.map(({ cidr, gateway }) => ({ Subnet: cidr, Gateway: gateway })),
  },
  Internal: network.internal,
  Attachable: false,
  Ingress: false,
  ConfigFrom: { Network: "" },
  ConfigOnly: false,
  Containers: Object.fromEntries(
    leasesOf(network).map((lease) => [lease.container, describeLease(network, lease)]),
  ),
  Options: { "com.docker.network.bridge.name": network.bridge },
  Labels: network.labels,
});

function describeLease({ subnets }: NetworkRecord, { names, veth, mac, addresses }: Lease) {
  const [v4 = "", v6 = ""] = subnets.map((subnet, i) => `${addresses[i]}/${prefixOf(subnet)}`);
  return { Name: names[0], EndpointID: veth, MacAddress: mac, IPv4Address: v4, IPv6Address: v6 };
}
