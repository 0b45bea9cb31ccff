/** A store of a test's own, with a busybox image of two layers and one without any mount points. */
import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { busyboxRoot } from "../../checks/src/fixtures/busybox.ts";
import { vacate } from "./vacate.ts";

/** A store and the mydocker that uses it. */
export interface Store {
  /** For the test's own files. */
  readonly directory: string;
  /** MYDOCKER_ROOT */
  readonly root: string;
  readonly program: string;
  readonly env: NodeJS.ProcessEnv;
  try(...words: string[]): { status: number | null; out: string; err: string };
  /** Standard output of a command that must succeed; one character per byte. */
  mydocker(...words: string[]): string;
  /** `mydocker run WORDS…`, which must succeed. */
  run(...words: string[]): string;
  images(): string;
  /** The upper directory of a container. */
  upper(name: string): string;
  /** With all that runs in it. */
  remove(): void;
}

const PROGRAM = fileURLToPath(new URL("../bin/mydocker", import.meta.url));
const MOST = 256 * 1024 * 1024; // bytes of output

/** A new store below the directory for temporary files. */
export function storeOf(name: string): Store {
  return storeIn(mkdtempSync(join(tmpdir(), `mydocker-${name}-`)));
}

/** A new store in a directory. */
export function storeIn(directory: string): Store {
  const root = join(directory, "state");
  const env = { ...process.env, MYDOCKER_ROOT: root, MYDOCKER_NETWORK: "none" };
  const attempt = (...words: string[]) => {
    const options = { env, encoding: "latin1", timeout: 60_000, maxBuffer: MOST } as const;
    const { status, stdout, stderr } = spawnSync(PROGRAM, words, options);
    return { status, out: stdout, err: stderr };
  };
  const mydocker = (...words: string[]) => {
    const { status, out, err } = attempt(...words);
    if (status !== 0) throw new Error(`mydocker ${words.join(" ")}: ${status}: ${err}`);
    return out;
  };
  mydocker("load", "-i", archive());
  return {
    directory,
    root,
    program: PROGRAM,
    env,
    try: attempt,
    mydocker,
    run: (...words) => mydocker("run", ...words),
    images: () => mydocker("images", "-q"),
    upper: (name) => join(containerNamed(root, name), "upper"),
    remove() {
      if (somebodyLives(root)) {
        const ids = mydocker("ps", "-aq").split("\n").filter(Boolean);
        if (ids.length > 0) attempt("rm", "-f", ...ids);
      }
      vacate(root, directory);
    },
  };
}

/** Each container that runs or has just ended has a note there. */
function somebodyLives(root: string): boolean {
  const notes = join(root, "running");
  return existsSync(notes) && readdirSync(notes).length > 0;
}

function containerNamed(root: string, name: string): string {
  const containers = join(root, "containers");
  const records = readdirSync(containers).map((id) => join(containers, id, "container.json"));
  const found = records.find((file) => JSON.parse(readFileSync(file, "utf8")).name === name);
  if (!found) throw new Error(`no container ${name}`);
  return join(found, "..");
}

let made: string | undefined;

/** An archive as `docker save` writes it, made once for each run of the tests. */
function archive(): string {
  if (made) return made;
  const place = mkdtempSync(join(tmpdir(), "mydocker-archive-"));
  process.on("exit", () => rmSync(place, { recursive: true, force: true }));
  const second = join(place, "second");
  mkdirSync(join(second, "home"), { recursive: true });
  mkdirSync(join(second, "etc"));
  writeFileSync(join(second, "home/old"), "image\n");
  writeFileSync(join(second, "etc/motd"), "image\n");
  const tar = (name: string, ...words: string[]) =>
    execFileSync("tar", ["-cf", join(place, name), ...words]);
  tar("1.tar", "-C", busyboxRoot(), ".");
  tar("2.tar", "-C", second, ".");
  tar("3.tar", "-C", busyboxRoot(), "bin");
  const image = (name: string, ...layers: string[]) => {
    const digests = layers.map((layer) =>
      createHash("sha256")
        .update(readFileSync(join(place, layer)))
        .digest("hex"),
    );
    const config = {
      architecture: process.arch === "x64" ? "amd64" : process.arch,
      os: "linux",
      config: { Env: ["PATH=/bin:/usr/bin:/sbin:/usr/sbin"], Cmd: ["sh"] },
      rootfs: { type: "layers", diff_ids: digests.map((digest) => `sha256:${digest}`) },
    };
    writeFileSync(join(place, `${name}.json`), JSON.stringify(config));
    return { Config: `${name}.json`, RepoTags: [`${name}:latest`], Layers: layers };
  };
  const items = [image("busybox", "1.tar", "2.tar"), image("bare", "3.tar")];
  writeFileSync(join(place, "manifest.json"), JSON.stringify(items));
  const file = join(place, "images.tar");
  execFileSync("tar", [
    "-cf",
    file,
    "-C",
    place,
    "manifest.json",
    "busybox.json",
    "bare.json",
    "1.tar",
    "2.tar",
    "3.tar",
  ]);
  made = file;
  return made;
}
