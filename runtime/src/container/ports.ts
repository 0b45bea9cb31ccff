/** Which port of the machine leads to which container. */
import { holdPort } from "../host/network/holding.ts";
import { ANY_V4, isV6, type Network, type Published } from "../host/network/network.ts";
import { overlap } from "../host/network/ranges.ts";
import type { Lease } from "../host/network/records.ts";
import { type Listener, listenerOn, listeners, ownerOf } from "../host/network/sockets.ts";
import { UserError } from "../kernel/errors.ts";
import type { PortRequest } from "./networking.ts";

const ANY: readonly [number, number] = [32768, 60999]; // as docker, and the kernel's own range

/**
 * Gives each request a port, and takes it. Nobody else may be at it (host/network/alone.ts).
 *
 * @param leases of all containers that are connected
 * @param held gets the sockets that hold the ports, also when this throws; the caller's to close
 * @throws UserError that says who has a port already
 */
export function choosePorts(
  requests: readonly PortRequest[],
  leases: readonly Lease[],
  held: number[],
): Published[] {
  const open = { tcp: undefined, udp: undefined } as Record<string, Listener[] | undefined>;
  const chosen: Published[] = [];
  for (const request of requests) {
    open[request.protocol] ??= listeners(request.protocol);
    chosen.push(choose(request, chosen, leases, open[request.protocol] ?? [], held));
  }
  return chosen;
}

function choose(
  { protocol, hostIp, hostPorts, containerPort }: PortRequest,
  chosen: readonly Published[],
  leases: readonly Lease[],
  open: readonly Listener[],
  held: number[],
): Published {
  const [from, to] = hostPorts ?? ANY;
  let why = "";
  for (let hostPort = from; hostPort <= to; hostPort++) {
    const wanted = { protocol, hostIp, hostPort, containerPort };
    const holder = holderOf(wanted, chosen, leases, open);
    const socket = holder ? undefined : holdPort(wanted);
    if (socket === undefined) {
      why ||= holder?.() ?? "another program";
      continue;
    }
    held.push(socket);
    return wanted;
  }
  const range = from === to ? `port ${from}/${protocol} is` : `ports ${from}-${to}/${protocol} are`;
  throw new UserError(`-p: ${range} already in use by ${why}`);
}

/**
 * Whether a network can have a published port lead into it: an address of IPv6 takes rules of IPv6.
 * From ::1 and from link-local addresses the kernel forwards nothing (there is no route_localnet in
 * IPv6). A relay could, as docker's userland proxy does; but it is a process for each port that has
 * to live as long as the container, and hides who calls, for addresses that only this machine has
 * and whose IPv4 kin, 127.0.0.1, works. So these are refused.
 */
export const leadsTo = ({ hostIp }: Pick<Published, "hostIp">, { subnets }: Network): boolean =>
  hostIp === undefined ||
  !isV6(hostIp) ||
  (!isLocal(hostIp) && subnets.some(({ cidr }) => isV6(cidr)));

const isLocal = (address: string) =>
  ["::1/128", "fe80::/10"].some((cidr) => overlap(cidr, `${address}/128`));

/** @throws UserError for a port that would lead nowhere; as leadsTo() */
export function refuseUnreachable(requests: readonly PortRequest[], network: Network): void {
  const request = requests.find((one) => !leadsTo(one, network));
  if (!request) return;
  const { hostIp = "", hostPorts = [], containerPort } = request;
  const why = isLocal(hostIp)
    ? "the kernel forwards nothing from such an address: publish at 127.0.0.1, or at another one of this machine's"
    : `network ${network.name} has no addresses of IPv6: make one with --ipv6, or publish at an address of IPv4`;
  throw new UserError(`-p [${hostIp}]:${hostPorts[0] ?? ""}:${containerPort}: ${why}`);
}

/** Who has it, in words, which take a while to find out; undefined when it is free. */
function holderOf(
  wanted: Published,
  chosen: readonly Published[],
  leases: readonly Lease[],
  open: readonly Listener[],
): (() => string) | undefined {
  if (chosen.some((other) => isSame(other, wanted))) return () => "another -p";
  const lease = leases.find(({ published }) => published.some((one) => isSame(one, wanted)));
  if (lease) return () => `container ${lease.names[0] ?? lease.container.slice(0, 12)}`;
  const listener = listenerOn(open, wanted.hostPort, wanted.hostIp);
  return listener && (() => ownerOf(listener) ?? "another program");
}

const isSame = (one: Published, other: Published): boolean =>
  one.protocol === other.protocol &&
  one.hostPort === other.hostPort &&
  meets(one.hostIp, other.hostIp);

function meets(one: string | undefined, other: string | undefined): boolean {
  if (one === undefined || other === undefined || one === other) return true;
  return (one === ANY_V4 && !isV6(other)) || (other === ANY_V4 && !isV6(one));
}
