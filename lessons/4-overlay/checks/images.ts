/**
 * Images for the checks: small, and with the probe at the same path as on the machine. Each check
 * has a store of its own, since a program that is wrong may well write into its images.
 */
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { findBusybox } from "../../../checks/src/fixtures/rootfs.ts";
import {
  both,
  type Container,
  Failure,
  HARNESS,
  howItEnded,
  MachineProblem,
  PROBE,
  type Trial,
} from "../../../checks/src/harness/index.ts";
import { directory, type Entry, file, type Image, link, writeArchive } from "./archive.ts";

/** Where they all are: a file system that goes with the pretend host. */
const PLACE = join(HARNESS, "images");

const APPLETS = ["cat", "chmod", "id", "ls", "mkdir", "mv", "rm", "sh", "touch"];
const DIRECTORIES = ["bin", "dev", "etc", "home", "opt", "proc", "root", "srv", "sys", "var"];

let base: readonly Entry[] | undefined;

/** The layer below all others: programs, users, the directories that a container mounts on. */
export function baseLayer(): readonly Entry[] {
  base ??= [
    ...DIRECTORIES.map((name) => directory(name)),
    directory("tmp", 0o1777),
    ...PROBE.slice(1)
      .split("/")
      .slice(0, -1)
      .map((_, i, parts) => directory(parts.slice(0, i + 1).join("/"))),
    file(PROBE.slice(1), readFileSync(PROBE), 0o755),
    file("bin/busybox", readFileSync(staticBusybox()), 0o755),
    ...APPLETS.map((name) => link(`bin/${name}`, "busybox")),
    file("etc/passwd", "root:x:0:0:root:/root:/bin/sh\nbird:x:1717:1718:bird:/home:/bin/sh\n"),
    file("etc/group", "root:x:0:\nbird:x:1718:\n"),
    ...["hostname", "hosts", "resolv.conf"].map((name) => file(`etc/${name}`)),
  ];
  return base;
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

let stores = 0;

/**
 * Loads images into a new store, which is mydocker's from now on.
 *
 * @param name of the store's directory
 * @returns the directory (MYDOCKER_ROOT)
 */
export async function storeWith(
  t: Trial,
  images: readonly Image[],
  name = "store",
): Promise<string> {
  const { store, ended } = await load(t, images, name);
  ended.expect(ended.code === 0, {
    diagnosis: "not-loaded",
    expected: both("mydocker loads the archive", "mydocker 能载入这个归档"),
    observed: howItEnded(ended),
  });
  return store;
}

/** The same, whatever comes of it. */
export async function load(t: Trial, images: readonly Image[], name = "store") {
  stores++;
  const store = join(PLACE, `${stores}`, name);
  mkdirSync(store, { recursive: true });
  process.env.MYDOCKER_ROOT = store;
  const archive = join(PLACE, `${stores}`, "images.tar");
  writeArchive(archive, images);
  const ended = await t.mydocker(["load", "-i", archive]);
  rmSync(archive);
  return { store, ended };
}

/** Starts a container of an image, which pauses. */
export async function boxOf(t: Trial, image: string, options: readonly string[] = []) {
  try {
    return await t.container(["pause"], { options: [...options, image] });
  } catch (error) {
    throw explained(error, await t.leftOver(["mount"]));
  }
}

/** A container that did not start: mydocker's own words tell the usual causes apart. */
function explained(error: unknown, mounts: readonly unknown[]): unknown {
  if (!(error instanceof Failure) || error.finding.diagnosis !== "did-not-run") return error;
  const said = error.finding.observed.en;
  const diagnosis = cause(said, mounts);
  return diagnosis ? new Failure(error.did, { ...error.finding, diagnosis }) : error;
}

function cause(said: string, mounts: readonly unknown[]): string | undefined {
  if (mounts.length > 0) return "mounted-on-machine";
  if (/not found|no such file.*probe/i.test(said)) return "base-missing";
  return /overlay/i.test(said) ? "mount-refused" : undefined;
}

/** Ends containers and removes them. */
export async function discard(t: Trial, boxes: Readonly<Record<string, Container>>): Promise<void> {
  await Promise.all(Object.values(boxes).map((box) => box.end()));
  await t.mydocker(["rm", ...Object.keys(boxes)]);
}
