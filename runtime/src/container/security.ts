/**
 * How a container is confined: plain data. Docker's default for a container with a root of its own;
 * for the machine's own root nothing, unless it is asked for: who can write all of the machine's
 * files is not to be confined, and a list of what is forbidden would only look as if.
 */
import { lastCapability } from "../host/machine.ts";
import type { Confinement } from "../inside/confine.ts";
import type { Capability } from "../kernel/capabilities.ts";
import { DEFAULT_CAPABILITIES } from "./capabilities.ts";
import { defaultFilter } from "./seccomp/filter.ts";

/** What a container is left with. */
export interface Security {
  /** What root can do; undefined: all. */
  readonly capabilities?: readonly Capability[] | undefined;
  /** docker's filter of system calls, none, or a program for seccomp(2) in base 64. */
  readonly seccomp: "default" | "unconfined" | { readonly program: string };
  /** No set-user-ID program gives more (prctl(2), PR_SET_NO_NEW_PRIVS). */
  readonly noNewPrivileges: boolean;
  /** Files of the kernel that tell of the machine, or change it, are out of reach. */
  readonly masked: boolean;
  /** /sys can be written to. */
  readonly writableSys: boolean;
  /** Devices are out of reach, but for those that every container has, and its own. */
  readonly fewDevices: boolean;
}

/** A root of its own. */
export const DEFAULT: Security = {
  capabilities: DEFAULT_CAPABILITIES,
  seccomp: "default",
  noNewPrivileges: false,
  masked: true,
  writableSys: false,
  fewDevices: true,
};

/** The machine's own root. */
export const UNCONFINED: Security = {
  seccomp: "unconfined",
  noNewPrivileges: false,
  masked: false,
  writableSys: false,
  fewDevices: false,
};

/** `--privileged`. */
export const PRIVILEGED: Security = { ...UNCONFINED, writableSys: true };

/** What a container gets that asks for nothing. */
export const usualSecurity = (ownRoot: boolean): Security => (ownRoot ? DEFAULT : UNCONFINED);

/** What was asked for, or what is usual for such a root. */
export const securityOf = (c: {
  readonly root?: string | undefined;
  readonly security?: Security | undefined;
}): Security => c.security ?? usualSecurity(c.root !== undefined);

/** The same in the kernel's terms. */
export const limitsOf = (
  security: Security,
): Pick<Confinement, "capabilities" | "lastCapability" | "filter" | "noNewPrivileges"> => ({
  capabilities: security.capabilities,
  lastCapability: lastCapability(),
  filter: filterOf(security),
  noNewPrivileges: security.noNewPrivileges,
});

function filterOf({ seccomp, capabilities }: Security): Uint8Array | undefined {
  if (seccomp === "unconfined") return undefined;
  if (seccomp === "default") return defaultFilter(capabilities);
  return Buffer.from(seccomp.program, "base64");
}
