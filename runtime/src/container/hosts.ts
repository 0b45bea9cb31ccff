/**
 * Names: containers of one network that somebody has made find each other in /etc/hosts, which is
 * kept in step while they come and go. The file is a mount of the container's own; it is rewritten
 * in place, since another file in its place would not be seen.
 */
import { closeSync, ftruncateSync, readFileSync, writeSync } from "node:fs";
import { openEtcFile } from "../host/etcfile.ts";
import { DEFAULT_NETWORK } from "../host/network/networks.ts";
import { allLeases, type Lease } from "../host/network/records.ts";
import { isAlive, type ProcessMark } from "../host/process.ts";
import { O } from "../kernel/flags.ts";

const OURS = "\t# mydocker"; // after each line that we keep in step

/**
 * Brings the files of all that are on some networks up to date. Nobody else may be at it
 * (host/network/alone.ts).
 *
 * @param gone leases that are about to be given back, by containers that may go on
 */
export function refreshHosts(networks: readonly string[], gone: readonly Held[] = []): void {
  const leases = allLeases().filter((lease) => !gone.some((other) => isSame(lease, other)));
  const changed = leases.filter(
    ({ network, container }) =>
      networks.includes(network) || gone.some((other) => other.container === container),
  );
  const processes = new Map([...gone, ...changed].map((one) => [one.container, one.process]));
  for (const [id, process] of processes) {
    const own = leases.filter(({ container }) => container === id);
    const known = own.map(({ network }) => network).filter((name) => name !== DEFAULT_NETWORK);
    const others = leases.filter((one) => one.container !== id && known.includes(one.network));
    rewrite(process, [...own, ...others].flatMap(linesOf));
  }
}

type Held = ReturnType<typeof allLeases>[number];

const isSame = (one: Held, other: Held): boolean =>
  one.container === other.container && one.network === other.network;

const linesOf = ({ addresses, names }: Lease): string[] =>
  addresses.map((address) => `${address}\t${names.join(" ")}${OURS}`);

/** What the container has written there itself stays. */
function rewrite(process: ProcessMark, lines: readonly string[]): void {
  if (!isAlive(process)) return;
  const fd = openEtcFile(process.pid, "hosts", O.RDWR | O.NOFOLLOW | O.NONBLOCK | O.NOCTTY);
  if (fd === undefined) return;
  try {
    const kept = readFileSync(fd, "utf8")
      .split("\n")
      .filter((line) => line && !line.endsWith(OURS));
    const text = Buffer.from([...kept, ...lines, ""].join("\n"));
    writeSync(fd, text, 0, text.length, 0);
    ftruncateSync(fd, text.length); // only now: whoever reads meanwhile finds the names
  } finally {
    closeSync(fd);
  }
}
