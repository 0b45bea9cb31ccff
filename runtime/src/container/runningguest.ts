/** A container that runs, as one who can be connected. */
import { UserError } from "../kernel/errors.ts";
import type { Guest } from "./network.ts";
import { stateOf } from "./state.ts";
import { find } from "./store.ts";

/** @throws UserError when it does not run, or has no network of its own */
export function guestOf(reference: string): Guest {
  const record = find(reference);
  const { id, name, process, spec } = record;
  if (!process || stateOf(record) !== "running") {
    throw new UserError(`container ${name} does not run: give its networks to 'mydocker run'`);
  }
  const mode = spec?.networking?.mode;
  if (mode === "host" || mode === "container") {
    throw new UserError(`container ${name} has no network of its own (--network ${mode})`);
  }
  return { id, process, names: [name, id.slice(0, 12)] };
}
