/** A layer's blob becomes a directory. */

import { type Bytes, decompress } from "../tar/compression.ts";
import { tarReader } from "../tar/reader.ts";
import { type Budget, openAccount } from "./budget.ts";
import { layerWriter } from "./writer.ts";

/**
 * Unpacks a tar stream, compressed or not, into an empty directory that nobody else can reach.
 *
 * @param each is called with every piece of the tar stream, decompressed
 * @returns what the layer has come to
 * @throws Refusal for a hostile or damaged archive; the directory is then to be thrown away
 */
export async function unpackLayer(
  source: Bytes,
  root: string,
  budget: Budget,
  each: (piece: Buffer) => void = () => {},
): Promise<Budget> {
  const account = openAccount(budget);
  const writer = layerWriter(root, account);
  const reader = tarReader(writer);
  try {
    for await (const piece of decompress(source)) {
      each(piece);
      reader.write(piece);
    }
    reader.finish();
  } finally {
    writer.close();
  }
  return account.spent();
}
