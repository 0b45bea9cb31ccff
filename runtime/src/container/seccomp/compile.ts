/**
 * Profiles as programs for seccomp(2): classic BPF, as the kernel has it (linux: networking/filter).
 *
 * A program is a list of blocks, each of which ends in an answer; a block's size is known when it is
 * made, so that jumps, which only go forward, need no labels.
 */
import { type Abi, syscallNumbers } from "../../kernel/syscalls.ts";
import { isOneOf, testAll } from "./conditions.ts";
import { type Action, type Profile, RET, type Rule } from "./profile.ts";
import { type Block, fork, isAnswer, JEQ, JGE, load, NR, ret, toBytes } from "./program.ts";
import { shareAnswers } from "./share.ts";

/** Every machine runs its own programs, and those of 32 bits; the numbers are linux/audit.h's. */
const ABIS: Readonly<Record<string, readonly (readonly [Abi, audit: number])[]>> = {
  x64: [
    ["x86_64", 0xc000003e],
    ["i386", 0x40000003],
  ],
  arm64: [
    ["aarch64", 0xc00000b7],
    ["arm", 0x40000028],
  ],
};

/** A third way to call an x86-64 kernel has this bit in its numbers; few kernels have it. */
const X32 = 0x40000000;
const ENOSYS = 38;
/** struct seccomp_data: where the ABI is. */
const ARCH = 4;

/**
 * The program for a profile: an array of struct sock_filter.
 *
 * @param arch as Node has it: "x64" or "arm64"
 */
export function compile(profile: Profile, arch: string): Uint8Array {
  const unknown = ret(RET.KILL_PROCESS); // not the machine's: no rule of the profile speaks of it
  const choose = (ABIS[arch] ?? []).reduceRight<Block>(
    (others, [abi, audit]) => fork(JEQ, audit, forAbi(profile, abi), others),
    unknown,
  );
  return toBytes(shareAnswers([load(ARCH), ...choose]));
}

function forAbi(profile: Profile, abi: Abi): Block {
  const numbers = syscallNumbers(abi);
  const byNumber = new Map<number, Rule[]>();
  for (const rule of profile.rules) {
    for (const name of rule.names) {
      const number = numbers.get(name);
      if (number !== undefined) byNumber.set(number, [...(byNumber.get(number) ?? []), rule]);
    }
  }
  const search = searchTree(ranges(byNumber, profile.otherwise));
  const known = abi === "x86_64" ? fork(JGE, X32, ret(RET.ERRNO | ENOSYS), search) : search;
  return [load(NR), ...known];
}

/** What becomes of all calls from one number on. */
interface Range {
  readonly from: number;
  readonly block: Block;
}

/** Numbers in order, neighbours with the same answer in one. */
function ranges(byNumber: ReadonlyMap<number, readonly Rule[]>, otherwise: Action): Range[] {
  const rest = ret(otherwise);
  const all: Range[] = [{ from: 0, block: rest }];
  for (const number of [...byNumber.keys()].toSorted((a, b) => a - b)) {
    all.push({ from: number, block: answer(byNumber.get(number) ?? [], otherwise) });
    if (!byNumber.has(number + 1)) all.push({ from: number + 1, block: rest });
  }
  const distinct = all.filter(({ from }, i) => from !== all[i + 1]?.from);
  return distinct.filter(({ block }, i) => i === 0 || !same(block, distinct[i - 1]?.block));
}

const same = ([a]: Block, [b]: Block = []) => a && b && isAnswer(a) && isAnswer(b) && a[3] === b[3];

/** Some ten comparisons for any number, where a list of 300 would take as many. */
function searchTree(all: readonly Range[]): Block {
  if (all.length === 1) return all[0]?.block ?? [];
  const middle = Math.floor(all.length / 2);
  const [below, above] = [all.slice(0, middle), all.slice(middle)];
  return fork(JGE, above[0]?.from ?? 0, searchTree(above), searchTree(below));
}

/** What becomes of one call, by its arguments. */
function answer(rules: readonly Rule[], otherwise: Action): Block {
  const last = rules.find(({ conditions }) => conditions.length === 0);
  const rest = ret(last?.action ?? otherwise);
  const conditional = rules.filter(({ conditions }) => conditions.length > 0);
  return groups(conditional).reduceRight<Block>(
    (others, group) =>
      group.length > 1 ? isOneOf(group, others) : testAll(group[0] as Rule, others),
    rest,
  );
}

/** Neighbours that ask whether the same argument is this or that are asked together. */
function groups(rules: readonly Rule[]): Rule[][] {
  const made: Rule[][] = [];
  for (const rule of rules) {
    const group = made.at(-1);
    if (group?.[0] && asksTheSame(group[0], rule)) group.push(rule);
    else made.push([rule]);
  }
  return made;
}

const asksTheSame = (a: Rule, b: Rule): boolean =>
  a.action === b.action &&
  [a, b].every(
    ({ conditions: [one], conditions }) => conditions.length === 1 && one?.op === "EQ",
  ) &&
  a.conditions[0]?.index === b.conditions[0]?.index;
