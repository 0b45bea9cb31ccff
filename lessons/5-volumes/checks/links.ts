/** 5.9 and 5.10: an image's links, where a volume is to go, lead nowhere but into the image. */
import { mkdirSync, statSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import {
  both,
  Failure,
  goal,
  guard,
  type Text,
  type Trial,
} from "../../../checks/src/harness/index.ts";
import { newRoot } from "../../3-pivot_root/checks/newroot.ts";
import { boxWith, expectVolume, options, REFUSED } from "./box.ts";
import { look, newHost } from "./host.ts";

const UP = "../".repeat(20);

goal("5.9", async (t) => {
  await Promise.all(["/", UP].map((up) => expectInImage(t, up)));
});

async function expectInImage(t: Trial, up: string): Promise<void> {
  const [host, victim, root] = [newHost({ file: "" }), newHost(), newRoot()];
  const before = stateOf(victim);
  mkdirSync(join(root, victim), { recursive: true }); // where the link leads to, within the image
  symlinkSync(join(up, victim), join(root, "link"));
  try {
    const box = await boxWith(
      t,
      [`${host}:/link`, `${host}/file:/link/file`, `${host}:/link/a/b`],
      {
        root,
        causes: [[REFUSED.ANY, "link-refused"]],
      },
    );
    expectVolume(box, victim, host);
    expectVolume(box, join(victim, "a/b"), host);
    await box.end();
  } finally {
    expectUntouched(t, victim, before);
  }
}

const stateOf = (victim: string) => `${statSync(victim, { bigint: true }).ctimeNs} ${look(victim)}`;

function expectUntouched(t: Trial, victim: string, before: string): void {
  if (stateOf(victim) === before) return;
  throw new Failure(t.lines().at(-1) ?? "", { diagnosis: "made-on-machine", ...MADE(victim) });
}

const MADE = (victim: string): { expected: Text; observed: Text } => ({
  expected: both(`${victim} of the machine as it was`, `宿主机的 ${victim} 保持原样`),
  observed: both(
    "something was made in it: a link of the image leads there",
    "里面出现了新的东西：镜像里有一个链接指向那里",
  ),
});

const STARTS = 12; // a window of a millisecond between a look and a deed is met in one of four
const AT_ONCE = 4;

guard("5.10", async (t) => {
  const [host, victim, root] = [newHost({ file: "" }), newHost(), newRoot()];
  const before = stateOf(victim);
  const volumes = [`${host}:/swap/a`, `${host}:/swap/b/c`, `${host}/file:/swap/file`];
  const swapper = new Worker(SWAP, {
    execArgv: [],
    eval: true,
    argv: [join(root, "swap"), join(root, "away"), join(UP, victim)],
  });
  try {
    for (let i = 0; i < STARTS && stateOf(victim) === before; i += AT_ONCE) {
      const starts = Array.from({ length: AT_ONCE }, () =>
        t.probe(["exit", "0"], { options: options(volumes, root) }),
      );
      await Promise.all(starts);
    }
  } finally {
    await swapper.terminate();
  }
  expectUntouched(t, victim, before);
});

/**
 * Lets a name be a directory, then a link, then a directory again, thousands of times in a second;
 * ends by itself. A container may have made something of that name in between.
 */
const SWAP = `
  const { mkdirSync, renameSync, rmSync, symlinkSync } = require("node:fs");
  const [name, away, target] = process.argv.slice(2);
  const attempt = (act) => { try { act(); } catch {} };
  const still = new Int32Array(new SharedArrayBuffer(4));
  const stay = () => Atomics.wait(still, 0, 0, 0.1); // ms: or the containers would starve
  for (const end = Date.now() + 20000; Date.now() < end; ) {
    attempt(() => renameSync(name, away));
    attempt(() => symlinkSync(target, name));
    stay();
    attempt(() => rmSync(away, { recursive: true, force: true }));
    attempt(() => renameSync(name, away));
    attempt(() => mkdirSync(name));
    stay();
    attempt(() => rmSync(away, { recursive: true, force: true }));
  }
`;
