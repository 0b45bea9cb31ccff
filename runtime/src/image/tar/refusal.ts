/** Archives that cannot be trusted or understood are refused in words that name the entry. */
import { UserError } from "../../kernel/errors.ts";

/** An archive that is not what it says it is, or would do what no image needs. */
export class Refusal extends UserError {
  override name = "Refusal";
}

/** A name out of an archive, for people: bytes that are no UTF-8 become U+FFFD. */
export const quoted = (name: string): string =>
  JSON.stringify(Buffer.from(name, "latin1").toString());

/** @throws Refusal that names the entry, always */
export function refuse(name: string, why: string): never {
  throw new Refusal(`entry ${quoted(name)} ${why}`);
}
