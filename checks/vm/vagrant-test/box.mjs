// @ts-check
/** The box that the Vagrantfile is tried with: Debian, Node, and the packages of npm in a cache. */
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { runWithUs } from "../../start/child.mjs";
import { EXIT, Stop } from "../../start/exit.mjs";
import { ROOT } from "../../start/machine.mjs";
import { say } from "../../start/say.mjs";
import { cached } from "../cache.mjs";
import { scratch } from "../scratch.mjs";

const HERE = "checks/vm/vagrant-test";

/** @returns {Promise<string>} the path of the box, made the first time */
export async function box() {
  const node = nodePrefix();
  const directory = await cached({
    name: { en: "a box for Vagrant", zh: " Vagrant box" },
    files: [`${HERE}/box.sh`, `${HERE}/box.rb`, `${HERE}/install-grub`, "package-lock.json"],
    words: [process.version],
    make: (directory) =>
      withNpmCache((packages) =>
        runWithUs(join(ROOT, HERE, "box.sh"), [directory, node, packages], ROOT, "quiet"),
      ),
  });
  return join(directory, "mydocker.box");
}

/** Where this Node is installed, with its headers and npm. @throws Stop when they are elsewhere */
function nodePrefix() {
  const prefix = join(dirname(process.execPath), "..");
  const parts = ["include/node/node_version.h", "lib/node_modules/npm"];
  if (parts.every((part) => existsSync(join(prefix, part)))) return prefix;
  const reason = {
    en: `The box takes a Node with its headers and npm beside it, which ${process.execPath} has not.`,
    zh: `制作 box 需要连同头文件和 npm 一起安装的 Node，而 ${process.execPath} 旁边没有。`,
  };
  throw new Stop(EXIT.MACHINE, say(reason));
}

/**
 * Calls with a cache that has every package of package-lock.json.
 *
 * @param {(cache: string) => Promise<number>} use returns an exit code
 * @returns {Promise<number>} the exit code, npm's if that failed
 */
async function withNpmCache(use) {
  const copy = scratch(tmpdir(), "mydocker-packages");
  try {
    const { workspaces } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
    for (const directory of ["", ...workspaces]) {
      mkdirSync(join(copy, directory), { recursive: true });
      cpSync(join(ROOT, directory, "package.json"), join(copy, directory, "package.json"));
    }
    cpSync(join(ROOT, "package-lock.json"), join(copy, "package-lock.json"));
    const cache = join(copy, ".npm");
    const options = ["--ignore-scripts", "--no-audit", "--no-fund", "--cache", cache];
    const code = await runWithUs("npm", ["ci", ...options], copy, "quiet");
    return code === 0 ? await use(cache) : code;
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}
