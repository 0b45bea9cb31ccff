// @ts-check
/** Which machines can run containers, and the way out on the others. */
import { fileURLToPath } from "node:url";
import { EXIT, Stop } from "./exit.mjs";
import { say } from "./say.mjs";

/** The project's directory. */
export const ROOT = fileURLToPath(new URL("../..", import.meta.url));

const OLDEST_NODE = 20;

/** @throws Stop on a Node that is too old for the project's own code */
export function requireNode() {
  const [major] = process.versions.node.split(".");
  if (Number(major) >= OLDEST_NODE) return;
  throw new Stop(
    EXIT.MACHINE,
    say({
      en: `This needs Node ${OLDEST_NODE} or newer, and this is ${process.version}: https://nodejs.org`,
      zh: `需要 Node ${OLDEST_NODE} 或更新的版本，而这里是 ${process.version}：https://nodejs.org`,
    }),
  );
}

/** Containers are a thing of Linux; elsewhere a virtual machine has one. */
export const isLinux = () => process.platform === "linux";

/**
 * How to run a command in the Vagrant machine of this project: the one place that knows.
 *
 * @param {readonly string[]} words
 */
export function throughVm(words) {
  const command = `vagrant up && npm run ${words.join(" ")}`;
  return say({
    en: `In the project's virtual machine (https://vagrantup.com), since containers need Linux:\n  ${command}`,
    zh: `容器需要 Linux，请在本项目的虚拟机（https://vagrantup.com）里运行：\n  ${command}`,
  });
}
