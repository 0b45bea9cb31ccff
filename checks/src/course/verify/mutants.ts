/** Claims about a lesson's mutants: each is caught as it should be, and all of them are needed. */
import type { Mutant } from "../../harness/mutant.ts";
import type { CheckName } from "../../harness/result.ts";
import type { Lesson } from "../catalogue.ts";
import type { Reference } from "../generator/reference.ts";
import type { Sources } from "../generator/sources.ts";
import { type Claim, claim, claimOf } from "./claim.ts";
import { checkVersion } from "./version.ts";

/** The reference with a mistake, without what later lessons add. */
export const mutated = (reference: Reference, { number }: Lesson, mutant: Mutant): Sources =>
  reference.compose({ neutralFrom: number + 1, replace: [mutant] });

/** Runs the check that a mutant names. */
export async function caught(sources: Sources, lesson: Lesson, mutant: Mutant): Promise<Claim> {
  const { name, check, diagnosis } = mutant;
  const [result] = await checkVersion(sources, lesson, [check]);
  if (!result) return claim(`mutant: ${name}`, `there is no check ${check}`);
  const holds = result.outcome === "failed" && result.diagnosis === diagnosis;
  return claimOf(`mutant: ${name}`, result, holds, `${check} should say "${diagnosis}": `);
}

/** What is claimed of all of them together. */
export function together(
  reference: Reference,
  lesson: Lesson,
  mutants: readonly Mutant[],
  checks: readonly CheckName[],
): Claim[] {
  return [
    claim("no mutant is the starter", ...mutants.map((m) => isStarter(reference, lesson, m))),
    claim("no two mutants fail alike", ...mutants.map((m, i) => isLike(m, mutants.slice(0, i)))),
    ...checks.map(({ id }) => {
      const kills = mutants.some(({ check }) => check === id);
      return claim(`${id} kills a mutant`, kills ? undefined : `no mutant names ${id}`);
    }),
  ];
}

/** A body that does nothing, as the starter's, proves nothing about mistakes. */
function isStarter(reference: Reference, { number }: Lesson, mutant: Mutant): string | undefined {
  const task = reference.tasks.find(({ slug }) => slug === mutant.replaces);
  if (!task) return undefined;
  const wrong = reference.compose({ neutralFrom: number, replace: [mutant] }).get(task.file);
  const starter = reference.compose({ neutralFrom: number }).get(task.file);
  return squeezed(wrong) === squeezed(starter) ? `${mutant.name}: it is` : undefined;
}

const squeezed = (text = "") => text.replace(/\s+/g, "");

function isLike(mutant: Mutant, others: readonly Mutant[]): string | undefined {
  const other = others.find(
    ({ check, diagnosis }) => check === mutant.check && diagnosis === mutant.diagnosis,
  );
  return other && `"${mutant.name}" and "${other.name}": ${mutant.check}, ${mutant.diagnosis}`;
}
