/**
 * One run of a lesson's checks on the learner's copy. What a compiler has to say comes before what
 * a check has to say, since the first is often the reason for the second.
 */
import type { Result } from "../../harness/result.ts";
import type { Lesson } from "../catalogue.ts";
import { buildWork } from "../work/build.ts";
import { keepSources, sweepSources } from "../work/green.ts";
import { giveBack } from "../work/owner.ts";
import { WORK } from "../work/places.ts";
import { after, readProgress, writeProgress } from "../work/progress.ts";
import { startTypeCheck } from "../work/typecheck.ts";
import { runChecks } from "./checks.ts";

/** Hears how it goes, one thing after the other. */
export interface Listener {
  /** A check begins. */
  start?(id: string): void;
  /** A check has ended. */
  result(result: Result): void;
  /** A check has failed, and the type checker has complaints: told before that result. */
  types(complaints: readonly string[]): void;
}

/** What came of it: results, or what a compiler says of files that cannot be built. */
export type Ran = { readonly results: readonly Result[] } | { readonly errors: readonly string[] };

/** How it is run. */
export interface RunOptions {
  readonly only?: readonly string[] | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Runs it, and remembers what passed. */
export async function runWork(
  lesson: Lesson,
  listener: Listener,
  { only, signal }: RunOptions = {},
): Promise<Ran> {
  const sources = keepSources();
  const built = await buildWork();
  signal?.throwIfAborted();
  if ("errors" in built) return built;
  const types = startTypeCheck();
  const told = inOrder(listener, sources, () => types.complaints());
  try {
    const results = await runChecks({
      lesson,
      mydocker: built.mydocker,
      sources: WORK.directory,
      only,
      signal,
      explain: true,
      onStart: (id) => listener.start?.(id),
      onResult: told.hear,
    });
    for (const result of results) told.hear(result); // those that were never started
    await told.done();
    remember(results, sources);
    return { results };
  } finally {
    types.stop();
    giveBack(WORK.directory);
  }
}

function remember(results: readonly Result[], sources: string): void {
  const progress = after(readProgress(), results, new Date(), sources);
  writeProgress(progress);
  sweepSources(progress);
}

/** Loaded when something fails: it reads syntax trees. */
const explain = async (result: Result): Promise<Result> =>
  (await import("./trace.ts")).explained(result);

/** What never reached its command is nobody's system call as long as the types are wrong. */
const afterTypes = (result: Result): Result =>
  result.diagnosis === "did-not-run" ? { ...result, diagnosis: "wrong-types" } : result;

/** Tells each result once, in the order in which they came, and complaints before a failure. */
function inOrder(listener: Listener, sources: string, complaints: () => Promise<string[]>) {
  const heard = new Set<string>();
  let found: readonly string[] | undefined;
  let line = Promise.resolve();
  const tell = async (result: Result) => {
    if (result.outcome !== "failed") return listener.result(result);
    if (!found) {
      remember([result], sources); // a hint may be asked for before the run is over
      found = await complaints();
      if (found.length > 0) listener.types(found);
    }
    listener.result(await explain(found.length > 0 ? afterTypes(result) : result));
  };
  return {
    hear(result: Result) {
      if (heard.has(result.id)) return;
      heard.add(result.id);
      line = line.then(() => tell(result));
    },
    done: () => line,
  };
}
