/** Mistakes in bridgeLines, vethLines and containerLines. */
import type { Mutant } from "../../../checks/src/harness/mutant.ts";
import { slipsIn } from "./slips.ts";

const bridge = slipsIn("host/network/bridge.ts", "bridgeLines");
const veth = slipsIn("host/network/veth.ts", "vethLines");
const eth0 = slipsIn("host/network/veth.ts", "containerLines");

const ROUTES = "    ...(isDefault && !internal ? subnets.map(routeLine) : []),\n";
const HAIRPIN = "    `link set dev ${end.veth} type bridge_slave hairpin on`,\n";
const UP = "    `link set dev ${device} up`,\n";

/** The same slip wherever there is room for it. */
const slippedOften = (from: string, to: string) => veth().replaceAll(from, to);

/** `bridge`, `veth`, `eth0` */
export const links: readonly Mutant[] = [
  {
    name: "makes a bridge without an address",
    replaces: "bridge",
    body: bridge(["...subnets.map(addressLine)", "...subnets.slice(99).map(addressLine)"]),
    check: "7.2",
    diagnosis: "bridge-without-address",
  },
  {
    name: "never brings the bridge up",
    replaces: "bridge",
    body: bridge(["`link set dev ${bridge} up`,", ""]),
    check: "7.2",
    diagnosis: "bridge-down",
  },
  {
    name: "leaves the bridge's hardware address to its ports",
    replaces: "bridge",
    body: bridge([" address ${mac} type", " type"]),
    check: "7.2",
    diagnosis: "bridge-mac-changes",
  },
  {
    name: "forgets to make the host's end a port of the bridge",
    replaces: "veth",
    body: veth(["`link set dev ${end.veth} master ${bridge}`,", ""], [HAIRPIN, ""]),
    check: "7.2",
    diagnosis: "no-port",
  },
  {
    name: "brings up the container's end only",
    replaces: "veth",
    body: veth(["`link set dev ${end.veth} up`,", ""]),
    check: "7.2",
    diagnosis: "peer-down",
  },
  {
    name: "gives every container the same hardware address",
    replaces: "veth",
    body: veth(["${end.mac}", "02:42:00:00:00:01"]),
    check: "7.3",
    diagnosis: "not-reached",
  },
  {
    name: "leaves the container's hardware address to chance",
    replaces: "veth",
    body: veth([" address ${end.mac}", ""]),
    check: "7.12",
    diagnosis: "stale-neighbour",
  },
  {
    name: "calls every host's end veth0, as the article does",
    replaces: "veth",
    body: slippedOften("${end.veth}", "veth0"),
    check: "7.1",
    diagnosis: "did-not-run",
  },
  {
    name: "gives every address docker's prefix, /16",
    replaces: "eth0",
    body: eth0(["${prefixOf(subnet)}", "${prefixOf(subnet) && 16}"]),
    check: "7.1",
    diagnosis: "wrong-prefix",
  },
  {
    name: "adds the default route before the device is up",
    replaces: "eth0",
    body: eth0([UP, ""], [ROUTES, `${ROUTES}${UP}`]),
    check: "7.2",
    diagnosis: "did-not-run",
  },
  {
    name: "adds no default route",
    replaces: "eth0",
    body: eth0([
      ROUTES,
      "    ...(isDefault && !internal ? subnets.slice(99).map(routeLine) : []),\n",
    ]),
    check: "7.2",
    diagnosis: "no-default-route",
  },
  {
    name: "sends everything into eth0 without a gateway",
    replaces: "eth0",
    body: eth0([" via ${gateway} dev", " dev"]),
    check: "7.2",
    diagnosis: "other-gateway",
  },
  {
    name: "has addresses of IPv6 wait for their duplicates",
    replaces: "eth0",
    body: eth0(["`${line} nodad`", "line"]),
    check: "7.23",
    diagnosis: "tentative",
  },
];
