/** Error numbers in words, as errno(3) has them. */
import { constants } from "node:os";
import { getSystemErrorMap } from "node:util";

/** Error numbers by name: `ERRNO.ENOENT` is 2 (errno(3)). */
export const ERRNO = constants.errno;

/** `2` → `"ENOENT"`. */
export const errnoName = (errno: number): string =>
  Object.entries(ERRNO).find(([, value]) => value === errno)?.[0] ?? `errno ${errno}`;

/** `2` → `"ENOENT (No such file or directory)"`. */
export function describeErrno(errno: number): string {
  const words = getSystemErrorMap().get(-errno)?.[1];
  if (words === undefined) return errnoName(errno);
  return `${errnoName(errno)} (${words[0]?.toUpperCase()}${words.slice(1)})`;
}
