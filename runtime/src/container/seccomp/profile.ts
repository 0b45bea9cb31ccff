/** What a container may ask the kernel for, in the form of docker's profiles. */
import type { Capability } from "../../kernel/capabilities.ts";

/** How an argument is compared; of MASKED_EQ, `value` is the mask, and `valueTwo` what is left. */
export type Operator = "NE" | "LT" | "LE" | "EQ" | "GE" | "GT" | "MASKED_EQ";

/** A condition on one argument of a call, as 64 bits. */
export interface Condition {
  readonly index: number;
  readonly op: Operator;
  readonly value: bigint;
  readonly valueTwo: bigint;
}

/** What becomes of a call: what the kernel does, a SECCOMP_RET_* value (seccomp(2)). */
export type Action = number;

/** Some calls, and what becomes of them when all conditions hold. */
export interface Rule {
  readonly names: readonly string[];
  readonly action: Action;
  readonly conditions: readonly Condition[];
}

/** A profile for one machine and one set of capabilities. */
export interface Profile {
  /** Of a call that no rule is about. */
  readonly otherwise: Action;
  /** The first of them whose conditions hold counts, those without conditions last. */
  readonly rules: readonly Rule[];
}

/** What a profile depends on. */
export interface Circumstances {
  /** Undefined: all. */
  readonly capabilities: readonly Capability[] | undefined;
  /** As Node has it: "x64" or "arm64". */
  readonly arch: string;
}

/** seccomp(2): what a filter can answer. */
export const RET = {
  KILL_PROCESS: 0x80000000,
  KILL_THREAD: 0,
  TRAP: 0x30000,
  ERRNO: 0x50000,
  TRACE: 0x7ff00000,
  LOG: 0x7ffc0000,
  ALLOW: 0x7fff0000,
} as const;
