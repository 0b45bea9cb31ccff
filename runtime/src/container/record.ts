/** What is remembered of a container: plain data, one file each. What the kernel knows is not in it. */
import type { Published } from "../host/network/network.ts";
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
  /** `run` makes it, and it has not run yet: if that is given up, it goes. */
  readonly fresh?: boolean | undefined;
  /** Remove it when it has ended (`--rm`). */
  readonly remove?: boolean | undefined;
  readonly restart?: RestartPolicy | undefined;
  /** What `stop` sends; SIGTERM unless it is given. */
  readonly stopSignal?: string | undefined;
  /** Seconds that `stop` waits; 10 unless it is given, below 0 for ever. */
  readonly stopTimeout?: number | undefined;
  readonly log?: LogLimits | undefined;
  readonly labels?: Readonly<Record<string, string>> | undefined;
  /** What others may want to know of it (`--annotation`). */
  readonly annotations?: Readonly<Record<string, string>> | undefined;
  /** Its first process, with what tells it from a later one of the same number. */
  readonly process?: ProcessMark | undefined;
  /** Its monitor; undefined in the foreground, where mydocker itself is the parent. */
  readonly monitor?: ProcessMark | undefined;
  /** Who waits to start it again. */
  readonly waiter?: ProcessMark | undefined;
  /** Somebody asked for its end, so that it is not started again. */
  readonly stopped?: boolean | undefined;
  /** Ports of the machine that are held for it in this run, and were led to it before it left a network. */
  readonly ports?: readonly Published[] | undefined;
  /** How often it was started again since somebody asked for it, and how often without a rest. */
  readonly restarts?: { readonly count: number; readonly inARow: number } | undefined;
  /** When its command last began to run; ISO 8601 */
  readonly started?: string | undefined;
  /** How it last ended; undefined while nobody knows. */
  readonly exitCode?: number | undefined;
  readonly outOfMemory?: boolean | undefined;
  /** Why it could not be started again. */
  readonly error?: string | undefined;
  /** ISO 8601; undefined while it runs, or while what follows its end is not done. */
  readonly finished?: string | undefined;
}

/** `--restart` */
export interface RestartPolicy {
  readonly name: "no" | "on-failure" | "always" | "unless-stopped";
  /** The most restarts of on-failure; undefined: no end. */
  readonly most?: number | undefined;
}

/** `--log-opt` */
export interface LogLimits {
  /** Bytes of one file; 0: no end. */
  readonly maxSize: number;
  /** 0: there is no log. */
  readonly maxFiles: number;
}
