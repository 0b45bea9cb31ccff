/** What the doctor finds. */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import type { Text } from "../../harness/text.ts";

/** One thing that a machine needs. */
export interface Finding {
  readonly what: Text;
  /** `poor` is worth knowing, but no lesson fails by it. */
  readonly state: "good" | "poor" | "bad";
  /** How it is here. */
  readonly detail: Text;
  /** What mends it. */
  readonly fix?: Text;
  /** The lessons that cannot be done as long as it is bad; all, if it does not say. */
  readonly lessons?: readonly number[];
}

/** A file's text; empty where there is none, or where it may not be read. */
export function textOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

/** A file's words. */
export const wordsOf = (path: string): string[] => textOf(path).split(/\s+/).filter(Boolean);

/** Runs a tool; what it said on both streams, in English whatever the locale. */
export function tell(program: string, ...args: readonly string[]): { ok: boolean; said: string } {
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    encoding: "utf8",
    timeout: 10_000,
    env: { ...process.env, LC_ALL: "C", PATH: `${process.env.PATH}:/usr/sbin:/sbin` },
  });
  const said = `${stdout ?? ""}${stderr ?? ""}${error ? error.message : ""}`.trim();
  return { ok: status === 0, said };
}

/** Whether we may do what root may. */
export const isRoot = (): boolean => process.geteuid?.() === 0;
