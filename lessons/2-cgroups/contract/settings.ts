/** What a function that turns limits into settings is asked. */
import { answerOf } from "../../../checks/src/harness/contract.ts";
import { expecting } from "../../../checks/src/harness/failure.ts";
import { verbatim } from "../../../checks/src/harness/text.ts";
import { type Limits, limits, type Setting } from "./agreed.ts";
import { canonical } from "./canonical.ts";

type Settings = (limits: Limits) => readonly Setting[];

/** All limits, one after the other. */
export const askSettings = (version: "v1" | "v2") => (settings: unknown) => {
  for (const agreed of limits) {
    const did = `settings${version.toUpperCase()}(${JSON.stringify(agreed.limits)})`;
    const found = answerOf(did, () => (settings as Settings)(agreed.limits));
    expecting(did)(
      agreed[version].some((wanted) => same(wanted, found)),
      {
        diagnosis: agreed.diagnosis,
        expected: verbatim(agreed[version].map(written).join(" / ")),
        observed: verbatim(written(found)),
      },
    );
    if (version === "v1") expectOrder(did, found);
  }
};

const same = (wanted: readonly Setting[], found: readonly Setting[]) =>
  canonical(wanted).toSorted().join() === canonical(found).toSorted().join();

/** Version 1 refuses a sum of memory and swap that is less than memory, which has no limit yet. */
function expectOrder(did: string, found: readonly Setting[]): void {
  const at = (name: string) => found.findIndex(([file]) => file === name);
  const [memory, sum] = [at("memory.limit_in_bytes"), at("memory.memsw.limit_in_bytes")];
  expecting(did)(sum === -1 || memory < sum, {
    diagnosis: "sum-before-memory",
    expected: verbatim("memory.limit_in_bytes, memory.memsw.limit_in_bytes"),
    observed: verbatim("memory.memsw.limit_in_bytes, memory.limit_in_bytes"),
  });
}

const written = (settings: readonly Setting[]) =>
  settings.map(([file, value]) => `${file}: ${value}`).join("  ") || "-";
