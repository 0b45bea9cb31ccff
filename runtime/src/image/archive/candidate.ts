/** An image that an archive holds, before it is in the store. */
import type { ImageConfig } from "../manifest.ts";
import type { DigestedFile } from "../store/digestedfile.ts";

/** All parts of an image are there; whether they are what they should be is still to be seen. */
export interface Candidate {
  readonly config: ImageConfig;
  readonly configBytes: Buffer;
  /** The manifest as the archive has it; docker's older archives have none of this kind. */
  readonly manifestBytes?: Buffer | undefined;
  /** In the order of the configuration's diff ids. */
  readonly layers: readonly DigestedFile[];
  /** What the archive calls it, as it is written there. */
  readonly names: readonly string[];
}
