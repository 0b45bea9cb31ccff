/** What a container changed of its image. */
import { join } from "node:path";
import { type Change, changesOf } from "../image/changes.ts";
import { lowerTree } from "../image/lower.ts";
import type { ContainerRecord } from "./record.ts";
import { directoryOf } from "./store.ts";

/** The directory that takes a container's changes. */
export const upperOf = ({ id }: ContainerRecord): string => join(directoryOf(id), "upper");

/** All directories that its root is made of, the topmost first. */
export const layersOf = (record: ContainerRecord): string[] => [
  upperOf(record),
  ...record.layers.toReversed(),
];

/** Covered by mounts from before its command runs: what is there, only mydocker can have made. */
const COVERED = /^\/(dev|proc|sys)$/;

/** Reads a container's changes, also while it runs; not what mydocker made for its own mounts. */
export const containerChanges = (record: ContainerRecord): Change[] =>
  changesOf(upperOf(record), lowerTree(record.layers.toReversed())).filter(
    ({ path }) => !COVERED.test(path),
  );
