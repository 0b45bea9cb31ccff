/** Computes digests. Apart from digest.ts, as node:crypto takes 2 ms to load, which `run` saves. */
import { createHash } from "node:crypto";
import type { Digest } from "./digest.ts";
import { Refusal } from "./tar/refusal.ts";

/** A digest of what comes in pieces. */
export interface Digester {
  add(piece: Uint8Array): void;
  /** Of all so far; ends it. */
  digest(): Digest;
}

/** A digester that has seen nothing yet. */
export function openDigester(): Digester {
  const hash = createHash("sha256");
  return {
    add: (piece) => void hash.update(piece),
    digest: () => `sha256:${hash.digest("hex")}`,
  };
}

/** The digest of what is in memory. */
export function digestOf(bytes: Uint8Array): Digest {
  const digester = openDigester();
  digester.add(bytes);
  return digester.digest();
}

/** @throws Refusal when content is not what its name promises */
export function checkDigest(what: string, bytes: Uint8Array, expected: Digest): void {
  const actual = digestOf(bytes);
  if (actual !== expected) throw new Refusal(`${what} has the digest ${actual}, not ${expected}`);
}
