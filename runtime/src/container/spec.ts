/** What a container is to be: plain data, made by a command and read by the plan. */
import type { AllLimits } from "../host/cgroup/limits.ts";
import type { Overlay } from "../inside/overlay.ts";
import type { Tmpfs } from "../inside/tmpfs.ts";
import type { Volume } from "../inside/volumes.ts";
import type { VolumeUse } from "./findvolumes.ts";
import type { IdMaps } from "./idmap.ts";
import type { Names, Networking } from "./networking.ts";
import type { Security } from "./security.ts";
import type { Sharing } from "./sharing.ts";
import type { Tuning } from "./tuning.ts";

/** A container, before it exists. */
export interface Spec extends Tuning {
  /** 64 hexadecimal digits, as docker's. */
  readonly id: string;
  readonly argv: readonly string[];
  /** `NAME=value`; HOME is added when it is missing. */
  readonly env: readonly string[];
  readonly hostname: string;
  /** The directory that becomes `/`, absolute and without links; undefined: the machine's own. */
  readonly root?: string | undefined;
  /** The root may not be written to (`--read-only`). */
  readonly readOnly: boolean;
  readonly tmpfs: readonly Tmpfs[];
  readonly volumes: readonly Volume[];
  /** Those of the volumes that have a name. */
  readonly named?: readonly VolumeUse[];
  /** The layers that make the root, mounted at `root`; undefined: `root` is a directory. */
  readonly overlay?: Overlay | undefined;
  /** Where the command starts. */
  readonly workdir: string;
  /** `name|uid[:group|gid]`, looked up in the container's own root. */
  readonly user?: string | undefined;
  /** A pseudo-terminal (`-t`). */
  readonly terminal: boolean;
  /** Standard input is the caller's (`-i`). */
  readonly interactive: boolean;
  /** An init of ours stays as PID 1 (`--init`). */
  readonly init: boolean;
  /** A user namespace with these maps. */
  readonly ids?: IdMaps | undefined;
  readonly limits: AllLimits;
  /** How it is confined; undefined: as is usual for such a root. */
  readonly security?: Security | undefined;
  /** How it is connected; undefined: it has `lo`, and nothing else. */
  readonly networking?: Networking | undefined;
  readonly names?: Names | undefined;
  /** Files below /etc that are another container's (`--network container:NAME`); known at the start. */
  readonly sharedEtc?: SharedEtc | undefined;
  /** What is not its own; undefined: nothing. */
  readonly sharing?: Sharing | undefined;
  /** NIS, and the second part of its name in /etc/hosts (`--domainname`). */
  readonly domainname?: string | undefined;
}

/** By their names below /etc. */
export interface SharedEtc {
  /** Those that init has taken hold of (inside/sharedetc.ts). */
  readonly held: readonly string[];
  /** What is in the others. */
  readonly copied: Readonly<Record<string, string>>;
}
