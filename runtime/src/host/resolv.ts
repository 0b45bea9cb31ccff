/** The machine's name servers, as far as a container can reach them (resolv.conf(5)). */
import { readFileSync } from "node:fs";

/** Where systemd-resolved, whose own address is a loopback one, keeps the real ones. */
const BEHIND_THE_STUB = "/run/systemd/resolve/resolv.conf";

/** The lines of resolv.conf without servers on loopback, which in a container is another one. */
export function nameservers(path = "/etc/resolv.conf"): string[] {
  const all = readLines(path);
  const reachable = all.filter((line) => !/^nameserver\s+(127\.|::1)/.test(line));
  const stubOnly = all.length !== reachable.length && !reachable.some(isServer);
  return stubOnly && path !== BEHIND_THE_STUB ? nameservers(BEHIND_THE_STUB) : reachable;
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
