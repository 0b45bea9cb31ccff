/** All defences, in the order of the attacks' files. */
import { ARCHIVES } from "./archives.ts";
import { CONFINEMENT } from "./confinement.ts";
import type { Defence } from "./defence.ts";
import { DESCRIPTORS } from "./descriptors.ts";
import { LINKS } from "./links.ts";
import { STATE } from "./state.ts";

export const DEFENCES: readonly Defence[] = [
  ...CONFINEMENT,
  ...DESCRIPTORS,
  ...LINKS,
  ...STATE,
  ...ARCHIVES,
];
