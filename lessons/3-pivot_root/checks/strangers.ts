/** Which mounts of a container are the machine's. */
import { statSync } from "node:fs";
import { HARNESS, insideOf, type Mount, mountsOf } from "../../../checks/src/harness/index.ts";

/** Files that a runtime may keep beside its state, and bind into the container. */
const BOUND_FILES = ["/etc/hostname", "/etc/hosts", "/etc/resolv.conf"];

/** These show only what their namespace lets them, though the file system is the machine's. */
const NAMESPACED = ["cgroup", "cgroup2"];

/** A mount of a file system that the machine has mounted too, and that is not the given root. */
export function isStranger(pid: number, root: string): (mount: Mount) => boolean {
  const machine = new Set(mountsOf("self").map(({ device }) => device));
  return ({ device, type, point, root: part }) => {
    if (!machine.has(device) || NAMESPACED.includes(type)) return false;
    if (point === "/" && `${HARNESS}${part}` === root) return false;
    return !BOUND_FILES.includes(point) && !isBoundDevice(pid, point);
  };
}

/** A user namespace may make no devices, so its runtime binds the machine's, one by one. */
function isBoundDevice(pid: number, point: string): boolean {
  if (!point.startsWith("/dev/")) return false;
  return statSync(insideOf(pid, point), { throwIfNoEntry: false })?.isCharacterDevice() ?? false;
}
