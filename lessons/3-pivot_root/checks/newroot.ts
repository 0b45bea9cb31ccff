/**
 * Root file systems for the checks: small, new for each use, and with the probe at the same path
 * as on the machine, so that a command line means the same with and without a root of its own.
 */
import { chmodSync, copyFileSync, existsSync, linkSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { findBusybox } from "../../../checks/src/fixtures/rootfs.ts";
import {
  both,
  HARNESS,
  MachineProblem,
  mountOnHost,
  PROBE,
  unmountFromHost,
} from "../../../checks/src/harness/index.ts";

/** Where they all are: a file system that goes with the pretend host. */
const ROOTS = join(HARNESS, "roots");

const APPLETS = ["cat", "id", "ls", "pwd", "sh", "true", "tty"];
const DIRECTORIES = ["dev", "etc", "home", "proc", "root", "sys", "tmp", "var"];

/** What the image's own files say: nobody else would write that (RFC 5737, RFC 2606). */
export const IMAGE_FILES: Readonly<Record<string, string>> = {
  "etc/passwd": "root:x:0:0:root:/root:/bin/sh\n",
  "etc/group": "root:x:0:\ntty:x:5:\n",
  "etc/hostname": "image.example\n",
  "etc/hosts": "192.0.2.1\timage.example\n",
  "etc/resolv.conf": "nameserver 192.0.2.2\n",
};

let made = 0;

/** Makes a root; the programs in it are links to the same two files. */
export function newRoot(name = "root"): string {
  made++;
  return fillRoot(join(ROOTS, `${made}`, name));
}

/** Fills a directory, which may be a new file system. */
export function fillRoot(root: string): string {
  const { busybox, probe } = programs();
  for (const path of DIRECTORIES) mkdirSync(join(root, path), { recursive: true });
  chmodSync(join(root, "tmp"), 0o1777);
  for (const [path, text] of Object.entries(IMAGE_FILES)) writeFileSync(join(root, path), text);
  for (const name of APPLETS) place(busybox, join(root, "bin", name));
  place(probe, join(root, PROBE));
  return root;
}

function programs() {
  const found = { busybox: join(ROOTS, "busybox"), probe: join(ROOTS, "probe") };
  if (existsSync(found.probe)) return found;
  mkdirSync(ROOTS, { recursive: true });
  copyFileSync(staticBusybox(), found.busybox);
  chmodSync(found.busybox, 0o755);
  copyFileSync(PROBE, found.probe);
  return found;
}

function staticBusybox(): string {
  try {
    return findBusybox();
  } catch {
    throw new MachineProblem(
      both(
        "there is no static busybox here: ./setup installs one",
        "这台机器上没有静态链接的 busybox：运行 ./setup 即可安装",
      ),
    );
  }
}

/** A link where that is possible, which it is not between file systems. */
function place(program: string, path: string): void {
  mkdirSync(dirname(path), { recursive: true });
  try {
    linkSync(program, path);
  } catch {
    copyFileSync(program, path);
  }
}

/** Mounts (mount(8), arguments before the directory) for as long as `use` takes. */
export async function mounted<T>(
  args: readonly string[],
  directory: string,
  use: (directory: string) => Promise<T>,
): Promise<T> {
  mkdirSync(directory, { recursive: true });
  mountOnHost(args, directory);
  try {
    return await use(directory);
  } finally {
    unmountFromHost(directory);
  }
}
