/** What a lesson's check file works with. */
export { type Check, goal, guard, lessonNeeds } from "./check.ts";
export { type Expect, expecting, Failure, type Finding } from "./failure.ts";
export { mountOnHost, unmountFromHost } from "./hostmount.ts";
export { HOST, type Internet, internet, OUTSIDE, UPLINK } from "./internet.ts";
export { describe } from "./ledger/ledger.ts";
export { MachineProblem } from "./machine.ts";
export { HARNESS, PROBE, PROC, SCRATCH, STATE, TOOL } from "./places.ts";
export { type Mount, parseMounts, topMount } from "./proc.ts";
export { expectRan, howItEnded } from "./telling.ts";
export { both, type Text, verbatim } from "./text.ts";
export type { Container, ContainerOptions, Finished, Trial } from "./trial.ts";
export { MOMENT, scaled, until } from "./wait.ts";
export * from "./witness.ts";
