// @ts-check
/**
 * Gets everything ready that a command needs and that is missing or older than its sources: the
 * machine's packages, node_modules, native/, the bundle. Where nothing changed it takes some ms.
 */
import { chownSync, existsSync, lchownSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { runOpenly, runQuietly } from "./child.mjs";
import { EXIT, Stop } from "./exit.mjs";
import { ROOT } from "./machine.mjs";
import { say, tell } from "./say.mjs";
import { fingerprint, isCurrent, keepStamp } from "./stamp.mjs";

/** @throws Stop when something is missing that only root may install; ./setup has said what */
export function setUp() {
  if (runOpenly("sh", [join(ROOT, "setup")], ROOT) !== 0) throw new Stop(EXIT.MACHINE);
}

/** Installs the packages of package-lock.json, unless they are there. */
export function installPackages() {
  if (packagesAreCurrent(ROOT)) return;
  tell({ en: "Installing packages (npm ci) …", zh: "正在安装依赖（npm ci）……" });
  npmCi(ROOT);
}

/** Installs the packages that the book alone needs, which npm ci in the project leaves out. */
export function installBookPackages() {
  const directory = join(ROOT, "book");
  if (packagesAreCurrent(directory)) return;
  tell({
    en: "Installing the book's own packages, once (npm ci in book/) …",
    zh: "首次使用：正在安装生成本书所需的依赖（在 book/ 里执行 npm ci）……",
  });
  npmCi(directory);
}

/** @param {string} directory */
function npmCi(directory) {
  const npm = process.env.npm_execpath;
  const [program, args] = npm ? [process.execPath, [npm]] : ["npm", []];
  // Not --prefix, which would also move the place of the global npmrc, where mirrors are set.
  const words = [...args, "ci", "--no-audit", "--no-fund"];
  if (runOpenly(program, words, directory) !== 0) {
    throw new Stop(EXIT.MACHINE, say({ en: "npm ci failed.", zh: "npm ci 失败。" }));
  }
}

/** npm notes what it installed; optional packages are those of other machines. @param {string} directory */
function packagesAreCurrent(directory) {
  const read = (/** @type {string} */ path) => {
    const file = join(directory, path);
    return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")).packages : {};
  };
  const installed = read("node_modules/.package-lock.json");
  return Object.entries(read("package-lock.json"))
    .filter(([path, { optional }]) => path.startsWith("node_modules/") && !optional)
    .every(([path, { version }]) => installed[path] && installed[path].version === version);
}

/** Builds native/: init and the addon. */
export function buildNative() {
  const stamp = join(ROOT, "native/build/.stamp");
  const print = fingerprint(ROOT, nativeSources(), [process.arch, distribution()]);
  if (isCurrent(stamp, print)) return;
  tell({ en: "Building native/ …", zh: "正在编译 native/……" });
  const gyp = join(ROOT, "node_modules/node-gyp/bin/node-gyp.js");
  const args = [gyp, "configure", "build", "--jobs", "max", ...headers()];
  if (runQuietly(process.execPath, args, join(ROOT, "native")) !== 0) {
    const reason = { en: "native/ could not be built.", zh: "native/ 编译失败。" };
    throw new Stop(EXIT.BUG, say(reason));
  }
  keepStamp(stamp, print);
  giveBack("native/build");
}

/** C, C++ and gyp files, and nothing that a build or a test makes. */
function nativeSources() {
  const names = readdirSync(join(ROOT, "native")).filter((name) => /\.(?:c|cc|h|gyp)$/.test(name));
  return [...names.sort().map((name) => join("native", name)), "package-lock.json"];
}

/** What was built here may not run on another distribution that shares this directory. */
function distribution() {
  const file = "/etc/os-release";
  return existsSync(file) ? readFileSync(file, "utf8") : "";
}

/** Node's headers, where the machine has those of this very Node; else node-gyp fetches them. */
function headers() {
  const places = [join(dirname(process.execPath), ".."), "/usr", "/usr/local"];
  const found = places.find((place) => {
    const file = join(place, "include/node/node_version.h");
    if (!existsSync(file)) return false;
    const [, major] = /NODE_MAJOR_VERSION (\d+)/.exec(readFileSync(file, "utf8")) ?? [];
    return major === process.versions.node.split(".")[0];
  });
  return found ? ["--nodedir", found] : [];
}

/** Bundles runtime/, the reference. */
export async function buildBundle() {
  const stamp = join(ROOT, "runtime/dist/.stamp");
  const sources = readdirSync(join(ROOT, "runtime")).filter((name) =>
    /\.[cm]js$|^(?:src|bin)$/.test(name),
  );
  const paths = [...sources.sort().map((name) => join("runtime", name)), "package-lock.json"];
  const print = fingerprint(ROOT, paths, [ROOT, process.version]);
  if (isCurrent(stamp, print)) return;
  const { bundle, quicken } = await import(pathToFileURL(join(ROOT, "runtime/build.mjs")).href);
  await bundle(dirname(stamp));
  await quicken(dirname(stamp));
  keepStamp(stamp, print);
  giveBack("runtime/dist");
}

/** What root makes in a user's directory is the user's. @param {string} path relative to ROOT */
export function giveBack(path) {
  const { uid, gid } = statSync(ROOT);
  if (uid === 0 || process.getuid?.() !== 0) return;
  chownSync(join(ROOT, path), uid, gid);
  for (const name of readdirSync(join(ROOT, path), { recursive: true, encoding: "utf8" })) {
    lchownSync(join(ROOT, path, name), uid, gid);
  }
}
