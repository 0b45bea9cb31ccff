/** docker's default filter: made once for the usual capabilities, and kept. */
import type { Capability } from "../../kernel/capabilities.ts";
import { DEFAULT_CAPABILITIES } from "../capabilities.ts";
import { compile } from "./compile.ts";
import { defaultProfile } from "./default.ts";
import { KEPT } from "./kept.ts";

const compiled = new Map<string, Uint8Array>();

/**
 * The program for a container with these capabilities on this machine.
 *
 * @param capabilities undefined: all
 */
export function defaultFilter(
  capabilities: readonly Capability[] | undefined,
  arch: string = process.arch,
): Uint8Array {
  const key = `${arch} ${capabilities?.toSorted().join() ?? "all"}`;
  const filter = compiled.get(key) ?? keptFilter(key, arch) ?? make(capabilities, arch);
  compiled.set(key, filter);
  return filter;
}

const USUAL = DEFAULT_CAPABILITIES.toSorted().join();

function keptFilter(key: string, arch: string): Uint8Array | undefined {
  const program = key === `${arch} ${USUAL}` ? KEPT[arch] : undefined;
  return program === undefined ? undefined : Buffer.from(program, "base64");
}

const make = (capabilities: readonly Capability[] | undefined, arch: string) =>
  compile(defaultProfile({ capabilities, arch }), arch);
