/**
 * Attacks, each on a victim of its own. ATTACK is the only one that is tried (../defences.ts).
 */
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { busyboxRoot } from "../../../checks/src/fixtures/busybox.ts";
import { vacate } from "../vacate.ts";
import { chosen } from "./chosen.ts";

/** What is attacked. */
export const MYDOCKER = fileURLToPath(new URL("../../bin/mydocker", import.meta.url));

/** Attacks of one kind: a suite that tries all, or the one that was asked for. */
export function attacks(name: string): {
  attack(title: string, attempt: () => unknown): void;
  run(): void;
} {
  const tests = chosen(suite(`attacks: ${name}`));
  tests.after(() => vacate(STATE, place));
  return {
    attack: (title, attempt) => tests(title, async () => void (await attempt())),
    run: () => tests.run(),
  };
}

/** For files of the attacks' own; it is removed in the end. */
export const place = mkdtempSync(join(tmpdir(), "mydocker-attack-"));

/** MYDOCKER_ROOT */
export const STATE = join(place, "state");

/** What mydocker is told by its environment. */
export const ENV = { ...process.env, MYDOCKER_ROOT: STATE, MYDOCKER_NETWORK: "none" };

/** Runs `mydocker WORDS…`. */
export function mydocker(...words: string[]) {
  const { status, stdout, stderr } = spawnSync(MYDOCKER, words, {
    env: ENV,
    encoding: "utf8",
    timeout: 60_000,
  });
  return { status, out: stdout.trim(), err: stderr.trim() };
}

/** A root file system of one's own to spoil. */
export function rootCopy(name: string): string {
  const root = join(place, name);
  cpSync(busyboxRoot(), root, { recursive: true, verbatimSymlinks: true });
  return root;
}

/** A directory that nobody in a container may reach, and what tells whether somebody did. */
export function victim(name: string) {
  const directory = join(place, name);
  mkdirSync(directory);
  writeFileSync(join(directory, "secret"), "untouched");
  const state = () => {
    const { nlink, mtimeMs, mode } = statSync(directory);
    return JSON.stringify([nlink, mtimeMs, mode, readFileSync(join(directory, "secret"), "utf8")]);
  };
  const before = state();
  return { directory, unharmed: () => assert.is(state(), before, "the victim is as it was") };
}

let built: string | undefined;

/** The program that makes the system calls of the attacks, static, so that any root can have it. */
export function attacker(): string {
  if (built) return built;
  const source = fileURLToPath(new URL("attacker.c", import.meta.url));
  built = join(place, "attacker");
  const words = ["-static", "-O1", "-Wall", "-o", built, source];
  const { status, stderr } = spawnSync("cc", words, { encoding: "utf8" });
  if (status !== 0) throw new Error(`attacker.c: ${stderr}`);
  return built;
}
