/** Which port of the machine leads to which container. */
import { holdPort } from "../host/network/holding.ts";
import type { Published } from "../host/network/network.ts";
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
  (one.hostIp === undefined || other.hostIp === undefined || one.hostIp === other.hostIp);
