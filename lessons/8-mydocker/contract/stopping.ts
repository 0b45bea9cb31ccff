/** What stopSteps is asked: times that nobody wants to wait for. */
import { answerOf } from "../../../checks/src/harness/contract.ts";
import { expecting } from "../../../checks/src/harness/failure.ts";
import { verbatim } from "../../../checks/src/harness/text.ts";

interface Asked {
  readonly signal: number;
  readonly seconds: number;
}

type Stop = (asked: Asked) => readonly { readonly send?: number }[];

/** What is sent, and the diagnosis when something else is. */
const CASES: readonly (readonly [asked: Asked, sends: readonly number[], diagnosis: string])[] = [
  [{ signal: 15, seconds: -1 }, [15], "killed-after-all"],
  [{ signal: 15, seconds: 0 }, [15, 9], "never-killed"],
  [{ signal: 9, seconds: 10 }, [9], "killed-twice"],
];

/** Asks it. */
export function askStop(stop: unknown): void {
  for (const [asked, sends, diagnosis] of CASES) {
    const did = `stopSteps(${JSON.stringify(asked)})`;
    const sent = answerOf(did, () => (stop as Stop)(asked)).flatMap(({ send }) => send ?? []);
    expecting(did)(sent.join() === sends.join(), {
      diagnosis,
      expected: verbatim(`send: ${sends.join(", ")}`),
      observed: verbatim(`send: ${sent.join(", ") || "-"}`),
    });
  }
}
