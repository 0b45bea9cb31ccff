// @ts-check
/**
 * `npm run vm v1|v2 [COMMAND…]`: runs a command, as root, in a copy of the project in a virtual
 * machine that is thrown away afterwards, with cgroups of version 1 or 2.
 *
 * Everything is compiled here and nothing inside. What the command leaves in $MYDOCKER_RESULTS
 * comes back to .cache/vm/results/VERSION, with its output and what it left behind on the machine
 * (`ledger`). The exit code is the command's; 2 when the machine did not bring one back; 1 when the
 * usual command, which has to, did not leave the machine as it was.
 */
import { randomBytes } from "node:crypto";
import { closeSync, mkdirSync, openSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runOpenly } from "../start/child.mjs";
import { EXIT, Stop } from "../start/exit.mjs";
import { ROOT } from "../start/machine.mjs";
import { buildBundle, buildNative, installPackages, setUp } from "../start/ready.mjs";
import { languageOf, say, tell } from "../start/say.mjs";
import { image } from "./image.mjs";
import { orders, pack } from "./luggage.mjs";
import { live } from "./machine.mjs";
import { accelerator, qemuCommand, SLOWNESS } from "./qemu.mjs";
import { complain, resultsDisk, showLedger, unpack } from "./results.mjs";
import { scratch } from "./scratch.mjs";
import { USAGE } from "./usage.mjs";

/** What compile.ts makes. */
const CHECKS = ["node", ".cache/vm/compiled/checks.mjs"];

/** What a command may take on a machine of usual speed, the machine's start included (ms). */
const LIMIT = 240_000;

/** @param {readonly string[]} words @returns {Promise<number>} the exit code */
export async function vm([version, ...words]) {
  if (version === undefined || version === "help") {
    console.log(say(USAGE));
    return EXIT.GREEN;
  }
  if (version !== "v1" && version !== "v2") {
    const { en, zh } = USAGE;
    throw new Stop(
      EXIT.MACHINE,
      say({
        en: `${JSON.stringify(version)} is no version of cgroups: v1 or v2.\n\n${en}`,
        zh: `“${version}”不是 cgroup 版本，只有 v1 和 v2。\n\n${zh}`,
      }),
    );
  }
  if (process.platform !== "linux") {
    const reason = {
      en: "npm run vm needs Linux; vagrant up does not.",
      zh: "npm run vm 需要 Linux；vagrant up 则不需要。",
    };
    throw new Stop(EXIT.MACHINE, say(reason));
  }
  const command = words.length > 0 ? words : CHECKS;
  await getReady(command === CHECKS ? "compile.ts" : "fixtures.ts");
  const directory = scratch(tmpdir(), "mydocker-vm");
  try {
    return await travel(version, command, directory);
  } finally {
    rmSync(directory, { recursive: true, force: true, maxRetries: 10 });
  }
}

/**
 * Compiles and fetches all that the machine needs, so that it can do without both.
 *
 * @param {"compile.ts" | "fixtures.ts"} program what makes it, beside what every command needs
 */
async function getReady(program) {
  if (runOpenly("sh", [join(ROOT, "checks/vm/setup")], ROOT) !== 0) throw new Stop(EXIT.MACHINE);
  setUp();
  installPackages();
  buildNative();
  await buildBundle();
  const file = join(ROOT, "checks/vm", program);
  if (runOpenly(process.execPath, ["--import", "tsx", file], ROOT) !== 0) {
    throw new Stop(EXIT.MACHINE);
  }
}

/**
 * @param {import("./qemu.mjs").Version} version
 * @param {readonly string[]} command
 * @param {string} directory for all that is only needed until it is over
 * @returns {Promise<number>} the exit code
 */
async function travel(version, command, directory) {
  const by = accelerator();
  const scale = Number(process.env.MYDOCKER_TIME_SCALE) || SLOWNESS[by];
  const nonce = randomBytes(16).toString("hex");
  const project = ROOT.replace(/\/$/, "");
  const disks = {
    image: await image(),
    luggage: await pack(
      directory,
      orders({ nonce, project, environment: environment(scale), command }),
    ),
    results: resultsDisk(directory),
  };
  const home = join(ROOT, ".cache/vm/results", version);
  rmSync(home, { recursive: true, force: true });
  mkdirSync(home, { recursive: true });
  const log = openSync(join(home, "output"), "w");
  const output = (/** @type {Buffer} */ text) => {
    process.stdout.write(text);
    writeSync(log, text);
  };
  const argv = qemuCommand({ version, accelerator: by, ...disks });
  const began = performance.now();
  const ended = await live(argv, { nonce, limit: LIMIT * scale, directory, output });
  const seconds = Math.round((performance.now() - began) / 1000);
  closeSync(log);
  if (ended.status === undefined) return complain(ended, seconds);
  await unpack(disks.results, home);
  const clean = showLedger(home) || command !== CHECKS;
  tell({
    en: `cgroup ${version}, ${by}: exit code ${ended.status} after ${seconds} s`,
    zh: `cgroup ${version}，${by}：${seconds} 秒后退出，退出码 ${ended.status}`,
  });
  return ended.status === EXIT.GREEN && !clean ? EXIT.CODE : ended.status;
}

/** What a command inside is told. @param {number} scale */
const environment = (scale) => ({
  MYDOCKER_TIME_SCALE: String(scale),
  MYDOCKER_LANG: languageOf(process.env),
  [process.stdout.isTTY ? "FORCE_COLOR" : "NO_COLOR"]: "1",
});
