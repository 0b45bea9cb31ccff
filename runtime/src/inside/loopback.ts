/** The one interface that a new network namespace has. */
import { close, ioctl, keep, type Plan, slot, socket } from "../kernel/call.ts";
import { AF_INET, IFF_UP, SIOCSIFFLAGS, SOCK } from "../kernel/flags.ts";

const IFNAMSIZ = 16;
const SIZEOF_IFREQ = 40;

/** Brings `lo` up: in a new network namespace it is down (network_namespaces(7), netdevice(7)). */
export function loopbackUp(): Plan {
  const ifreq = Buffer.alloc(SIZEOF_IFREQ);
  ifreq.write("lo");
  ifreq.writeInt16LE(IFF_UP, IFNAMSIZ);
  return [
    keep("socket", socket(AF_INET, SOCK.DGRAM | SOCK.CLOEXEC, 0)),
    ioctl(slot("socket"), SIOCSIFFLAGS, ifreq),
    close(slot("socket")),
  ];
}
