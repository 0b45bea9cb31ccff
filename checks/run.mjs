// @ts-check
/**
 * The entry of every npm script. Plain JavaScript and Node's own modules, so that it works before
 * anything is installed and on any system: it gets ready what is missing, or says how to get it,
 * and then starts the TypeScript part, src/cli.ts.
 *
 * Exit codes: 0 green, 1 your code, 2 your machine, 3 our bug.
 */
import { join } from "node:path";
import { become } from "./start/child.mjs";
import { EXIT, Stop } from "./start/exit.mjs";
import { adoptLanguage } from "./start/language.mjs";
import { isLinux, ROOT, requireNode, throughVm } from "./start/machine.mjs";
import {
  buildBundle,
  buildNative,
  installBookPackages,
  installPackages,
  setUp,
} from "./start/ready.mjs";
import { say, tell } from "./start/say.mjs";
import { keepingTerminal } from "./start/terminal.mjs";
import { dispatch } from "./vm/host.mjs";
import { vagrantTest } from "./vm/vagrant-test/main.mjs";
import { vm } from "./vm/vm.mjs";

/**
 * How much each command needs before the TypeScript part can do it: the packages of npm; the tools
 * that ./setup installs; or everything, to make containers.
 *
 * @type {Readonly<Record<string, "packages" | "tools" | "containers">>}
 */
const NEEDS = {
  lesson: "containers",
  try: "containers",
  hint: "packages",
  diff: "packages",
  solution: "packages",
  progress: "packages",
  language: "packages",
  update: "containers",
  reset: "packages",
  verify: "containers",
  grade: "containers",
  test: "containers",
  busybox: "tools",
  book: "packages",
  doctor: "packages",
  bench: "containers",
};

/** The command that everybody begins with. */
const FIRST = ["lesson", "1"];

/** @param {readonly string[]} words @returns {Promise<number>} the exit code */
async function main(words) {
  const [command = "", ...rest] = words;
  adoptLanguage();
  requireNode();
  if (command === "install") return install();
  if (command === "build") return build();
  if (command === "vm") return vm(rest);
  if (command === "vagrant:test") return vagrantTest(rest);
  if (!Object.hasOwn(NEEDS, command)) throw new Stop(EXIT.MACHINE, usage());
  // The list of lessons makes no container, and is what people look at first.
  const needs = command === "lesson" && rest.length === 0 ? "packages" : NEEDS[command];
  if (needs === "containers" || (needs === "tools" && !isLinux())) {
    const decided = await dispatch(words);
    if ("code" in decided) return decided.code;
    words = decided.here;
  }
  if (needs !== "packages") setUp();
  installPackages();
  if (command === "book") installBookPackages();
  if (needs === "containers" && !process.env.MYDOCKER) await build();
  return startTypeScript(words);
}

/**
 * npm's own lifecycle script. It never fails for what the machine lacks: whoever only wants to read
 * or to edit can, and every command that needs more says so.
 */
async function install() {
  if (!isLinux()) {
    process.stderr.write(`${throughVm(FIRST)}\n`);
    return EXIT.GREEN;
  }
  try {
    setUp();
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
    tell({ en: "Installed as far as possible.", zh: "能装的都已装好。" });
    return EXIT.GREEN;
  }
  return build();
}

async function build() {
  buildNative();
  await buildBundle();
  return EXIT.GREEN;
}

/** @param {readonly string[]} words */
function startTypeScript(words) {
  const { NODE_EXTRA_CA_CERTS, ...env } = process.env; // reading it costs each Node 38 ms
  if (NODE_EXTRA_CA_CERTS) env.MYDOCKER_EXTRA_CA_CERTS = NODE_EXTRA_CA_CERTS;
  const program = words[0] === "bench" ? "bench/main.ts" : "checks/src/cli.ts";
  const own = program === "bench/main.ts" ? words.slice(1) : words;
  const args = ["--import", "tsx", join(ROOT, program), ...own];
  const run = () => become(process.execPath, args, { cwd: ROOT, env });
  return words.at(-1) === "watch" ? keepingTerminal(run) : run();
}

const usage = () =>
  say({
    en: `Commands: npm run ${Object.keys(NEEDS).join(", ")}`,
    zh: `命令：npm run ${Object.keys(NEEDS).join("、")}`,
  });

// npm keeps the first `--` to itself; other runners hand it on.
const words = process.argv.slice(2).filter((word, i) => word !== "--" || i > 1);

main(words).then(
  (code) => process.exit(code),
  (error) => {
    if (!(error instanceof Stop)) console.error(error);
    else if (error.message !== "") console.error(error.message);
    process.exit(error instanceof Stop ? error.code : EXIT.BUG);
  },
);
