/**
 * Takes each defence out, one at a time, and sees the attack succeed that it is there for: a test
 * that no missing defence makes fail would prove nothing.
 *
 *   node --import tsx runtime/test/defences.ts [WORD]      only those whose attack has the word
 *
 * Not one of the .test.ts files, since it takes minutes: CI runs it.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { bundle } from "../build.mjs";
import { DEFENCES, type Defence } from "./attacks/defences.ts";

const SOURCES = fileURLToPath(new URL("../src/", import.meta.url));

/** The program without a defence. */
async function without({ file, from, to }: Defence, directory: string): Promise<string> {
  const source = readFileSync(join(SOURCES, file), "utf8");
  if (!source.includes(from)) throw new Error(`${file} does not have ${JSON.stringify(from)}`);
  return bundle(directory, new Map([[file, source.replace(from, to)]]));
}

/** Whether the attack succeeds against a program: its test fails. */
function succeeds({ suite, attack }: Defence, program: string | undefined): boolean {
  const test = fileURLToPath(new URL(`attacks/${suite}.test.ts`, import.meta.url));
  const env = { ...process.env, ATTACK: attack, ...(program ? { MYDOCKER: program } : {}) };
  const { stdout, stderr } = spawnSync(process.execPath, ["--import", "tsx", test], {
    env,
    encoding: "utf8",
    timeout: 120_000,
  });
  const [, total = 0, passed = 0] =
    /Total:\s+(\d+)\s+Passed:\s+(\d+)/.exec(stdout)?.map(Number) ?? [];
  if (total !== 1)
    throw new Error(`${suite}: no attack ${JSON.stringify(attack)}\n${stdout}${stderr}`);
  return passed === 0;
}

const directory = mkdtempSync(join(tmpdir(), "mydocker-defences-"));
const chosen = DEFENCES.filter(({ attack }) => attack.includes(process.argv[2] ?? ""));
let failed = 0;
try {
  for (const defence of chosen) {
    const holds = !succeeds(defence, undefined);
    const counts = succeeds(defence, await without(defence, directory));
    if (!holds || !counts) failed++;
    const what = holds ? (counts ? "✓" : "✗ not missed:") : "✗ does not hold:";
    console.log(`${what} ${defence.name}\n    ${defence.attack}`);
  }
} finally {
  rmSync(directory, { recursive: true });
}
console.log(`\n${chosen.length - failed} passed, ${failed} failed`);
process.exitCode = failed > 0 || chosen.length === 0 ? 1 : 0;
