/** What a filter answers: the kernel's classic BPF, as far as filters of system calls use it. */

/** One system call: struct seccomp_data (seccomp(2)). */
export interface Asked {
  readonly arch: number;
  readonly nr: number;
  readonly args?: readonly bigint[];
}

/** Runs a filter; throws for what the kernel would not take. */
export function run(program: Uint8Array, { arch, nr, args = [] }: Asked): number {
  const code = Buffer.from(program);
  const data = Buffer.alloc(64);
  data.writeInt32LE(nr | 0, 0);
  data.writeUInt32LE(arch, 4);
  args.forEach((arg, i) => void data.writeBigUInt64LE(arg, 16 + 8 * i));
  let accumulator = 0;
  for (let at = 0; ; at++) {
    const [op, jt, jf] = [code.readUInt16LE(8 * at), code[8 * at + 2], code[8 * at + 3]];
    const k = code.readUInt32LE(8 * at + 4);
    const jump = (condition: boolean) => (condition ? (jt ?? 0) : (jf ?? 0));
    if (op === 0x20) accumulator = data.readUInt32LE(k);
    else if (op === 0x54) accumulator = (accumulator & k) >>> 0;
    else if (op === 0x15) at += jump(accumulator === k);
    else if (op === 0x25) at += jump(accumulator > k);
    else if (op === 0x35) at += jump(accumulator >= k);
    else if (op === 0x05) at += k;
    else if (op === 0x06) return k;
    else throw new Error(`instruction ${at}: code ${op}`);
  }
}
