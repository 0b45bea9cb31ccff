/**
 * The confinement of a process, in the order in which it must be given up: what root may do, who it
 * is, and last what it may ask the kernel for.
 */
import { capset, type Plan, prctl } from "../kernel/call.ts";
import { type Capability, numberOf } from "../kernel/capabilities.ts";
import { PR } from "../kernel/flags.ts";
import { limitCapabilities } from "./capabilities.ts";
import { becomeUser, type Identity } from "./identity.ts";
import { dieWithParent } from "./process.ts";
import { filterCalls } from "./seccomp.ts";

/** What a process is left with. */
export interface Confinement {
  /** Undefined: all. */
  readonly capabilities: readonly Capability[] | undefined;
  /** The highest number of a capability that the kernel knows. */
  readonly lastCapability: number;
  /** A program for seccomp(2); undefined: none. */
  readonly filter: Uint8Array | undefined;
  readonly noNewPrivileges: boolean;
  /** Undefined: it stays who it is. */
  readonly identity: Identity | undefined;
  /** False in a user namespace that was made without root. */
  readonly mayChooseGroups: boolean;
  /** It goes on when its parent ends. */
  readonly outlives?: boolean | undefined;
  /** What it has before, as bits; undefined: all that root is left with. */
  readonly permitted?: bigint | undefined;
}

/** From our own process to the command's; only its execve may follow, or its init's last steps. */
export const confine = (to: Confinement): Plan => [
  ...(to.capabilities ? limitCapabilities(to.capabilities.map(numberOf), to.lastCapability) : []),
  ...(to.identity ? becomeAnybody(to.identity, to) : []),
  ...(to.noNewPrivileges ? [prctl(PR.SET_NO_NEW_PRIVS, 1)] : []),
  ...(to.outlives ? [] : dieWithParent()), // again: changing user forgets it
  ...(to.filter ? filterCalls(to.filter) : []),
];

/** Who is not root may not install a filter, so one capability is kept until the execve takes it. */
function becomeAnybody(who: Identity, to: Confinement): Plan {
  const become = becomeUser(who, to.mayChooseGroups);
  if (who.uid === 0 || !to.filter || to.noNewPrivileges) return become;
  const admin = 1n << BigInt(numberOf("SYS_ADMIN"));
  return [
    prctl(PR.SET_KEEPCAPS, 1),
    ...become,
    capset({ effective: admin, permitted: admin, inheritable: 0n }),
  ];
}

/**
 * For who stays as it is: gives up the capabilities that an execve would take. After the filter,
 * which one of them is needed for.
 */
export function giveUpCapabilities(to: Confinement): Plan {
  const isRoot = to.identity?.uid === 0;
  if (isRoot && to.capabilities === undefined) return [];
  const kept = isRoot ? (to.capabilities ?? []) : [];
  const bits = kept.reduce((sum, one) => sum | (1n << BigInt(numberOf(one))), 0n);
  const left = bits & (to.permitted ?? bits);
  return [capset({ effective: left, permitted: left, inheritable: 0n })];
}
