/** `--device` as data. */
import { findDevices } from "../host/devices.ts";
import type { Device } from "../inside/devices.ts";
import { UserError } from "../kernel/errors.ts";

const ALL = "rwm";

/**
 * Parses `HOST[:CONTAINER][:ACCESS]`; of a directory, all the devices in it.
 *
 * @throws UserError when there is no such device
 */
export function parseDevice(text: string): Device[] {
  const [source = "", ...more] = text.split(":");
  const last = more.at(-1) ?? "";
  const access = more.length > 0 && isAccess(last) ? last : ALL;
  const [target = source, ...rest] = access === last ? more.slice(0, -1) : more;
  if (!source.startsWith("/") || !target.startsWith("/") || rest.length > 0) {
    throw refusal(
      text,
      "HOST[:CONTAINER][:ACCESS] is needed, such as /dev/fuse or /dev/sda:/dev/xvda:r",
    );
  }
  if (target.split("/").includes("..")) throw refusal(text, "a target has no ..");
  const found = findDevices(source);
  if (found.length === 0) throw refusal(text, "there is no such device on this machine");
  return found.map((device) => ({
    ...device,
    source: device.path,
    target: found.length === 1 ? target : target + device.path.slice(source.length),
    access,
  }));
}

/** All devices of the machine, where they are on it. */
export const allDevices = (): Device[] =>
  findDevices("/dev").map((device) => ({
    ...device,
    source: device.path,
    target: device.path,
    access: ALL,
  }));

const isAccess = (text: string) => /^[rwm]{1,3}$/.test(text) && new Set(text).size === text.length;

const refusal = (text: string, why: string) =>
  new UserError(`--device ${JSON.stringify(text)}: ${why}`);
