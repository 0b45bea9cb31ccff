/** Claims about the starter and the reference. */
import type { Result } from "../../harness/result.ts";
import type { Lesson } from "../catalogue.ts";
import type { Reference } from "../generator/reference.ts";
import type { Sources } from "../generator/sources.ts";
import { type Claim, claimOf } from "./claim.ts";

/** A version, and what a lesson's checks should find in it. */
export interface Version {
  readonly name: string;
  readonly sources: Sources;
  /** The claims that a run of all checks proves or disproves. */
  judge(results: readonly Result[]): Claim[];
}

/** The starter of a lesson, and the reference with and without what comes later. */
export function versions(reference: Reference, { number }: Lesson): Version[] {
  const later = reference.tasks.some(({ lesson }) => lesson > number);
  const withoutLater: Version = {
    name: "the reference without later lessons",
    sources: reference.compose({ neutralFrom: number + 1 }),
    judge: allPass("the reference without later lessons"),
  };
  return [
    {
      name: "the starter",
      sources: reference.compose({ neutralFrom: number }),
      judge: goalsFail,
    },
    { name: "the reference", sources: reference.sources, judge: allPass("the reference") },
    ...(later ? [withoutLater] : []),
  ];
}

const allPass = (name: string) => (results: readonly Result[]) =>
  results.map((result) =>
    claimOf(`${name} passes ${result.id}`, result, result.outcome === "passed"),
  );

const goalsFail = (results: readonly Result[]) =>
  results
    .filter(({ kind }) => kind === "goal")
    .map((result) =>
      claimOf(`the starter fails ${result.id}`, result, result.outcome === "failed"),
    );
