/** What a network is: plain data, from which all lines for `ip` and rules for iptables are made. */

/** One family's addresses of a network. */
export interface Subnet {
  /** `172.18.0.0/16`, `fd00:1::/64` */
  readonly cidr: string;
  /** An address of it that the bridge has: `172.18.0.1`. */
  readonly gateway: string;
}

/** A network: a bridge on the machine, on which its containers are. */
export interface Network {
  readonly name: string;
  /** The bridge's name on the machine: at most 15 characters (netdevice(7)). */
  readonly bridge: string;
  /** One of IPv4; after it, one of IPv6 when that was asked for. */
  readonly subnets: readonly Subnet[];
  /** Without a way out (`--internal`). */
  readonly internal: boolean;
}

/** A container's place on a network: a pair of interfaces, one end of which it has. */
export interface Endpoint {
  /** The end that stays on the machine, a port of the bridge: at most 15 characters. */
  readonly veth: string;
  /** The container's end: `eth0`, and with more networks `eth1` and so on. */
  readonly device: string;
  /** The hardware address of the container's end: `02:42:ac:12:00:02`. */
  readonly mac: string;
  /** Its address in each of the network's subnets, in their order. */
  readonly addresses: readonly string[];
}

/** A port of the machine that leads to a container's (`-p`). */
export interface Published {
  readonly protocol: "tcp" | "udp";
  /** The machine's address that it is reached by, or ANY_V4; undefined: by all of them. */
  readonly hostIp?: string | undefined;
  readonly hostPort: number;
  readonly containerPort: number;
}

/** All addresses of IPv4 that the machine has, in place of one of them. */
export const ANY_V4 = "0.0.0.0";

/** The length of a subnet's prefix: 16 of `172.18.0.0/16`. */
export const prefixOf = ({ cidr }: Subnet): string => cidr.slice(cidr.indexOf("/") + 1);

/** Whether an address, or a subnet, is one of IPv6. */
export const isV6 = (address: string): boolean => address.includes(":");
