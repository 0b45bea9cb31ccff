/** A container's bandwidth (`--net-rate`). */
import { UserError } from "../../kernel/errors.ts";

const UNITS: Readonly<Record<string, number>> = { bit: 1, kbit: 1e3, mbit: 1e6, gbit: 1e9 };

/**
 * Bits a second.
 *
 * @throws UserError for what is no rate
 */
export function parseRate(text: string): number {
  const [, number = "", unit = ""] =
    /^([0-9]+(?:\.[0-9]+)?)(bit|[kmg]bit)$/.exec(text.toLowerCase()) ?? [];
  const rate = Math.round(Number(number) * (UNITS[unit] ?? 0));
  if (rate >= 8000 && rate <= 1e12) return rate;
  throw new UserError(
    `--net-rate ${JSON.stringify(text)}: a number and a unit are needed, from 8kbit to 1000gbit, such as 10mbit`,
  );
}

const LATENCY = "50ms"; // what waits longer is dropped
const LEAST = 16 * 1024; // bytes: some full frames

/**
 * The line for `tc -batch` that limits what leaves by an interface: a token bucket (tc-tbf(8)). It
 * holds a hundredth of a second's worth.
 *
 * @param rate bits a second
 */
export const rateLines = (device: string, rate: number): string[] => [
  `qdisc add dev ${device} root tbf rate ${rate}bit burst ${Math.max(LEAST, Math.ceil(rate / 800))}b latency ${LATENCY}`,
];
