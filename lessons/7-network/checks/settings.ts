/** Settings of the pretend host's kernel, which machines have one way or the other. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";

const FORWARDING = "/proc/sys/net/ipv4/ip_forward";
const BRIDGED = "/proc/sys/net/bridge/bridge-nf-call-iptables";

/** Whether the host forwards packets now. */
export const forwards = (): boolean => readFileSync(FORWARDING, "utf8").trim() === "1";

/** Begins as a machine that forwards, or as one that does not, as most until somebody asks for it. */
export const withForwarding = (on: boolean, use: () => Promise<void>): Promise<void> =>
  withSetting(FORWARDING, on, use);

/**
 * Does something on a machine whose bridged packets do not go through iptables, and once more on one
 * where they do (br_netfilter), if this kernel can.
 */
export async function eitherWayBridged(use: () => Promise<void>): Promise<void> {
  if (!existsSync(BRIDGED)) return use();
  for (const on of [false, true]) await withSetting(BRIDGED, on, use);
}

async function withSetting(path: string, on: boolean, use: () => Promise<void>): Promise<void> {
  const before = readFileSync(path, "utf8");
  writeFileSync(path, on ? "1" : "0");
  try {
    await use();
  } finally {
    writeFileSync(path, before);
  }
}
