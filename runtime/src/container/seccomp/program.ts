/** Instructions of classic BPF, struct sock_filter (linux/filter.h), and blocks of them. */

/** One instruction. */
export type Instruction = readonly [code: number, jt: number, jf: number, k: number];

/** Instructions that end in an answer, whichever way they are gone through. */
export type Block = readonly Instruction[];

/** Jump if the accumulator is k, is more, is as much or more, has a bit of k (BPF_JMP, BPF_K). */
export const JEQ = 0x15;
export const JGT = 0x25;
export const JGE = 0x35;
const JA = 0x05;

/** struct seccomp_data: where the number of the call is. */
export const NR = 0;

/** Loads a word of struct seccomp_data (BPF_LD, BPF_W, BPF_ABS). */
export const load = (offset: number): Instruction => [0x20, 0, 0, offset];

/** Keeps only these bits of the accumulator (BPF_ALU, BPF_AND, BPF_K). */
export const and = (mask: number): Instruction => [0x54, 0, 0, mask];

/** Ends with an answer (BPF_RET, BPF_K). */
export const ret = (action: number): Block => [[0x06, 0, 0, action]];

/** How far a conditional jump can lead: it has a byte for that. */
export const FARTHEST = 255;

const JMP = 0x05;
const RET = 0x06;

/** A jump by a condition, with a distance for yes and one for no. */
export const isJump = ([code]: Instruction) => (code & 0x07) === JMP && code !== JA;
/** A jump without a condition, whose distance is k. */
export const isFarJump = ([code]: Instruction) => code === JA;
/** The end, with an answer. */
export const isAnswer = ([code]: Instruction) => code === RET;

/** One block or the other. */
export function fork(test: number, k: number, yes: Block, no: Block): Block {
  return no.length <= FARTHEST
    ? [[test, no.length, 0, k], ...no, ...yes]
    : [[test, 0, 1, k], [JA, 0, 0, no.length], ...no, ...yes];
}

const SIZEOF_SOCK_FILTER = 8;

/** The program as the kernel reads it. */
export function toBytes(block: Block): Uint8Array {
  const bytes = Buffer.alloc(block.length * SIZEOF_SOCK_FILTER);
  block.forEach(([code, jt, jf, k], i) => {
    const at = i * SIZEOF_SOCK_FILTER;
    bytes.writeUInt16LE(code, at);
    bytes[at + 2] = jt;
    bytes[at + 3] = jf;
    bytes.writeUInt32LE(k >>> 0, at + 4);
  });
  return bytes;
}
