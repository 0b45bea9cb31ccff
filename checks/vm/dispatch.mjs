// @ts-check
/**
 * Where a command runs that makes containers: here, in one of the Vagrantfile's machines, or, until
 * somebody does something about it, nowhere. A decision about plain facts; vagrant.mjs acts on it.
 */

/** @typedef {import("../start/say.mjs").Text} Text */

/** The Vagrantfile's machines, the usual one first. */
export const MACHINES = /** @type {const} */ (["ubuntu", "centos"]);

/** @typedef {(typeof MACHINES)[number]} Machine */

/**
 * @typedef {object} Facts
 * @property {NodeJS.Platform} platform
 * @property {boolean} root
 * @property {boolean} vagrant whether it is installed
 * @property {readonly Machine[]} up those that `vagrant up` has made
 */

/**
 * @typedef {{ place: "here", words: readonly string[] }
 *   | { place: "machine", machine: Machine, words: readonly string[] }
 *   | { place: "nowhere", why: Text }} Decision
 */

/**
 * Decides. `on here`, `on ubuntu` and `on centos` may come after the command's name or at its end;
 * without them the machine at hand is taken if it will do.
 *
 * @param {readonly string[]} words `lesson 3 on centos`
 * @param {Facts} facts
 * @returns {Decision} with the words that are left
 */
export function decide(words, facts) {
  const { on, words: rest } = takeOn(words);
  if (on === "here") return here(rest, facts);
  if (on !== undefined) return inMachine(on, rest, facts);
  if (isRootOnLinux(facts)) return { place: "here", words: rest };
  const machine = facts.vagrant && MACHINES.find((name) => facts.up.includes(name));
  if (machine) return { place: "machine", machine, words: rest };
  const why = facts.platform === "linux" ? sudoOrMachine(rest) : up(MACHINES[0], rest, facts);
  return { place: "nowhere", why };
}

/** @param {Facts} facts */
const isRootOnLinux = ({ platform, root }) => platform === "linux" && root;

/** @param {readonly string[]} words */
function takeOn(words) {
  const places = ["here", ...MACHINES];
  // What `try` is given is another program's command line, whose end is its own.
  const spots = words[0] === "try" ? [1] : [1, words.length - 2];
  const at = spots.find((i) => i > 0 && words[i] === "on" && places.includes(words[i + 1] ?? ""));
  if (at === undefined) return { on: undefined, words };
  const on = /** @type {Machine | "here"} */ (words[at + 1]);
  return { on, words: words.filter((_, i) => i !== at && i !== at + 1) };
}

/** @param {readonly string[]} words @param {Facts} facts @returns {Decision} */
function here(words, facts) {
  if (isRootOnLinux(facts)) return { place: "here", words };
  if (facts.platform === "linux") return { place: "nowhere", why: sudo(words) };
  const why = {
    en: "Containers need Linux, and this machine has none: leave `on here` out.",
    zh: "容器需要 Linux，而这台机器不是：请去掉 `on here`。",
  };
  return { place: "nowhere", why };
}

/** @param {Machine} machine @param {readonly string[]} words @param {Facts} facts @returns {Decision} */
function inMachine(machine, words, facts) {
  if (facts.vagrant && facts.up.includes(machine)) return { place: "machine", machine, words };
  return { place: "nowhere", why: up(machine, words, facts) };
}

/** @param {readonly string[]} words @returns {Text} */
function sudo(words) {
  const command = `sudo env "PATH=$PATH" npm run ${quote(words)}`;
  return {
    en: `Making containers needs root here. Run:\n  ${command}`,
    zh: `在这里创建容器需要 root 权限。请运行：\n  ${command}`,
  };
}

/** @param {readonly string[]} words @returns {Text} */
function sudoOrMachine(words) {
  const { en, zh } = sudo(words);
  const command = `vagrant up && npm run ${quote(words)}`;
  return {
    en: `${en}\nor, in a virtual machine (https://vagrantup.com):\n  ${command}`,
    zh: `${zh}\n或者在虚拟机里运行（https://vagrantup.com）：\n  ${command}`,
  };
}

/**
 * How to get a machine, for a command that is to run in it.
 *
 * @param {Machine} machine
 * @param {readonly string[]} words
 * @param {Pick<Facts, "vagrant">} facts
 * @returns {Text}
 */
export function up(machine, words, { vagrant }) {
  const usual = machine === MACHINES[0];
  const start = usual ? "vagrant up" : `vagrant up ${machine}`;
  const command = `${start} && npm run ${quote(usual ? words : putOn(machine, words))}`;
  const place = "https://vagrantup.com";
  const install = {
    en: vagrant ? "" : ` Install Vagrant (${place}), then`,
    zh: vagrant ? "" : `先安装 Vagrant（${place}），再`,
  };
  return {
    en: `The project's virtual machine is not up, and containers need Linux.${install.en} Run:\n  ${command}`,
    zh: `本项目的虚拟机还没有启动，而容器需要 Linux。请${install.zh}运行：\n  ${command}`,
  };
}

/** @param {Machine} machine @param {readonly string[]} words */
const putOn = (machine, [command = "", ...rest]) =>
  command === "try" ? [command, "on", machine, ...rest] : [command, ...rest, "on", machine];

/**
 * Words as one types them after `npm run`; npm needs `--` before what begins with a dash.
 *
 * @param {readonly string[]} words
 */
export function quote(words) {
  const [command = "", ...rest] = words;
  const all = rest.some((word) => word.startsWith("-")) ? [command, "--", ...rest] : words;
  return all.map(shellWord).join(" ");
}

/** @param {string} word as a shell reads it back */
export const shellWord = (word) =>
  /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
