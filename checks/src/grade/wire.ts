/** Values that cross from one process to another as JSON, where not all of them would as they are. */

/** Plain data in which bytes, big numbers and what JSON cannot hold are marked. */
export type Wire =
  | null
  | boolean
  | number
  | string
  | readonly Wire[]
  | { readonly [key: string]: Wire };

/** The value again; responder.cjs makes the other form. */
export function revive(wire: Wire): unknown {
  if (wire === null || typeof wire !== "object") return wire;
  if (Array.isArray(wire)) return wire.map(revive);
  const { $bytes, $bigint, $undefined } = wire as Readonly<Record<string, Wire>>;
  if (typeof $bytes === "string") return new Uint8Array(Buffer.from($bytes, "base64"));
  if (typeof $bigint === "string" && /^-?\d{1,40}$/.test($bigint)) return BigInt($bigint);
  if ($undefined === true) return undefined;
  return Object.fromEntries(Object.entries(wire).map(([key, value]) => [key, revive(value)]));
}
