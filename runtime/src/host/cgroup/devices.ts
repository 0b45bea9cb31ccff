/** Which devices a container may use: of version 1 the devices controller, of version 2 a program. */
import { closeSync, openSync, writeSync } from "node:fs";
import { UserError } from "../../kernel/errors.ts";
import { attachDeviceProgram } from "./deviceprogram.ts";
import { fileOf } from "./files.ts";
import type { Hierarchy } from "./index.ts";

/** Devices that may be used; undefined numbers mean all of them. */
export interface DeviceRule {
  readonly type: "b" | "c";
  readonly major?: number | undefined;
  readonly minor?: number | undefined;
  /** Some of r (read), w (write) and m (mknod). */
  readonly access: string;
}

const device = (major: number, minor?: number): DeviceRule => ({
  type: "c",
  major,
  minor,
  access: "rwm",
});

/** docker's: to make any, and to use null, zero, full, random, urandom, tty, console, ptmx, pts. */
export const USUAL_DEVICES: readonly DeviceRule[] = [
  { type: "c", access: "m" },
  { type: "b", access: "m" },
  device(1, 3),
  device(1, 5),
  device(1, 7),
  device(1, 8),
  device(1, 9),
  device(5, 0),
  device(5, 1),
  device(5, 2),
  device(136),
];

/**
 * Forbids all devices to a group but these.
 *
 * @throws UserError where the machine cannot: whoever is root could read its disks
 */
export function allowDevices(hierarchy: Hierarchy, id: string, rules: readonly DeviceRule[]): void {
  if (hierarchy.name === "v2") attachDeviceProgram(hierarchy.dirs(id)[0] ?? "", rules);
  else writeRules(hierarchy, id, rules);
}

function writeRules(hierarchy: Hierarchy, id: string, rules: readonly DeviceRule[]): void {
  const deny = fileOf(hierarchy, id, "devices.deny");
  const allow = fileOf(hierarchy, id, "devices.allow");
  if (!deny || !allow) {
    throw new UserError(
      "this machine's cgroups have no devices controller, so a container could use all of its devices: mount it, or use --privileged",
    );
  }
  writeEach(deny, ["a"]);
  writeEach(allow, rules.map(lineOf));
}

const lineOf = ({ type, major, minor, access }: DeviceRule): string =>
  `${type} ${major ?? "*"}:${minor ?? "*"} ${access}`;

/** Each write is one rule. */
function writeEach(path: string, rules: readonly string[]): void {
  const file = openSync(path, "r+");
  try {
    for (const rule of rules) writeSync(file, rule);
  } finally {
    closeSync(file);
  }
}
