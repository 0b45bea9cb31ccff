/**
 * What no single machine can show: a machine has one version of cgroups, and the learner writes for
 * both. So the learner's functions are asked what they would write. Nothing here starts a container,
 * and nothing is for implementations other than the learner's own sources.
 */
import { Failure } from "../../checks/src/harness/failure.ts";
import type { CheckName, Result } from "../../checks/src/harness/result.ts";
import { verbatim } from "../../checks/src/harness/text.ts";
import { askJoin } from "./contract/joining.ts";
import { askSettings } from "./contract/settings.ts";

/** A function of the learner's, and what it is asked. */
interface Party extends CheckName {
  /** Below the sources. */
  readonly file: string;
  readonly name: string;
  readonly ask: (answer: unknown) => void;
}

const parties: readonly Party[] = [
  {
    id: "2.14",
    kind: "goal",
    file: "host/cgroup/v1.ts",
    name: "settingsV1",
    ask: askSettings("v1"),
  },
  {
    id: "2.15",
    kind: "goal",
    file: "host/cgroup/v2.ts",
    name: "settingsV2",
    ask: askSettings("v2"),
  },
  { id: "2.16", kind: "goal", file: "inside/cgroup.ts", name: "joinCgroup", ask: askJoin },
];

/**
 * Asks each function.
 *
 * @param load gives the module made of a file, by its path below the sources
 * @param only ids, or all
 */
export async function contract(
  load: (file: string) => Promise<Readonly<Record<string, unknown>>>,
  only?: readonly string[],
): Promise<Result[]> {
  const asked = parties.filter(({ id }) => only?.includes(id) ?? true);
  return Promise.all(
    asked.map(async ({ id, kind, file, name, ask }) => {
      const module = await load(file);
      const start = performance.now();
      const verdict = judge(() => ask(module[name]));
      return { id, kind, ...verdict, ms: Math.round(performance.now() - start) };
    }),
  );
}

function judge(run: () => void): Pick<Result, "outcome"> & Partial<Result> {
  try {
    run();
    return { outcome: "passed" };
  } catch (error) {
    if (error instanceof Failure) return { outcome: "failed", did: error.did, ...error.finding };
    return { outcome: "bug", observed: verbatim(String((error as Error).stack)) };
  }
}
