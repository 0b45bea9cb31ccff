/** How a container is to be connected: plain data, part of its Spec. */

/** A network that a container is to be on. */
export interface Membership {
  readonly network: string;
  /** The address that it wants (`--ip`, `--ip6`); else the next one. */
  readonly ip?: string | undefined;
  readonly ip6?: string | undefined;
  /** The hardware address that it wants (`--mac-address`); else one made of the other. */
  readonly mac?: string | undefined;
  /** What it is called there, beside its name (`--network-alias`). */
  readonly aliases: readonly string[];
}

/** A port to publish, before it is known which one of the machine it gets. */
export interface PortRequest {
  readonly protocol: "tcp" | "udp";
  readonly hostIp?: string | undefined;
  /** The first free one of these, from and to; undefined: of any. */
  readonly hostPorts?: readonly [number, number] | undefined;
  readonly containerPort: number;
}

/** What `--network` and its kin ask for. */
export interface Networking {
  /** The machine's own network, another container's, or networks of mydocker. */
  readonly mode: "host" | "container" | "networks";
  /** The other container. */
  readonly container?: string | undefined;
  /** The first one has the default route and the published ports. */
  readonly networks: readonly Membership[];
  readonly ports: readonly PortRequest[];
  /** Bits a second, each way (`--net-rate`). */
  readonly rate?: number | undefined;
  /** The container's name, where it is not written down. */
  readonly name?: string | undefined;
}

/** Whether somebody else's network namespace is its own too. */
export const sharesNetwork = ({ networking }: { readonly networking?: Networking | undefined }) =>
  networking !== undefined && networking.mode !== "networks";

/** Who a container asks for names, and what it knows by itself. */
export interface Names {
  /** Name servers in place of the machine's. */
  readonly dns: readonly string[];
  readonly search: readonly string[];
  readonly options: readonly string[];
  /** Lines for /etc/hosts. */
  readonly hosts: readonly string[];
}
