/** Error numbers in words, as errno(3) has them. */
import { constants } from "node:os";
import { getSystemErrorMap } from "node:util";

/** Error numbers by name: `ERRNO.ENOENT` is 2 (errno(3)). */
export const ERRNO = constants.errno;

/** Linux has two names for one number, and Node knows the other one's words (errno(3)). */
const LINUX: Readonly<Record<number, readonly [name: string, words: string]>> = {
  [ERRNO.EOPNOTSUPP]: ["EOPNOTSUPP", "operation not supported"],
};

/** `2` → `"ENOENT"`. */
export const errnoName = (errno: number): string =>
  LINUX[errno]?.[0] ??
  Object.entries(ERRNO).find(([, value]) => value === errno)?.[0] ??
  `errno ${errno}`;

/** `2` → `"ENOENT (No such file or directory)"`. */
export function describeErrno(errno: number): string {
  const words = LINUX[errno]?.[1] ?? getSystemErrorMap().get(-errno)?.[1];
  if (words === undefined) return errnoName(errno);
  return `${errnoName(errno)} (${words[0]?.toUpperCase()}${words.slice(1)})`;
}
