/** Profiles and their programs, which an interpreter of the test's own runs. */
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { DEFAULT_CAPABILITIES } from "../src/container/capabilities.ts";
import { compile } from "../src/container/seccomp/compile.ts";
import { defaultProfile } from "../src/container/seccomp/default.ts";
import { defaultFilter } from "../src/container/seccomp/filter.ts";
import { KEPT } from "../src/container/seccomp/kept.ts";
import { type Condition, type Operator, RET } from "../src/container/seccomp/profile.ts";
import type { Capability } from "../src/kernel/capabilities.ts";
import { type Abi, syscallNumbers } from "../src/kernel/syscalls.ts";
import { run } from "./bpf.ts";

const test = suite("seccomp");

const AUDIT: Readonly<Record<Abi, number>> = {
  x86_64: 0xc000003e,
  i386: 0x40000003,
  aarch64: 0xc00000b7,
  arm: 0x40000028,
};
const MACHINE: Readonly<Record<Abi, string>> = {
  x86_64: "x64",
  i386: "x64",
  aarch64: "arm64",
  arm: "arm64",
};
const EPERM = RET.ERRNO | 1;
const ENOSYS = RET.ERRNO | 38;

/** What docker's default answers; by name. */
const asker = (abi: Abi, more: readonly Capability[] = []) => {
  const capabilities = [...DEFAULT_CAPABILITIES, ...more];
  const program = defaultFilter(capabilities, MACHINE[abi]);
  const numbers = syscallNumbers(abi);
  return (name: string, ...args: bigint[]) => {
    const nr = numbers.get(name);
    if (nr === undefined) throw new Error(`${abi} has no ${name}`);
    return run(program, { arch: AUDIT[abi], nr, args });
  };
};

const ABIS = Object.keys(AUDIT) as Abi[];

test("numbers of calls are the kernel's", () => {
  const some = ["read", "execve", "clone", "socket", "mount", "seccomp", "openat2"];
  const numbers = (abi: Abi) => some.map((name) => syscallNumbers(abi).get(name));
  assert.equal(numbers("x86_64"), [0, 59, 56, 41, 165, 317, 437]);
  assert.equal(numbers("i386"), [3, 11, 120, 359, 21, 354, 437]);
  assert.equal(numbers("aarch64"), [63, 221, 220, 198, 40, 277, 437]);
  assert.equal(numbers("arm"), [3, 11, 120, 281, 21, 383, 437]);
});

for (const abi of ABIS) {
  test(`${abi}: every call is answered as docker's list says`, () => {
    const profile = defaultProfile({ capabilities: DEFAULT_CAPABILITIES, arch: MACHINE[abi] });
    const allowed = new Set(profile.rules[0]?.names);
    const conditional = ["socket", "personality", "clone", "clone3"];
    const ask = asker(abi);
    for (const name of syscallNumbers(abi).keys()) {
      if (conditional.includes(name)) continue;
      assert.is(ask(name), allowed.has(name) ? RET.ALLOW : EPERM, name);
    }
  });

  test(`${abi}: what leads out of a container is refused`, () => {
    const ask = asker(abi);
    for (const name of [
      "mount",
      "umount2",
      "pivot_root",
      "setns",
      "unshare",
      "open_by_handle_at",
      "bpf",
      "perf_event_open",
      "userfaultfd",
      "keyctl",
      "add_key",
      "kexec_load",
      "init_module",
      "finit_module",
      "io_uring_setup",
      "reboot",
      "swapon",
      "move_mount",
      "fsopen",
    ]) {
      assert.is(ask(name), EPERM, name);
    }
  });

  test(`${abi}: a new process, but no new namespace, and clone3 is not there`, () => {
    const ask = asker(abi);
    assert.is(ask("clone", 17n), RET.ALLOW);
    for (const flag of [0x20000n, 0x2000000n, 0x4000000n, 0x8000000n, 0x10000000n, 0x40000000n]) {
      assert.is(ask("clone", flag | 17n), EPERM, flag.toString(16));
    }
    assert.is(ask("clone3"), ENOSYS);
  });

  test(`${abi}: sockets of usual families only`, () => {
    const ask = asker(abi);
    for (const family of [1n, 2n, 10n, 16n, 17n, 44n]) assert.is(ask("socket", family), RET.ALLOW);
    for (const family of [12n, 38n, 40n, 46n, 1n << 32n, (1n << 32n) | 2n]) {
      assert.is(ask("socket", family), EPERM, String(family));
    }
  });

  test(`${abi}: personalities that docker allows`, () => {
    const ask = asker(abi);
    for (const one of [0n, 8n, 0x20000n, 0x20008n, 0xffffffffn]) {
      assert.is(ask("personality", one), RET.ALLOW);
    }
    assert.is(ask("personality", 0x40000n), EPERM);
    assert.is(ask("personality", 1n << 40n), EPERM);
  });

  test(`${abi}: a capability brings its calls`, () => {
    const ask = asker(abi, ["SYS_ADMIN"]);
    for (const name of ["mount", "clone3", "setns"]) assert.is(ask(name), RET.ALLOW);
    assert.is(ask("clone", 0x10000000n), RET.ALLOW);
    assert.is(asker(abi, ["SYS_TIME"])("clock_settime"), RET.ALLOW);
    assert.is(asker(abi)("clock_settime"), EPERM);
  });
}

