/** `mydocker run`: a command in a new container. */
import { type Outcome, runInForeground } from "../container/foreground.ts";
import { runDetached, runRemembered } from "../container/life.ts";
import type { Spec } from "../container/spec.ts";
import { removeAnonymous } from "../container/volumeuse.ts";
import type { Usage } from "../host/cgroup/usage.ts";
import { UserError } from "../kernel/errors.ts";
import type { Trace } from "../kernel/init.ts";
import { claimCidFile } from "./cidfile.ts";
import { print, printError } from "./print.ts";
import { RUN_OPTIONS, type RunOptions } from "./runoptions.ts";
import { describeRun, type Run } from "./runspec.ts";
import { printTrace } from "./trace.ts";
import { readPlain } from "./words.ts";

/** Runs the command line after `mydocker run`; returns the container's exit code. */
export async function main(argv: readonly string[]): Promise<number> {
  const plain = readPlain(RUN_OPTIONS, argv);
  if (plain) return run(plain.options, plain.words);
  return (await import("./runparsed.ts")).main(argv);
}

/** Runs what the options ask for. */
export async function run(options: RunOptions, words: readonly string[]): Promise<number> {
  const wanted = await describeRun(options, words);
  if (options.plan) {
    print((await import("./preview.ts")).preview(wanted));
    return 0;
  }
  const trace = options.trace ? printTrace() : undefined;
  const cidFile = claimCidFile(options.cidfile);
  try {
    cidFile.write(wanted.spec.id);
    return await execute(wanted, options, trace);
  } catch (error) {
    cidFile.abandon();
    throw error;
  }
}

async function execute(run: Run, options: RunOptions, trace?: Trace): Promise<number> {
  const { spec, remembered, image } = run;
  if (options.detach) {
    if (options.attach) throw new UserError("-a and -d: what is attached is not left alone");
    const { id } = await runDetached(spec, remembered, trace);
    print([id]);
    return 0;
  }
  if ((remembered.restart ?? options.detachKeys ?? options.attach) !== undefined) {
    const { runAttached } = await import("../container/attached.ts");
    return runAttached(spec, remembered, options, trace);
  }
  const { code, outOfMemory } = await (image
    ? runRemembered(spec, remembered, trace)
    : runForgotten(spec, options.rm ?? false, trace));
  if (outOfMemory) printError(`mydocker: ${describeOutOfMemory(outOfMemory)}`);
  return code;
}

/** Without an image only the volumes are remembered; `--rm` takes those without a name along. */
async function runForgotten(spec: Spec, rm: boolean, trace?: Trace): Promise<Outcome> {
  try {
    return await runInForeground(spec, trace);
  } finally {
    if (rm) removeAnonymous(spec.named);
  }
}

function describeOutOfMemory({ memoryLimit, memoryPeak }: Usage): string {
  if (memoryLimit === undefined) {
    return "the container was killed because memory ran out: it had no limit of its own, but the machine has";
  }
  const size = (bytes: number) => `${(bytes / 1024 ** 2).toFixed(1)} MiB`;
  // Version 2 of cgroups knows the peak since Linux 5.19.
  const peak = memoryPeak === undefined ? "" : ` and used ${size(memoryPeak)} at its peak`;
  return `the container ran out of memory: it had ${size(memoryLimit)} (--memory)${peak}`;
}
