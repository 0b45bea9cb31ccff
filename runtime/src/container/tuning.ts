/** Options about what a container's processes find: devices, limits of processes, settings. */
import type { Device } from "../inside/devices.ts";
import type { Ulimit } from "../inside/rlimits.ts";
import type { Sysctl } from "../inside/sysctls.ts";
import { UserError } from "../kernel/errors.ts";
import { allDevices, parseDevice } from "./deviceoption.ts";
import { parseSize } from "./limits.ts";
import { parseSysctls } from "./sysctls.ts";
import { parseUlimits } from "./ulimits.ts";

/** What is undefined is as usual. */
export interface Tuning {
  readonly devices?: readonly Device[] | undefined;
  readonly ulimits?: readonly Ulimit[] | undefined;
  readonly sysctls?: readonly Sysctl[] | undefined;
  /** Bytes of /dev/shm. */
  readonly shmSize?: number | undefined;
  /** -1000 to 1000: who goes first when memory runs out. */
  readonly oomScoreAdj?: number | undefined;
  /** Names or numbers of groups that the command is in beside its own. */
  readonly moreGroups?: readonly string[] | undefined;
}

/** The options as text, by commander's names for them. */
export interface TuningOptions {
  readonly device?: readonly string[];
  readonly ulimit?: readonly string[];
  readonly sysctl?: readonly string[];
  readonly shmSize?: string;
  readonly oomScoreAdj?: string;
  readonly groupAdd?: readonly string[];
  readonly privileged?: boolean;
}

/**
 * @param ownRoot whether there is a root, and so a /dev, of the container's own
 * @throws UserError naming the option, its value and what is possible
 */
export function parseTuning(options: TuningOptions, ownRoot: boolean): Tuning {
  if (!ownRoot) refuseOwnDev(options);
  const { ulimit, sysctl, shmSize, oomScoreAdj, groupAdd } = options;
  return {
    devices: devicesOf(options, ownRoot),
    ulimits: ulimit && parseUlimits(ulimit),
    sysctls: sysctl && parseSysctls(sysctl),
    shmSize: shmSize === undefined ? undefined : parseShmSize(shmSize),
    oomScoreAdj: oomScoreAdj === undefined ? undefined : parseOomScore(oomScoreAdj),
    moreGroups: groupAdd,
  };
}

/** `--privileged` is all that the machine has, and beside it only what is to be elsewhere. */
function devicesOf({ device, privileged }: TuningOptions, ownRoot: boolean) {
  const asked = device?.flatMap(parseDevice);
  if (!privileged || !ownRoot) return asked;
  const targets = new Set(asked?.map(({ target }) => target));
  return [...(asked ?? []), ...allDevices().filter(({ target }) => !targets.has(target))];
}

function refuseOwnDev({ device, shmSize }: TuningOptions): void {
  const option = device ? "--device" : shmSize ? "--shm-size" : undefined;
  if (option === undefined) return;
  throw new UserError(
    `${option} needs an image or a --rootfs: the machine's own root has the machine's own /dev`,
  );
}

function parseShmSize(text: string): number {
  const size = parseSize("--shm-size", text);
  if (size > 0) return size;
  throw new UserError(`--shm-size ${JSON.stringify(text)}: at least 1 byte is needed`);
}

function parseOomScore(text: string): number {
  const score = /^-?[0-9]{1,4}$/.test(text) ? Number(text) : Number.NaN;
  if (Math.abs(score) <= 1000) return score;
  throw new UserError(`--oom-score-adj ${JSON.stringify(text)}: -1000 to 1000 is possible`);
}
