/** A container that may live on without us, and for as long as it does not shows what it does. */
import type { Trace } from "../kernel/init.ts";
import { type Attachment, attach } from "./attach.ts";
import { DETACH_KEYS, parseDetachKeys } from "./detachkeys.ts";
import { type Remembered, runDetached } from "./life.ts";
import type { Spec } from "./spec.ts";

/**
 * Runs a new container with a monitor, attached from its first word on: what `run` does where the
 * foreground would not do, since it starts again, or can be left.
 *
 * @returns its exit code, or 0 when it was left
 */
export async function runAttached(
  spec: Spec,
  wanted: Remembered,
  detachKeys = DETACH_KEYS,
  trace?: Trace,
): Promise<number> {
  parseDetachKeys(detachKeys);
  const how = { input: spec.interactive, endsInput: true, detachKeys, proxy: !spec.terminal };
  let attached: Attachment | undefined;
  await runDetached(spec, wanted, trace, async (record) => {
    attached = await attach(record, how);
  });
  return (await attached?.ended) ?? 0;
}
