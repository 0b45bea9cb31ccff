/**
 * What can go wrong, and how it is said. A UserError is a mistake in what was asked for: one line.
 * A SyscallError is a call that the kernel refused: the call, the reason, the line that wrote it.
 */
import type { Call } from "./call.ts";
import { describeErrno, errnoName } from "./errno.ts";
import { format } from "./format.ts";
import { hintFor } from "./hints.ts";

/** docker's exit codes: a command understood that could not be done, then what is not the container's. */
export const EXIT = { FAILED: 1, OWN: 125, NOT_EXECUTABLE: 126, NOT_FOUND: 127 } as const;

/** A mistake of the caller, in one line that names the input and the way out. */
export class UserError extends Error {
  override name = "UserError";
  readonly exitCode: number;

  constructor(message: string, exitCode: number = EXIT.OWN) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** A system call of a plan that failed. */
export class SyscallError extends Error {
  override name = "SyscallError";
  readonly call: Call;
  readonly errno: number;
  /** The errno's name, as Node's own errors have it. */
  readonly code: string;

  constructor(call: Call, errno: number) {
    super(`${format(call)} failed: ${describeErrno(errno)}`);
    this.call = call;
    this.errno = errno;
    this.code = errnoName(errno);
  }
}

/** What a person reads on standard error, without the program's name. */
export async function explain(error: unknown): Promise<string> {
  if (error instanceof UserError || !(error instanceof Error)) return messageOf(error);
  // Loaded only now, since source maps bring a part of Node with them that nothing else needs.
  const { placeOf, placeIn } = await import("./site.ts");
  const isCall = error instanceof SyscallError;
  const place = isCall ? placeOf(error.call) : placeIn(error.stack ?? "");
  const hint = isCall ? hintFor(error.call, error.code) : undefined;
  const kind = OWN.has(error.name) ? `${error.name}: ` : "";
  return [
    `${kind}${error.message}`,
    ...(place ? [`  at ${place.name && `${place.name} `}(${place.file}:${place.line})`] : []),
    ...(hint ? [`  hint: ${hint}`] : []),
  ].join("\n");
}

/** JavaScript's own errors: no call was refused, the program is wrong. */
const OWN: ReadonlySet<string> = new Set(["ReferenceError", "TypeError", "RangeError"]);

const messageOf = (error: unknown) => (error instanceof Error ? error.message : `${error}`);
