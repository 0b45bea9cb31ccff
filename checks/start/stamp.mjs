// @ts-check
/**
 * Whether what was built is still of these sources. Contents are compared and not times, since a
 * checkout makes every file new.
 */
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/**
 * A fingerprint of files and directories, and of words that matter beside them.
 *
 * @param {string} root
 * @param {readonly string[]} paths relative to root
 * @param {readonly string[]} words
 */
export function fingerprint(root, paths, words = []) {
  const hash = createHash("sha256").update(JSON.stringify(words));
  for (const path of paths.flatMap((path) => filesIn(root, path))) {
    hash.update(`\0${path}\0`).update(readFileSync(join(root, path)));
  }
  return hash.digest("hex");
}

/** @param {string} root @param {string} path @returns {string[]} in an order of their own */
function filesIn(root, path) {
  if (!statSync(join(root, path)).isDirectory()) return [path];
  return readdirSync(join(root, path))
    .sort()
    .flatMap((name) => filesIn(root, join(path, name)));
}

/** @param {string} stamp a file that keeps a fingerprint @param {string} print */
export function isCurrent(stamp, print) {
  try {
    return readFileSync(stamp, "utf8") === print;
  } catch {
    return false;
  }
}

/** To be called when the build is done. @param {string} stamp @param {string} print */
export function keepStamp(stamp, print) {
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, print);
}
