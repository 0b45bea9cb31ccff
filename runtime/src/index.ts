/**
 * mydocker as a library: containers from within a program, without a process for each.
 *
 * const container = await start(spec({ argv: ["/bin/true"], root: "/tmp/busybox" }), [0, 1, 2]);
 * await container.ended;
 * await container.remove();
 */
import type { Spec } from "./container/spec.ts";
import { newId } from "./host/random.ts";

export { type Outcome, runInForeground } from "./container/foreground.ts";
export type { IdMapping, IdMaps } from "./container/idmap.ts";
export { previewPlan } from "./container/preview.ts";
export type { Spec } from "./container/spec.ts";
export { type Running, start } from "./container/start.ts";
export type { Limits } from "./host/cgroup/limits.ts";
export { SyscallError, UserError } from "./kernel/errors.ts";
export type { Exit } from "./kernel/init.ts";

/** A Spec with what is usual filled in: a new id, which is the hostname too, and no limits. */
export function spec(wanted: Pick<Spec, "argv"> & Partial<Spec>): Spec {
  const id = newId();
  return {
    id,
    env: [],
    hostname: id.slice(0, 12),
    workdir: "/",
    readOnly: false,
    tmpfs: [],
    volumes: [],
    terminal: false,
    interactive: false,
    init: false,
    limits: {},
    ...wanted,
  };
}
