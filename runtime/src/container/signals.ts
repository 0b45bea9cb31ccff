/** Signals by name and number (signal(7)). */
import { constants } from "node:os";
import { UserError } from "../kernel/errors.ts";

const NAMES: Readonly<Record<string, number>> = constants.signals;
const MOST = 64;
const REAL_TIME = 34; // SIGRTMIN of the C libraries

/**
 * A signal's number, from `9`, `KILL`, `SIGKILL` or `RTMIN+1`.
 *
 * @throws UserError for what is none
 */
export function signalNumber(text: string): number {
  const number = /^[0-9]{1,3}$/.test(text) ? Number(text) : byName(text.toUpperCase());
  if (number !== undefined && number >= 1 && number <= MOST) return number;
  throw new UserError(`there is no signal ${JSON.stringify(text)} (such as KILL, SIGTERM or 9)`);
}

function byName(text: string): number | undefined {
  const name = text.replace(/^SIG/, "");
  const [, base, distance = "0"] = /^(RTMIN|RTMAX)(?:[+-]([0-9]{1,2}))?$/.exec(name) ?? [];
  if (base === "RTMIN") return REAL_TIME + Number(distance);
  if (base === "RTMAX") return MOST - Number(distance);
  const full = `SIG${name}`;
  return Object.hasOwn(NAMES, full) ? NAMES[full] : undefined;
}
