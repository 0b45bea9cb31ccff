/** Slips in one function of the reference. */
import { slipped } from "../../5-volumes/mutants/reference.ts";

/** A change: this text, which must be there, becomes that one. */
export type Slip = readonly [part: string, to: string];

/** Makes the function's body with slips. */
export const slipsIn =
  (file: string, name: string) =>
  (...slips: readonly Slip[]): string =>
    slipped(file, name, ...slips);
