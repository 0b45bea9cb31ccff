/** Devices of the machine that a container was given (`--device`). */
import {
  close,
  keep,
  lchown,
  mknod,
  move_mount,
  open,
  open_tree,
  type Plan,
  slot,
  tolerate,
} from "../kernel/call.ts";
import { ERRNO } from "../kernel/errno.ts";
import { AT_FDCWD, MOVE_MOUNT, O, OPEN_TREE, S_IFBLK, S_IFCHR } from "../kernel/flags.ts";
import { makeDirectory } from "./workdir.ts";

/** A device, and where it is to be. */
export interface Device {
  /** Absolute path on the machine. */
  readonly source: string;
  /** Absolute path in the container. */
  readonly target: string;
  readonly type: "b" | "c";
  readonly major: number;
  readonly minor: number;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** Some of r (read), w (write) and m (mknod). */
  readonly access: string;
}

/** Takes hold of devices where a user namespace forbids to make one's own. */
export const holdDevices = (devices: readonly Device[]): Plan =>
  devices.map(({ source }, i) =>
    keep(`device${i}`, open_tree(AT_FDCWD, source, OPEN_TREE.CLONE | OPEN_TREE.CLOEXEC)),
  );

/**
 * Makes devices in the container, with the permissions that they have on the machine; or, with
 * `held`, mounts what holdDevices() has kept.
 */
export const makeDevices = (devices: readonly Device[], held: boolean): Plan =>
  devices.flatMap((device, i) => [
    ...makeDirectory(device.target.slice(0, device.target.lastIndexOf("/"))),
    ...(held ? mountDevice(device, `device${i}`) : makeDevice(device)),
  ]);

function makeDevice({ target, type, mode, major, minor, uid, gid }: Device): Plan {
  const kind = type === "b" ? S_IFBLK : S_IFCHR;
  return [
    tolerate([ERRNO.EEXIST], mknod(target, kind | mode, makedev(major, minor))),
    ...(uid === 0 && gid === 0 ? [] : [lchown(target, uid, gid)]),
  ];
}

function mountDevice({ target }: Device, name: string): Plan {
  return [
    keep("file", open(target, O.WRONLY | O.CREAT | O.CLOEXEC)),
    close(slot("file")),
    move_mount(slot(name), "", AT_FDCWD, target, MOVE_MOUNT.F_EMPTY_PATH),
    close(slot(name)),
  ];
}

/** makedev(3), as mknod(2) wants it. */
const makedev = (major: number, minor: number): number =>
  ((minor & 0xff) | (major << 8) | ((minor & ~0xff) << 12)) >>> 0;
