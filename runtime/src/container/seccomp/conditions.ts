/** Conditions on a call's arguments as blocks: arguments have 64 bits, instructions 32. */

import type { Condition, Rule } from "./profile.ts";
import { and, type Block, fork, JEQ, JGE, JGT, load, ret } from "./program.ts";

/** struct seccomp_data: where the low word of an argument is; its high word follows. */
const low = (index: number) => 16 + 8 * index;
const high = (index: number) => low(index) + 4;
const lowWord = (value: bigint) => Number(value & 0xffffffffn);
const highWord = (value: bigint) => Number((value >> 32n) & 0xffffffffn);

/** The rule's answer if all of its conditions hold, else what the others say. */
export const testAll = ({ conditions, action }: Rule, others: Block): Block =>
  conditions.reduceRight<Block>((yes, one) => test(one, yes, others), ret(action));

/** Rules that ask whether an argument is one of several words, with the same answer. */
export function isOneOf(rules: readonly Rule[], others: Block): Block {
  const conditions = rules.flatMap((rule) => rule.conditions);
  const index = conditions[0]?.index ?? 0;
  const yes = ret(rules[0]?.action ?? 0);
  const heads = [...new Set(conditions.map(({ value }) => highWord(value)))];
  return heads.reduceRight<Block>((rest, head) => {
    const tails = conditions.filter(({ value }) => highWord(value) === head);
    const search = tails.reduceRight<Block>(
      (no, { value }) => fork(JEQ, lowWord(value), yes, no),
      rest,
    );
    return [load(high(index)), ...fork(JEQ, head, [load(low(index)), ...search], rest)];
  }, others);
}

function test({ index, op, value, valueTwo }: Condition, yes: Block, no: Block): Block {
  switch (op) {
    case "EQ":
      return equal(index, value, yes, no);
    case "NE":
      return equal(index, value, no, yes);
    case "GT":
      return ordered(JGT, index, value, yes, no);
    case "GE":
      return ordered(JGE, index, value, yes, no);
    case "LE":
      return ordered(JGT, index, value, no, yes);
    case "LT":
      return ordered(JGE, index, value, no, yes);
    case "MASKED_EQ":
      return masked(index, value, valueTwo, yes, no);
  }
}

const equal = (index: number, value: bigint, yes: Block, no: Block): Block => [
  load(high(index)),
  ...fork(JEQ, highWord(value), [load(low(index)), ...fork(JEQ, lowWord(value), yes, no)], no),
];

/** The high words decide, unless they are equal. */
const ordered = (test: number, index: number, value: bigint, yes: Block, no: Block): Block => [
  load(high(index)),
  ...fork(
    JGT,
    highWord(value),
    yes,
    fork(JEQ, highWord(value), [load(low(index)), ...fork(test, lowWord(value), yes, no)], no),
  ),
];

const masked = (index: number, mask: bigint, left: bigint, yes: Block, no: Block): Block => [
  load(high(index)),
  and(highWord(mask)),
  ...fork(
    JEQ,
    highWord(left),
    [load(low(index)), and(lowWord(mask)), ...fork(JEQ, lowWord(left), yes, no)],
    no,
  ),
];
