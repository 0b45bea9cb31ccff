/**
 * Version 2 of cgroups has no files for devices: a program is asked (bpf(2), BPF_CGROUP_DEVICE;
 * instructions: kernel, bpf/standardization/instruction-set).
 */
import { closeSync, openSync } from "node:fs";
import { native } from "../../kernel/native.ts";
import type { DeviceRule } from "./devices.ts";

/** An instruction: its code, destination and source registers, distance of a jump, number. */
type Instruction = readonly [code: number, to: number, from: number, offset: number, k: number];

/** The context that the program is called with: struct bpf_cgroup_dev_ctx, three words. */
const [ACCESS_TYPE, MAJOR, MINOR] = [0, 4, 8];
/** Registers: r0 is the answer, r1 the context; the rest are ours. */
const [ANSWER, CONTEXT, TYPE, ACCESS, ITS_MAJOR, ITS_MINOR, WANTED] = [0, 1, 2, 3, 4, 5, 6];

const TYPES = { b: 1, c: 2 } as const;
const ACCESSES: Readonly<Record<string, number>> = { m: 1, r: 2, w: 4 };

const load = (to: number, offset: number): Instruction => [0x61, to, CONTEXT, offset, 0];
const move = (to: number, from: number): Instruction => [0xbf, to, from, 0, 0];
const set = (to: number, k: number): Instruction => [0xb7, to, 0, 0, k];
const and = (to: number, k: number): Instruction => [0x57, to, 0, 0, k];
const shift = (to: number, k: number): Instruction => [0x77, to, 0, 0, k];
const unlessIs = (to: number, k: number, over: number): Instruction => [0x55, to, 0, over, k];
const unlessSame = (to: number, from: number, over: number): Instruction => [
  0x5d,
  to,
  from,
  over,
  0,
];
const EXIT: Instruction = [0x95, 0, 0, 0, 0];

/** The program that allows what one of the rules allows, and nothing else. */
export function deviceProgram(rules: readonly DeviceRule[]): Uint8Array {
  return toBytes([
    load(TYPE, ACCESS_TYPE),
    move(ACCESS, TYPE),
    shift(ACCESS, 16),
    and(TYPE, 0xffff),
    load(ITS_MAJOR, MAJOR),
    load(ITS_MINOR, MINOR),
    ...rules.flatMap(ruleInstructions),
    set(ANSWER, 0),
    EXIT,
  ]);
}

/** Each test that fails leads over the rest of the rule. */
function ruleInstructions({ type, major, minor, access }: DeviceRule): Instruction[] {
  const bits = [...access].reduce((all, letter) => all | (ACCESSES[letter] ?? 0), 0);
  const yes = [set(ANSWER, 1), EXIT];
  const tests: ((over: number) => Instruction)[] = [
    (over) => unlessIs(TYPE, TYPES[type], over),
    ...(bits === 7 ? [] : [() => move(WANTED, ACCESS), () => and(WANTED, bits)]),
    ...(bits === 7 ? [] : [(over: number) => unlessSame(WANTED, ACCESS, over)]),
    ...(major === undefined ? [] : [(over: number) => unlessIs(ITS_MAJOR, major, over)]),
    ...(minor === undefined ? [] : [(over: number) => unlessIs(ITS_MINOR, minor, over)]),
  ];
  return [...tests.map((test, i) => test(tests.length - 1 - i + yes.length)), ...yes];
}

const SIZEOF_BPF_INSN = 8;

function toBytes(program: readonly Instruction[]): Uint8Array {
  const bytes = Buffer.alloc(program.length * SIZEOF_BPF_INSN);
  program.forEach(([code, to, from, offset, k], i) => {
    const at = i * SIZEOF_BPF_INSN;
    bytes[at] = code;
    bytes[at + 1] = (from << 4) | to;
    bytes.writeInt16LE(offset, at + 2);
    bytes.writeInt32LE(k, at + 4);
  });
  return bytes;
}

/** bpf(2): commands, and what a program of ours is. */
const [PROG_LOAD, PROG_ATTACH] = [5, 8];
const PROG_TYPE_CGROUP_DEVICE = 15;
const CGROUP_DEVICE = 6;
const F_ALLOW_MULTI = 2; // systemd may have one of its own there

/**
 * Attaches the program to a group; it stays until the group is removed.
 *
 * @throws what the kernel says
 */
export function attachDeviceProgram(group: string, rules: readonly DeviceRule[]): void {
  const program = loadProgram(deviceProgram(rules));
  const directory = openSync(group, "r");
  try {
    native.bpf(PROG_ATTACH, words(directory, program, CGROUP_DEVICE, F_ALLOW_MULTI), []);
  } finally {
    closeSync(directory);
    closeSync(program);
  }
}

function loadProgram(instructions: Uint8Array): number {
  const [INSNS, LICENSE] = [8, 16]; // where union bpf_attr has these pointers
  const attributes = new Uint8Array(48);
  attributes.set(words(PROG_TYPE_CGROUP_DEVICE, instructions.length / SIZEOF_BPF_INSN));
  return native.bpf(PROG_LOAD, attributes, [
    [INSNS, instructions],
    [LICENSE, Buffer.from("MIT\0")],
  ]);
}

const words = (...values: number[]): Uint8Array => new Uint8Array(Uint32Array.from(values).buffer);
