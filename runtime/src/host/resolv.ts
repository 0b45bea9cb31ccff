/** The machine's name servers, as far as a container can reach them (resolv.conf(5)). */
import { readFileSync } from "node:fs";

/** Where those whose own address is a loopback one keep the real ones: systemd-resolved, NetworkManager. */
const BEHIND_THE_STUB = [
  "/run/systemd/resolve/resolv.conf",
  "/run/NetworkManager/no-stub-resolv.conf",
];

/** The lines of resolv.conf without servers on loopback, which in a container is another one. */
export function nameservers(path = "/etc/resolv.conf"): string[] {
  const all = readLines(path);
  const reachable = all.filter((line) => !/^nameserver\s+(127\.|::1)/.test(line));
  const stubOnly = all.length !== reachable.length && !reachable.some(isServer);
  if (!stubOnly || BEHIND_THE_STUB.includes(path)) return reachable;
  const behind = BEHIND_THE_STUB.map((one) => nameservers(one));
  return behind.find((lines) => lines.some(isServer)) ?? reachable;
}

/** A file of the machine's /etc as it is; empty when there is none. */
export function machineFile(name: "hosts" | "resolv.conf"): string {
  try {
    return readFileSync(`/etc/${name}`, "utf8");
  } catch {
    return "";
  }
}

const isServer = (line: string) => line.startsWith("nameserver");

function readLines(path: string): string[] {
  try {
    const lines = readFileSync(path, "utf8").split("\n");
    return lines.filter((line) => /^(nameserver|search|domain|options)\s/.test(line));
  } catch {
    return []; // a machine without name servers
  }
}
