/** Limits of a single process. */
import { type Plan, setrlimit } from "../kernel/call.ts";
import { RLIMIT } from "../kernel/flags.ts";

/** A limit: what it is now, and how far the process may raise it. */
export interface Ulimit {
  readonly resource: keyof typeof RLIMIT;
  /** In the unit of the resource (getrlimit(2)); -1: none. */
  readonly soft: number;
  readonly hard: number;
}

/** Sets limits, which all later processes of the container inherit (setrlimit(2)). */
export const limitProcess = (limits: readonly Ulimit[]): Plan =>
  limits.map(({ resource, soft, hard }) =>
    setrlimit(RLIMIT[resource], infinite(soft), infinite(hard)),
  );

/** RLIM_INFINITY is all bits. */
const infinite = (limit: number): bigint => BigInt.asUintN(64, BigInt(limit));
