/**
 * Has a bundle go through commands, so that V8's code for them can be kept beside it (cache.cjs).
 * Only speed depends on it: what cannot be run here is compiled at each start.
 */
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { create } from "tar";

const HERE = dirname(fileURLToPath(import.meta.url));

/** The containers of a rehearsal are on no network, since making one would change the machine. */
const ALONE = ["--network", "none"];
const CONTAINER = "rehearsal";

/** What is on the stage: a directory and an image, whose only program, init, ends at once. */
const STAGE = { rootfs: "rootfs", image: "rehearsal" };

const RUN = [
  ["run", "--rootfs", STAGE.rootfs, "/init"],
  ["run", "--rm", ...ALONE, STAGE.image, "/init"],
  ["run", "-d", "--rm", ...ALONE, STAGE.image, "/init"],
];

const LIFE = [
  ["create", "--name", CONTAINER, ...ALONE, "--rootfs", "/", "sleep", "60"],
  ["start", CONTAINER],
  ["exec", CONTAINER, "true"],
  ["ps"],
  ["stop", "--time", "0", CONTAINER],
  ["rm", CONTAINER],
];

/**
 * Keeps the code of the bundles of a directory: `BUNDLE.quick` for the commands that the launcher
 * starts with flags of V8's, `BUNDLE.cache` for the others.
 *
 * @param {string} outdir with run.cjs and mydocker.cjs
 * @param {string} native where init is
 */
export async function rehearse(outdir, native) {
  const directory = mkdtempSync(join(tmpdir(), "mydocker-rehearsal-"));
  const env = { ...process.env, MYDOCKER_ROOT: join(directory, "store") };
  const node = (...words) =>
    spawnSync(process.execPath, words, { cwd: directory, env, stdio: "ignore" });
  const mydocker = (...words) => node(join(outdir, "start.cjs"), ...words);
  const keep = (flags, bundle, output, commands) =>
    node(...flags, join(HERE, "cache.cjs"), outdir, bundle, output, JSON.stringify(commands));
  try {
    await setStage(directory, native);
    mydocker("import", "rootfs.tar", STAGE.image);
    keep(quickFlags(), "run.cjs", "run.cjs.quick", RUN);
    keep(quickFlags(), "mydocker.cjs", "mydocker.cjs.quick", LIFE);
    keep([], "mydocker.cjs", "mydocker.cjs.cache", [["images"]]);
    mydocker("rm", "--force", CONTAINER);
  } finally {
    rmSync(directory, { recursive: true, force: true, maxRetries: 10 });
  }
}

async function setStage(directory, native) {
  const rootfs = join(directory, STAGE.rootfs);
  mkdirSync(join(rootfs, "etc"), { recursive: true });
  copyFileSync(join(native, "init"), join(rootfs, "init"));
  await create({ cwd: rootfs, file: join(directory, "rootfs.tar") }, ["."]);
}

/** V8 refuses code that was kept with other flags than those it has. */
const quickFlags = () => readFileSync(join(HERE, "bin/mydocker"), "utf8").match(/--[a-z][\w=-]*/g);
