/** A container that changed something, the image that is made of it, and the image's layers. */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import {
  both,
  expectRan,
  type Finished,
  HARNESS,
  howItEnded,
  type Trial,
} from "../../../checks/src/harness/index.ts";
import { directory, file, link } from "../../4-overlay/checks/archive.ts";
import { baseLayer, storeWith } from "../../4-overlay/checks/images.ts";

const APPLETS = ["grep", "head", "ln", "mkfifo", "mknod", "stat", "wc"];

/** The image that all containers are made of: two layers, with something to change in each. */
export const BASE = "nest";

const image = () => ({
  name: BASE,
  layers: [
    [
      ...baseLayer(),
      ...APPLETS.map((name) => link(`bin/${name}`, "busybox")),
      file("etc/motd", "image\n"),
      file("home/old", "image\n"),
      file("home/both", "image\n"),
      file("srv/gone", "image\n"),
      file("srv/stays", "image\n"),
    ],
    [
      directory("srv/whole"),
      file("srv/whole/file", "image\n"),
      directory("var/deep"),
      directory("var/deep/er"),
      file("var/deep/er/gone", "image\n"),
      file("var/deep/er/stays", "image\n"),
    ],
  ],
});

let shared: string | undefined;

/**
 * A store with the image; loaded once, as no check changes it. Its containers need not be removed:
 * each has a name of its own, and all goes with the pretend host.
 */
export async function nest(t: Trial): Promise<void> {
  if (shared === undefined) shared = await storeWith(t, [image()]);
  process.env.MYDOCKER_ROOT = shared;
}

/** A store in which there is no container of another check. */
export async function ownNest(t: Trial): Promise<void> {
  await storeWith(t, [image()]);
}

/** Runs a script in a container, which stays when it has ended. */
export async function changedBy(
  t: Trial,
  name: string,
  script: string,
  options: readonly string[] = [],
): Promise<Finished> {
  const words = ["run", "--name", name, ...options, BASE, "/bin/sh", "-c", script];
  const ended = await t.mydocker(words);
  expectRan(ended);
  return ended;
}

/** What `mydocker diff` prints. */
export async function diffOf(t: Trial, name: string) {
  const ended = await t.mydocker(["diff", name]);
  ended.expect(ended.code === 0, {
    diagnosis: "no-diff",
    expected: both("mydocker diff lists the changes", "mydocker diff 列出改动"),
    observed: howItEnded(ended),
  });
  return { ended, lines: ended.stdout.toString().split("\n").filter(Boolean) };
}

/** Runs `mydocker commit WORDS…`, which is to succeed. */
export async function committed(t: Trial, ...words: string[]): Promise<Finished> {
  const ended = await t.mydocker(["commit", ...words]);
  ended.expect(ended.code === 0, {
    diagnosis: "not-committed",
    expected: both("mydocker commit makes an image", "mydocker commit 生成镜像"),
    observed: howItEnded(ended),
  });
  return ended;
}

/** Runs a script in a container of an image, and returns what it prints, line by line. */
export async function seenIn(t: Trial, image: string, script: string) {
  const ended = await t.mydocker(["run", "--rm", image, "/bin/sh", "-c", script]);
  expectRan(ended);
  return { ended, lines: ended.stdout.toString().split("\n").filter(Boolean) };
}

/** A layer of a saved image. */
export interface Layer {
  /** Of its tar stream, in hexadecimal. */
  readonly digest: string;
  /** The names in it, without a slash at the end. */
  readonly names: readonly string[];
  /** Writes it to a file of its own. */
  readonly file: string;
}

/** A saved image, as tar(1) and a reader of JSON see it. */
export interface Saved {
  readonly ended: Finished;
  /** The base first. */
  readonly layers: readonly Layer[];
  readonly config: {
    readonly author?: string;
    readonly config?: Readonly<Record<string, unknown>>;
    readonly history?: readonly Readonly<Record<string, unknown>>[];
  };
}

let saved = 0;

/** Saves an image and takes the archive apart. */
export async function savedImage(t: Trial, image: string): Promise<Saved> {
  saved++;
  const place = join(HARNESS, "saved", `${saved}`);
  mkdirSync(place, { recursive: true });
  const archive = join(place, "image.tar");
  const ended = await t.mydocker(["save", "-o", archive, image]);
  ended.expect(ended.code === 0, {
    diagnosis: "not-saved",
    expected: both("mydocker save writes the image", "mydocker save 写出镜像"),
    observed: howItEnded(ended),
  });
  execFileSync("tar", ["-xf", archive, "-C", place]);
  rmSync(archive);
  const read = (name: string) => readFileSync(join(place, name));
  const [item] = JSON.parse(read("manifest.json").toString());
  const layers = item.Layers.map((name: string) => layerAt(join(place, name)));
  return { ended, layers, config: JSON.parse(read(item.Config).toString()) };
}

function layerAt(path: string): Layer {
  const list = execFileSync("tar", ["-tf", path], { encoding: "utf8" });
  const names = list.split("\n").filter(Boolean);
  return {
    digest: createHash("sha256").update(readFileSync(path)).digest("hex"),
    names: names.map((name) => name.replace(/^\.\//, "").replace(/\/$/, "")),
    file: path,
  };
}

/** Removes containers. */
export const discard = (t: Trial, ...names: string[]): Promise<Finished> =>
  t.mydocker(["rm", "-f", ...names]);
