/** A container's changes as a layer: an archive of just the difference. */
import { closeSync, fsyncSync, openSync, writeSync } from "node:fs";
import { setImmediate } from "node:timers/promises";
import type { Change } from "../changes.ts";
import type { Digest } from "../digest.ts";
import { openDigester } from "../digester.ts";
import { whiteoutNames } from "../whiteoutnames.ts";
import { openPacker, type Packer } from "./packer.ts";
import { openSink } from "./sink.ts";

/** A written layer. */
export interface WrittenLayer {
  readonly digest: Digest;
  /** What is not in it as it was in the container, each as a sentence. */
  readonly remarks: readonly string[];
}

/** No file of a container can be called so in a layer: it would delete another one. */
const WHITEOUT = /^\.wh\./;
const BREATH = 200; // changes between two chances for a signal to be heard

/**
 * Writes an upper directory's changes into a file. The same changes give the same bytes: what is in
 * the archive depends on names, contents and attributes alone, and times are whole seconds. Holes
 * are stored as zeros, as layers should not be sparse (OCI image specification, layer.md).
 */
export async function writeLayer(
  file: string,
  upper: string,
  changes: readonly Change[],
): Promise<WrittenLayer> {
  const out = openSync(file, "wx", 0o600);
  const digester = openDigester();
  const packer = openPacker(openSink(write), WHITEOUT);
  try {
    await packChanges(packer, upper, changes);
    fsyncSync(out);
  } finally {
    packer.close();
    closeSync(out);
  }
  return { digest: digester.digest(), remarks: packer.remarks };

  function write(piece: Buffer): void {
    digester.add(piece);
    // write(2) may take less than it is given when the disk fills up; then the next one says so
    for (let done = 0; done < piece.length; ) done += writeSync(out, piece, done);
  }
}

async function packChanges(packer: Packer, upper: string, changes: readonly Change[]) {
  for (const [index, change] of changes.entries()) {
    if (change.kind !== "D") packer.add(upper, change.path);
    for (const name of whiteoutNames(change)) packer.addMark(name);
    if (index % BREATH === 0) await setImmediate();
  }
  packer.finish();
}
