// @ts-check
/**
 * What takes minutes to make is kept outside the checkout, under a name that is a fingerprint of all
 * that went into it, so that every fresh clone finds it again.
 */
import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { EXIT, Stop } from "../start/exit.mjs";
import { ROOT } from "../start/machine.mjs";
import { say, tell } from "../start/say.mjs";
import { fingerprint } from "../start/stamp.mjs";
import { scratch } from "./scratch.mjs";

/** @typedef {import("../start/say.mjs").Text} Text */

const cache = () => join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "mydocker-vm");

/**
 * The directory with what `make` makes, which is called unless it has been made before.
 *
 * @param {object} recipe
 * @param {Text} recipe.name for people
 * @param {readonly string[]} recipe.files that go into it, relative to the project
 * @param {readonly string[]} recipe.words that say what else goes into it
 * @param {(directory: string) => Promise<number>} recipe.make fills an empty directory; 0 when done
 * @throws Stop when it could not, or was interrupted
 */
export async function cached({ name, files, words, make }) {
  const print = fingerprint(ROOT, files, [process.arch, ...words]);
  const directory = join(cache(), print.slice(0, 16));
  if (existsSync(directory)) return directory;
  tell({
    en: `Making ${name.en}, once; it takes some minutes: ${directory}`,
    zh: `正在制作${name.zh}，只需一次，要几分钟：${directory}`,
  });
  mkdirSync(cache(), { recursive: true });
  const fresh = scratch(cache(), "making");
  try {
    const code = await make(fresh);
    if (code > 128) throw new Stop(code);
    if (code !== 0) {
      const reason = { en: `${name.en} could not be made.`, zh: `${name.zh}制作失败。` };
      throw new Stop(EXIT.MACHINE, say(reason));
    }
    renameSync(fresh, directory);
  } catch (error) {
    // Somebody else may have put the same there first.
    if (!existsSync(directory)) throw error;
  } finally {
    rmSync(fresh, { recursive: true, force: true, maxRetries: 10 });
  }
  return directory;
}
