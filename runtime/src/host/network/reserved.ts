/** Addresses that containers cannot have, whoever asks: what the kernel or the standards keep for something else. */
import { UserError } from "../../kernel/errors.ts";
import { isV6 } from "./network.ts";
import { overlap } from "./ranges.ts";

/** What each range is for; the more special one stands before what it is a part of (RFC 6890). */
const RESERVED: readonly (readonly [cidr: string, why: string])[] = [
  ["0.0.0.0/8", "means this machine itself, and is nobody's address"],
  ["127.0.0.0/8", "is loopback, which never leaves a machine"],
  ["169.254.0.0/16", "is link-local, which no router hands on"],
  ["224.0.0.0/4", "is multicast, which no single machine can have"],
  ["240.0.0.0/4", "is reserved, and ends with the broadcast address"],
  ["::ffff:0:0/96", "is IPv4 written as IPv6, which is never on a wire"],
  ["::/8", "is loopback and what else the standards keep"],
  ["fe80::/10", "is link-local, which no router hands on"],
  ["ff00::/8", "is multicast, which no single machine can have"],
];

/**
 * @param cidr `ADDRESS/PREFIX`
 * @throws UserError for a subnet with addresses that no container can have
 */
export function refuseReserved(cidr: string): void {
  const found = RESERVED.find(([range]) => overlap(cidr, range));
  if (!found) return;
  const [range, why] = found;
  const instead = isV6(cidr) ? "fd00:28::/64" : "172.28.0.0/16";
  throw new UserError(`--subnet ${cidr}: ${range} ${why}: use a private range, such as ${instead}`);
}
