/** A container's whole tree as one archive, read from its layers: nothing is mounted for it. */
import { setImmediate } from "node:timers/promises";
import { openPacker } from "./layer/packer.ts";
import { openSink } from "./layer/sink.ts";
import { lowerTree } from "./lower.ts";

const BREATH = 200; // files between two chances for a signal to be heard

/**
 * Writes what overlay shows of the layers, each directory before what is in it.
 *
 * @param layers their directories, the topmost first
 * @param write is given the archive's bytes; it must take them all
 * @returns what is not in it as it was, each as a sentence
 */
export async function exportTree(
  layers: readonly string[],
  write: (piece: Buffer) => void,
): Promise<readonly string[]> {
  const tree = lowerTree(layers);
  const packer = openPacker(openSink(write));
  let count = 0;
  try {
    await below("");
    packer.finish();
  } finally {
    packer.close();
  }
  return packer.remarks;

  async function below(directory: string): Promise<void> {
    for (const name of tree.children(directory || "/")) {
      const path = `${directory}/${name}`;
      const layer = tree.layerOf(path);
      if (layer === undefined) continue; // a container that runs has just removed it
      packer.add(layer, path);
      count += 1;
      if (count % BREATH === 0) await setImmediate();
      await below(path);
    }
  }
}
