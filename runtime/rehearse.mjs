/**
 * Has mydocker go through its commands, so that V8's code for them is kept (start.cjs). Only speed
 * depends on it: what cannot be run here is compiled at each start.
 */
import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { create } from "tar";

/** On no network, since making one would change the machine. */
const ALONE = ["--network", "none"];

/** The root and the image have but one program, init, which ends at once. */
const COMMANDS = [
  ["import", "rootfs.tar", "image"],
  ["run", "--rootfs", "rootfs", "/init"],
  ["run", "--rm", ...ALONE, "image", "/init"],
  ["run", "-d", "--rm", ...ALONE, "image", "/init"],
  ["create", "--name", "container", ...ALONE, "--rootfs", "/", "sleep", "60"],
  ["start", "container"],
  ["exec", "container", "true"],
  ["ps"],
  ["logs", "container"],
  ["inspect", "container"],
  ["stop", "--time", "0", "container"],
  ["restart", "--time", "0", "container"],
  ["kill", "container"],
  ["rm", "--force", "container"],
  ["images"],
];

/**
 * @param {string} mydocker the launcher of a bundle
 * @param {string} native where init is
 */
export async function rehearse(mydocker, native) {
  const cwd = join(dirname(mydocker), "rehearsal"); // where the next one finds what was cut short
  const env = { ...process.env, MYDOCKER_ROOT: join(cwd, "store"), MYDOCKER_KEEP_CODE: "always" };
  const how = { cwd, env, stdio: "ignore", timeout: 20_000 };
  const clear = () => {
    if (existsSync(cwd)) spawnSync(mydocker, ["rm", "--force", "container"], how);
    rmSync(cwd, { recursive: true, force: true, maxRetries: 10 });
  };
  clear();
  try {
    const rootfs = join(cwd, "rootfs");
    mkdirSync(join(rootfs, "etc"), { recursive: true });
    copyFileSync(join(native, "init"), join(rootfs, "init"));
    await create({ cwd: rootfs, file: join(cwd, "rootfs.tar") }, ["."]);
    for (const words of COMMANDS) spawnSync(mydocker, words, how);
  } finally {
    clear();
  }
}
