/** Makes a program shorter: jumps to equal answers lead to one of them, and the others go. */
import { type Block, FARTHEST, type Instruction, isAnswer, isFarJump, isJump } from "./program.ts";

/** The kernel takes a filter's time for each instruction, whenever a container starts. */
export function shareAnswers(program: Block): Block {
  const last = lastAnswers(program);
  const shared = dropUnreached(program.map((one, at) => lead(one, at, program, last)));
  return shared.length < program.length ? shareAnswers(shared) : program;
}

/** Of each answer, for every place: where it is for the last time up to there. */
type LastAnswers = ReadonlyMap<number, Int32Array>;

function lastAnswers(program: Block): LastAnswers {
  const answers = new Set(program.filter(isAnswer).map(([, , , k]) => k));
  return new Map(
    [...answers].map((answer) => {
      let last = -1;
      const places = program.map((one, at) => {
        if (isAnswer(one) && one[3] === answer) last = at;
        return last;
      });
      return [answer, Int32Array.from(places)];
    }),
  );
}

/** A jump, its two ways leading as far ahead as equal answers can be reached. */
function lead(one: Instruction, at: number, program: Block, last: LastAnswers): Instruction {
  if (!isJump(one)) return one;
  const [code, jt, jf, k] = one;
  return [code, farthest(jt), farthest(jf), k];

  function farthest(distance: number): number {
    const target = program[at + 1 + distance];
    if (!target || !isAnswer(target)) return distance;
    const reach = Math.min(at + 1 + FARTHEST, program.length - 1);
    return (last.get(target[3])?.[reach] ?? 0) - at - 1;
  }
}

function dropUnreached(program: Block): Block {
  const reached = new Set([0]);
  program.forEach((instruction, at) => {
    if (reached.has(at)) for (const next of after(instruction, at)) reached.add(next);
  });
  const places = program.map((_, at) => at).filter((at) => reached.has(at));
  const moved = new Map(places.map((at, now) => [at, now]));
  return places.map((at, now) => {
    const instruction = program[at] as Instruction;
    const [code, jt, jf, k] = instruction;
    const distance = (to: number) => (moved.get(at + 1 + to) ?? 0) - now - 1;
    if (isFarJump(instruction)) return [code, 0, 0, distance(k)];
    return isJump(instruction) ? [code, distance(jt), distance(jf), k] : instruction;
  });
}

/** Where a program may go on. */
function after(instruction: Instruction, at: number): number[] {
  const [, jt, jf, k] = instruction;
  if (isAnswer(instruction)) return [];
  if (isFarJump(instruction)) return [at + 1 + k];
  return isJump(instruction) ? [at + 1 + jt, at + 1 + jf] : [at + 1];
}
