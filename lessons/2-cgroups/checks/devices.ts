/** Block devices: how much may be read and written in a second. */

import { readdirSync, readFileSync, statSync } from "node:fs";
import { both, goal, MachineProblem, verbatim } from "../../../checks/src/harness/index.ts";
import { setting, versionOf } from "./witness.ts";

const READ = 1024 ** 2; // bytes per second
const WRITE = 2 * READ;

/** Reading from a device is not for every container, so the kernel's own files have to do. */
goal("2.9", async (t) => {
  const { path, number } = someDisk();
  const options = ["--device-read-bps", `${path}:1m`, "--device-write-bps", `${path}:2m`];
  const box = await t.container(["pause"], { options });
  const { read, write } = ratesOf(box.pid, number);
  for (const [what, found, asked] of [
    ["read", read, READ],
    ["write", write, WRITE],
  ] as const) {
    box.expect(found === `${asked}`, {
      diagnosis: `no-${what}-rate`,
      expected: verbatim(`${path} (${number}), ${what}: ${asked}`),
      observed: verbatim(`${path} (${number}), ${what}: ${found ?? "-"}`),
    });
  }
});

/** A whole disk that has its node in /dev. */
function someDisk(): { path: string; number: string } {
  for (const name of readdirSync("/sys/block")) {
    const path = `/dev/${name.replaceAll("!", "/")}`;
    if (statSync(path, { throwIfNoEntry: false })?.isBlockDevice()) {
      return { path, number: readFileSync(`/sys/block/${name}/dev`, "utf8").trim() };
    }
  }
  throw new MachineProblem(
    both("no block device is to be seen in /dev here", "这台机器的 /dev 中没有块设备"),
  );
}

/** Bytes per second, as the container's group has them. */
function ratesOf(pid: number, device: string): { read?: string; write?: string } {
  const line = (file: string) =>
    setting(pid, "io", file)
      ?.split("\n")
      .find((line) => line.startsWith(`${device} `))
      ?.slice(device.length + 1);
  if (versionOf("io") === 1) {
    const [read, write] = ["read", "write"].map((what) =>
      line(`blkio.throttle.${what}_bps_device`),
    );
    return { ...(read && { read }), ...(write && { write }) };
  }
  const rates = new Map(
    line("io.max")
      ?.split(" ")
      .map((pair) => pair.split("=") as [string, string]),
  );
  const [read, write] = [rates.get("rbps"), rates.get("wbps")];
  return { ...(read && { read }), ...(write && { write }) };
}
