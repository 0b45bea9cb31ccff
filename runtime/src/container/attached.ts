/** A container that may live on without us, and for as long as it does not shows what it does. */
import { UserError } from "../kernel/errors.ts";
import type { Trace } from "../kernel/init.ts";
import { type Attachment, attach } from "./attach.ts";
import { DETACH_KEYS, parseDetachKeys } from "./detachkeys.ts";
import { type Remembered, runDetached } from "./life.ts";
import type { Spec } from "./spec.ts";

/** The options, by commander's names. */
export interface AttachOptions {
  readonly detachKeys?: string;
  readonly attach?: readonly string[];
}

/**
 * Runs a new container with a monitor, attached from its first word on: what `run` does where the
 * foreground would not do, since it starts again, or can be left.
 *
 * @returns its exit code, or 0 when it was left
 */
export async function runAttached(
  spec: Spec,
  wanted: Remembered,
  { detachKeys = DETACH_KEYS, attach: streams }: AttachOptions,
  trace?: Trace,
): Promise<number> {
  parseDetachKeys(detachKeys);
  const { input, shows } = parseStreams(streams);
  const how = {
    input: spec.interactive && input,
    shows,
    endsInput: true,
    detachKeys,
    proxy: !spec.terminal,
  };
  let attached: Attachment | undefined;
  await runDetached(spec, wanted, trace, async (record) => {
    attached = await attach(record, how);
  });
  return (await attached?.ended) ?? 0;
}

/** `-a`; without it, all. */
function parseStreams(names: readonly string[] | undefined): {
  readonly input: boolean;
  readonly shows?: readonly ("out" | "err")[];
} {
  if (names === undefined) return { input: true };
  const streams = names.map((name) => name.toLowerCase());
  const wrong = names.find((_, i) => !/^std(in|out|err)$/.test(streams[i] ?? ""));
  if (wrong !== undefined) {
    throw new UserError(`--attach ${JSON.stringify(wrong)}: STDIN, STDOUT or STDERR is possible`);
  }
  const shows = (["out", "err"] as const).filter((one) => streams.includes(`std${one}`));
  return { input: streams.includes("stdin"), shows };
}
