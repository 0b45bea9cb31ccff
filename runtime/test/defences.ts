/**
 * Takes each defence out, one at a time, and sees the attack succeed that it is there for: a test
 * that no missing defence makes fail would prove nothing.
 *
 *   node --import tsx runtime/test/defences.ts [WORD]      only those whose attack has the word
 *
 * Not one of the .test.ts files, since it takes minutes: CI runs it.
 */
import { execFileSync, spawnSync } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { DEFENCES } from "./defences/all.ts";
import type { Change, Defence } from "./defences/defence.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** A copy of what is attacked and of its tests; all else is the original. */
function copyTree(to: string): void {
  for (const name of readdirSync(ROOT)) {
    if (name !== "runtime" && name !== "native") symlinkSync(join(ROOT, name), join(to, name));
  }
  for (const name of ["runtime", "native"]) copyInto(to, name);
}

/** With the times of files, by which make(1) knows what has changed. */
const copyInto = (to: string, name: string) =>
  cpSync(join(ROOT, name), join(to, name), {
    recursive: true,
    verbatimSymlinks: true,
    preserveTimestamps: true,
  });

function apply(tree: string, { file, from, to }: Change): void {
  const path = join(tree, file);
  const source = readFileSync(path, "utf8");
  if (!source.includes(from)) throw new Error(`${file} does not have ${JSON.stringify(from)}`);
  writeFileSync(path, source.replace(from, to));
}

/** What an attack may have spoilt is replaced, too. */
function restore(tree: string, { changes }: Defence): void {
  const native = changes.some(isNative);
  if (native) rmSync(join(tree, "native"), { recursive: true });
  if (native) copyInto(tree, "native");
  for (const { file } of changes) cpSync(join(ROOT, file), join(tree, file));
}

const isNative = ({ file }: Change) => file.startsWith("native/");

async function build(tree: string, native: boolean): Promise<void> {
  const make = ["-C", join(tree, "native/build"), "BUILDTYPE=Release"];
  if (native) execFileSync("make", make, { stdio: ["ignore", "ignore", "inherit"] });
  // With the programs of single commands, which would be taken first.
  rmSync(join(tree, "runtime/dist"), { recursive: true, force: true });
  mkdirSync(join(tree, "runtime/dist"));
  const { bundle } = await import(pathToFileURL(join(tree, "runtime/build.mjs")).href);
  await bundle(join(tree, "runtime/dist"));
}

/** Whether the attack succeeds in a tree: its test fails. */
function succeeds(tree: string, { suite, attack }: Defence): boolean {
  const test = join(tree, `runtime/test/${suite}.test.ts`);
  const { stdout, stderr } = spawnSync(process.execPath, ["--import", "tsx", test], {
    cwd: tree,
    env: { ...process.env, ATTACK: attack },
    encoding: "utf8",
    timeout: 120_000,
  });
  const [, total = 0, passed = 0] =
    /Total:\s+(\d+)\s+Passed:\s+(\d+)/.exec(stdout)?.map(Number) ?? [];
  if (total !== 1)
    throw new Error(`${suite}: no attack ${JSON.stringify(attack)}\n${stdout}${stderr}`);
  return passed === 0;
}

/** In its place, so that a defence which was taken out does not stay out. */
async function succeedsWithout(tree: string, defence: Defence): Promise<boolean> {
  try {
    for (const change of defence.changes) apply(tree, change);
    await build(tree, defence.changes.some(isNative));
    return succeeds(tree, defence);
  } finally {
    restore(tree, defence);
  }
}

const tree = mkdtempSync(join(tmpdir(), "mydocker-defences-"));
const chosen = DEFENCES.filter(({ attack }) => attack.includes(process.argv[2] ?? ""));
const held = new Map<string, boolean>();
let failed = 0;
try {
  copyTree(tree);
  for (const defence of chosen) {
    const { suite, attack } = defence;
    const holds = held.get(suite + attack) ?? !succeeds(ROOT, defence);
    held.set(suite + attack, holds);
    const counts = await succeedsWithout(tree, defence);
    if (!holds || !counts) failed++;
    const what = holds ? (counts ? "✓" : "✗ not missed:") : "✗ does not hold:";
    console.log(`${what} ${defence.name}\n    ${attack}`);
  }
} finally {
  rmSync(tree, { recursive: true });
}
console.log(`\n${chosen.length - failed} passed, ${failed} failed`);
process.exitCode = failed > 0 || chosen.length === 0 ? 1 : 0;
