/** `--uidmap` and `--gidmap` as data. */
import { UserError } from "../kernel/errors.ts";
import type { IdMapping, IdMaps } from "./idmap.ts";

/** Who runs mydocker. */
export const callerMap = (): IdMaps["caller"] => ({
  uid: process.geteuid?.() ?? 0,
  gid: process.getegid?.() ?? 0,
});

const LIMIT = 2 ** 32 - 1; // the kernel's (uid_t) -1 is nobody

/**
 * Parses `CONTAINER:HOST:SIZE`.
 *
 * @throws UserError when it is not three numbers in range
 */
export function parseIdMapping(option: string, text: string): IdMapping {
  const numbers = text
    .split(":")
    .map((part) => (/^[0-9]{1,10}$/.test(part) ? Number(part) : Number.NaN));
  const [container = Number.NaN, host = Number.NaN, size = Number.NaN] = numbers;
  const fits =
    numbers.length === 3 && size > 0 && container + size <= LIMIT && host + size <= LIMIT;
  if (!fits) {
    throw new UserError(
      `${option} ${JSON.stringify(text)}: three numbers are needed, CONTAINER:HOST:SIZE, such as 0:100000:65536`,
    );
  }
  return { container, host, size };
}
