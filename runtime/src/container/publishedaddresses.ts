/** Published ports in docker's words. */
import { isV6 } from "../host/network/network.ts";
import type { Connection } from "./connections.ts";

/** A port of the container, and where it leads from. */
export interface PublishedAddress {
  /** `80/tcp` */
  readonly inside: string;
  /** `0.0.0.0:8080` */
  readonly outside: string;
}

/** One for each port and family, by the container's port: what `port` prints, and `ps` shows. */
export const publishedAddresses = (connections: readonly Connection[]): PublishedAddress[] =>
  connections
    .flatMap(({ lease: { published, addresses } }) =>
      published.flatMap(({ protocol, hostIp, hostPort, containerPort }) =>
        (hostIp === undefined ? anywhere(addresses) : [hostIp]).map((address) => ({
          containerPort,
          inside: `${containerPort}/${protocol}`,
          outside: `${isV6(address) ? `[${address}]` : address}:${hostPort}`,
        })),
      ),
    )
    .sort((a, b) => a.containerPort - b.containerPort)
    .map(({ inside, outside }) => ({ inside, outside }));

const anywhere = (addresses: readonly string[]) =>
  addresses.map((address) => (isV6(address) ? "::" : "0.0.0.0"));
