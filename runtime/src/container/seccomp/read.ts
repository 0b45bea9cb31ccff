/** Profiles as files, in docker's format (JSON): `--security-opt seccomp=FILE`. */
import { release } from "node:os";
import { ERRNO } from "../../kernel/errno.ts";
import {
  type Action,
  type Circumstances,
  type Condition,
  type Operator,
  type Profile,
  RET,
  type Rule,
} from "./profile.ts";

/** Why a text is no profile. */
export class ProfileError extends Error {
  override name = "ProfileError";
}

interface Written {
  readonly defaultAction?: string;
  readonly defaultErrnoRet?: number;
  readonly syscalls?: readonly WrittenRule[];
}

interface WrittenRule {
  readonly name?: string;
  readonly names?: readonly string[];
  readonly action?: string;
  readonly errnoRet?: number;
  readonly args?: readonly WrittenCondition[] | null;
  readonly includes?: WrittenCircumstances;
  readonly excludes?: WrittenCircumstances;
}

interface WrittenCondition {
  readonly index?: number;
  readonly value?: string;
  readonly valueTwo?: string;
  readonly op?: string;
}

interface WrittenCircumstances {
  readonly caps?: readonly string[];
  readonly arches?: readonly string[];
  readonly minKernel?: string;
}

/**
 * The rules of a profile that apply here.
 *
 * @throws ProfileError
 */
export function readProfile(text: string, here: Circumstances): Profile {
  const written = parse(text);
  const { syscalls = [], defaultAction, defaultErrnoRet } = written;
  if (!Array.isArray(syscalls)) throw new ProfileError("syscalls must be a list");
  return {
    otherwise: action(defaultAction, defaultErrnoRet, "defaultAction"),
    rules: syscalls.filter((one) => applies(one, here)).flatMap(ruleOf),
  };
}

function parse(text: string): Written {
  // A value has up to 64 bits, and a number of JavaScript 53.
  const exact = text.replace(/("value(?:Two)?"\s*:\s*)([0-9]+)/g, '$1"$2"');
  let written: unknown;
  try {
    written = JSON.parse(exact);
  } catch (error) {
    throw new ProfileError(`not JSON: ${(error as Error).message}`);
  }
  if (typeof written === "object" && written !== null && !Array.isArray(written)) return written;
  throw new ProfileError("an object is needed, with defaultAction and syscalls");
}

/** Several conditions on one argument mean any of them, on several arguments all. */
function ruleOf(written: WrittenRule): Rule[] {
  const { name, names = name === undefined ? [] : [name], args } = written;
  if (!Array.isArray(names) || names.length === 0) throw new ProfileError("a rule has no names");
  const becomes = action(written.action, written.errnoRet, `the action of ${names[0]}`);
  const conditions = (args ?? []).map(conditionOf);
  const distinct = new Set(conditions.map(({ index }) => index)).size === conditions.length;
  const each = distinct ? [conditions] : conditions.map((one) => [one]);
  return each.map((all) => ({ names, action: becomes, conditions: all }));
}

const OPERATORS: readonly string[] = ["NE", "LT", "LE", "EQ", "GE", "GT", "MASKED_EQ"];

function conditionOf({
  index = -1,
  value = "0",
  valueTwo = "0",
  op = "",
}: WrittenCondition): Condition {
  const operator = op.replace(/^SCMP_CMP_/, "");
  if (!OPERATORS.includes(operator)) throw new ProfileError(`no such comparison: ${op}`);
  if (!Number.isInteger(index) || index < 0 || index > 5) {
    throw new ProfileError(`no such argument: ${index} (0 to 5)`);
  }
  return { index, op: operator as Operator, value: word(value), valueTwo: word(valueTwo) };
}

function word(text: string): bigint {
  const value = /^[0-9]{1,20}$/.test(text) ? BigInt(text) : -1n;
  if (value >= 0n && value < 1n << 64n) return value;
  throw new ProfileError(`not a number of 64 bits: ${text}`);
}

const MAX_ERRNO = 4095;

function action(name: string | undefined, errno: number = ERRNO.EPERM, what: string): Action {
  const short = name?.replace(/^SCMP_ACT_/, "") ?? "";
  if (!Number.isInteger(errno) || errno < 0 || errno > MAX_ERRNO) {
    throw new ProfileError(`not an errno: ${errno}`);
  }
  if (short === "ERRNO" || short === "TRACE") return RET[short] | errno;
  if (short === "KILL") return RET.KILL_THREAD;
  if (Object.hasOwn(RET, short)) return RET[short as keyof typeof RET];
  const known = Object.keys(RET).map((one) => `SCMP_ACT_${one}`);
  throw new ProfileError(`${what} is ${name ?? "missing"}: one of ${known.join(", ")} is needed`);
}

/** Go's names, which profiles have. */
const ARCHES: Readonly<Record<string, string>> = { x64: "amd64", arm64: "arm64" };

function applies({ includes = {}, excludes = {} }: WrittenRule, here: Circumstances): boolean {
  const has = (name: string) => here.capabilities?.some((one) => `CAP_${one}` === name) ?? true;
  const isHere = (arch: string) => arch === ARCHES[here.arch];
  const { caps = [], arches, minKernel } = includes;
  return (
    caps.every(has) &&
    (arches?.some(isHere) ?? true) &&
    (minKernel === undefined || isAtLeast(minKernel)) &&
    !excludes.caps?.some(has) &&
    !excludes.arches?.some(isHere) &&
    !(excludes.minKernel !== undefined && isAtLeast(excludes.minKernel))
  );
}

function isAtLeast(version: string): boolean {
  const [wanted, have] = [version, release()].map((text) => text.split(/[.-]/).map(Number));
  const [major = 0, minor = 0] = wanted ?? [];
  const [ours = 0, itsMinor = 0] = have ?? [];
  return ours > major || (ours === major && itsMinor >= minor);
}
