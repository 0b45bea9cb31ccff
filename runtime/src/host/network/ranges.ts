/** Subnets as numbers: addresses read and written (inet(3), RFC 5952), and what overlaps what. */
import { isIP } from "../../kernel/address.ts";
import type { Range } from "./addresses.ts";
import { prefixOf, type Subnet } from "./network.ts";

/** Bits of an address. */
export const bitsOf = (address: string): 32 | 128 => (isIP(address) === 6 ? 128 : 32);

/** An address as a number; undefined for what is none. */
export function toNumber(address: string): bigint | undefined {
  const family = isIP(address);
  if (family === 0 || address.includes("%")) return undefined;
  return family === 4 ? join(address.split(".").map(Number), 8) : join(wordsOf(address), 16);
}

const join = (parts: readonly number[], bits: number): bigint =>
  parts.reduce((sum, part) => (sum << BigInt(bits)) | BigInt(part), 0n);

/** The eight words of an IPv6 address; `::` stands for as many zeros as are missing. */
function wordsOf(address: string): number[] {
  const plain = address.replace(/[\d.]+$/, (tail) => (tail.includes(".") ? embedded(tail) : tail));
  const [left = "", right] = plain.split("::");
  const words = (text: string) =>
    text === "" ? [] : text.split(":").map((word) => Number.parseInt(word, 16));
  const [before, after] = [words(left), words(right ?? "")];
  return [...before, ...Array(8 - before.length - after.length).fill(0), ...after];
}

/** `::ffff:192.0.2.1` ends in an IPv4 address. */
function embedded(address: string): string {
  const value = join(address.split(".").map(Number), 8);
  return `${(value >> 16n).toString(16)}:${(value & 0xffffn).toString(16)}`;
}

/** A number as an address of IPv4. */
const toV4 = (value: bigint): string =>
  [24n, 16n, 8n, 0n].map((shift) => (value >> shift) & 255n).join(".");

/** A number as an address of IPv6: the longest run of zeros becomes `::` (RFC 5952). */
function toV6(value: bigint): string {
  const words = Array.from({ length: 8 }, (_, i) =>
    ((value >> BigInt(112 - 16 * i)) & 0xffffn).toString(16),
  ).join(":");
  const runs = words.match(/\b0(:0)+\b/g) ?? [];
  const longest = runs.reduce((best, run) => (run.length > best.length ? run : best), "");
  return longest === "" ? words : words.replace(new RegExp(`(^|:)${longest}(:|$)`), "::");
}

/** A number as an address of the same family as another address. */
export const toAddress = (value: bigint, like: string): string =>
  bitsOf(like) === 32 ? toV4(value) : toV6(value);

/** A subnet's first and last address, and its gateway. */
export function rangeOf(subnet: Subnet): Range {
  const [address = ""] = subnet.cidr.split("/");
  const size = 1n << BigInt(bitsOf(address) - Number(prefixOf(subnet)));
  const first = (toNumber(address) ?? 0n) & ~(size - 1n);
  return { first, last: first + size - 1n, gateway: toNumber(subnet.gateway) ?? first + 1n };
}

/** Whether two subnets, `ADDRESS/PREFIX`, have an address in common. */
export function overlap(one: string, other: string): boolean {
  if (one.includes(":") !== other.includes(":")) return false;
  const [a, b] = [one, other].map((cidr) => rangeOf({ cidr, gateway: "" })) as [Range, Range];
  return a.first <= b.last && b.first <= a.last;
}
