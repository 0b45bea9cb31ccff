/** What is remembered of a container: plain data, one file each. What the kernel knows is not in it. */
import type { ProcessMark } from "../host/process.ts";
import type { ContainerConfig } from "../image/manifest.ts";
import type { VolumeUse } from "./findvolumes.ts";
import type { Spec } from "./spec.ts";

/** A container that was made. */
export interface ContainerRecord {
  readonly id: string;
  readonly name: string;
  /** As it was asked for; undefined for a root directory of the machine. */
  readonly image?: string | undefined;
  /** The image's id, a digest of its configuration. */
  readonly imageId?: string | undefined;
  /** The directories of the image's layers, the base first. */
  readonly layers: readonly string[];
  readonly argv: readonly string[];
  /** What it is started as; the overlay of an image is not in it, as its place follows from the id. */
  readonly spec?: Spec | undefined;
  /** How it was run, in an image's words: what `commit` keeps of it. */
  readonly config?: ContainerConfig | undefined;
  /** The volumes with a name that it has, running or not. */
  readonly volumes?: readonly VolumeUse[] | undefined;
  /** ISO 8601 */
  readonly created: string;
  /** Its first process, with what tells it from a later one of the same number. */
  readonly process?: ProcessMark | undefined;
  readonly exitCode?: number | undefined;
  /** ISO 8601 */
  readonly finished?: string | undefined;
}