test("one call for all sockets, whose arguments cannot be seen, is refused", () => {
  assert.is(asker("i386")("socketcall"), EPERM);
});

test("a third way of calling x86-64 is not there, and an unknown one is deadly", () => {
  const program = defaultFilter(DEFAULT_CAPABILITIES, "x64");
  assert.is(run(program, { arch: AUDIT.x86_64, nr: 0x40000000 | 39 }), ENOSYS);
  assert.is(run(program, { arch: AUDIT.aarch64, nr: 39 }), RET.KILL_PROCESS);
});

test("chroot goes with its capability", () => {
  const without = DEFAULT_CAPABILITIES.filter((one) => one !== "SYS_CHROOT");
  const nr = syscallNumbers("x86_64").get("chroot") ?? 0;
  const ask = (capabilities: readonly Capability[]) =>
    run(defaultFilter(capabilities, "x64"), { arch: AUDIT.x86_64, nr });
  assert.is(ask(DEFAULT_CAPABILITIES), RET.ALLOW);
  assert.is(ask(without), EPERM);
});

test("comparisons are of 64 bits", () => {
  const big = 5n * 2n ** 32n + 7n;
  const near = [0n, 7n, big - 2n ** 32n, big - 1n, big, big + 1n, big + 2n ** 32n, 2n ** 64n - 1n];
  const meaning: Readonly<Record<Operator, (arg: bigint) => boolean>> = {
    EQ: (arg) => arg === big,
    NE: (arg) => arg !== big,
    LT: (arg) => arg < big,
    LE: (arg) => arg <= big,
    GT: (arg) => arg > big,
    GE: (arg) => arg >= big,
    MASKED_EQ: (arg) => (arg & big) === 7n,
  };
  for (const [op, holds] of Object.entries(meaning)) {
    const condition = { index: 3, op, value: big, valueTwo: 7n } as Condition;
    const rules = [{ names: ["getpid"], action: RET.ALLOW, conditions: [condition] }];
    const program = compile({ otherwise: EPERM, rules }, "x64");
    for (const arg of near) {
      const asked = { arch: AUDIT.x86_64, nr: 39, args: [0n, 0n, 0n, arg] };
      assert.is(run(program, asked), holds(arg) ? RET.ALLOW : EPERM, `${arg} ${op} ${big}`);
    }
  }
});

test("the first rule whose conditions hold counts, and all of its conditions must", () => {
  const eq = (index: number, value: bigint): Condition => ({
    index,
    op: "EQ",
    value,
    valueTwo: 0n,
  });
  const rules = [
    { names: ["getpid"], action: RET.LOG, conditions: [] },
    { names: ["getpid"], action: RET.ALLOW, conditions: [eq(0, 1n), eq(1, 2n)] },
    { names: ["getpid"], action: RET.TRAP, conditions: [eq(0, 1n)] },
  ];
  const program = compile({ otherwise: EPERM, rules }, "x64");
  const ask = (...args: bigint[]) => run(program, { arch: AUDIT.x86_64, nr: 39, args });
  assert.is(ask(1n, 2n), RET.ALLOW);
  assert.is(ask(1n, 3n), RET.TRAP);
  assert.is(ask(2n, 2n), RET.LOG);
});

test("the kept filters are those that would be compiled: node --import tsx runtime/keepfilter.ts", () => {
  for (const arch of ["x64", "arm64"]) {
    const profile = defaultProfile({ capabilities: DEFAULT_CAPABILITIES, arch });
    assert.is(Buffer.from(compile(profile, arch)).toString("base64"), KEPT[arch]);
  }
});

test.run();
