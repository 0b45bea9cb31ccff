/** Memory: who takes too much is killed, and mydocker says why. */

import { readFileSync } from "node:fs";
import {
  both,
  expectRan,
  type Finished,
  goal,
  howItEnded,
  MachineProblem,
  verbatim,
} from "../../../checks/src/harness/index.ts";
import { KILLED, MIB } from "./numbers.ts";
import { setting, versionOf } from "./witness.ts";

const PAST = "96"; // MiB: four times the limit, so that as much swap as memory is no way out
const LIMIT = "24m";

goal("2.2", async (t) => {
  requireCountedSwap();
  const [past, below] = await Promise.all([
    t.probe(["allocate", PAST], { options: ["-mem", LIMIT] }),
    t.probe(["allocate", "16"], { options: ["-m", "64m"] }),
  ]);
  for (const ended of [past, below]) expectRan(ended);
  past.expect(past.code === KILLED, {
    diagnosis: "not-killed",
    expected: both(
      `killed when it uses ${PAST} MiB: exit code ${KILLED}`,
      `使用 ${PAST} MiB 时被杀死：退出码 ${KILLED}`,
    ),
    observed: howItEnded(past),
  });
  below.expect(below.code === 0, {
    diagnosis: "killed-too-early",
    expected: both("16 of 64 MiB can be used", "64 MiB 中的 16 MiB 可以使用"),
    observed: howItEnded(below),
  });
});

const SWAP_FILE = { 1: "memory.memsw.limit_in_bytes", 2: "memory.swap.max" } as const;

const countsSwap = () => setting(process.pid, "memory", SWAP_FILE[versionOf()]) !== undefined;

/** Swap that nobody counts lets a process live on past every limit. */
function requireCountedSwap(): void {
  const swap = /^SwapTotal:\s+(\d+)/m.exec(readFileSync("/proc/meminfo", "utf8"))?.[1];
  if (swap === "0" || countsSwap()) return;
  throw new MachineProblem(
    both(
      "this machine swaps and its kernel does not count that, so a memory limit only makes things slow: swapoff -a, or start the kernel with swapaccount=1",
      "这台机器启用了交换空间而内核没有对其计量，内存限制只会让程序变慢：执行 swapoff -a，或以 swapaccount=1 启动内核",
    ),
  );
}

/** Whether it said on standard error that memory was short. */
const blamesMemory = ({ stderr }: Finished) => /memory|oom/i.test(stderr.toString());

goal("2.3", async (t) => {
  requireCountedSwap();
  const options = ["-m", LIMIT];
  const [greedy, behindInit, byHand, lossy] = await Promise.all([
    t.probe(["allocate", PAST], { options }),
    t.probe(["allocate", PAST], { options: [...options, "--init"] }),
    t.container(["pause"], { options }).then((box) => box.end()),
    t.probe(["allocate-beside", PAST, "3"], { options }),
  ]);
  expectSentence(greedy, "silent");
  expectSentence(behindInit, "silent-behind-init");
  expectNoSentence(byHand, KILLED, "kill-taken-for-oom");
  expectNoSentence(lossy, 3, "loss-taken-for-end");
});

const LIMIT_NAMED = /\b24(\.0+)? ?m|\b25165824\b/i;

function expectSentence(ended: Finished, diagnosis: string): void {
  expectRan(ended);
  ended.expect(ended.code === KILLED, {
    diagnosis: "not-killed",
    expected: both(`exit code ${KILLED}`, `退出码 ${KILLED}`),
    observed: howItEnded(ended),
  });
  ended.expect(blamesMemory(ended) && LIMIT_NAMED.test(ended.stderr.toString()), {
    diagnosis,
    expected: both(
      "on standard error: it ran out of memory, and of how much (24 MiB)",
      "在标准错误中说明内存耗尽以及限额（24 MiB）",
    ),
    observed: howItEnded(ended),
  });
}

function expectNoSentence(ended: Finished, code: number, diagnosis: string): void {
  ended.expect(ended.code === code && !blamesMemory(ended), {
    diagnosis,
    expected: both(`exit code ${code}, and no word of memory`, `退出码 ${code}，且不提及内存`),
    observed: howItEnded(ended),
  });
}

/** Limits that are not felt until the machine is short of memory: their files have to do. */
goal("2.4", async (t) => {
  const swap = countsSwap() ? ["--memory-swap", "48m"] : [];
  const options = ["-m", "32m", "--memory-reservation", "16m", ...swap];
  const box = await t.container(["pause"], { options });
  const reservation = { 1: "memory.soft_limit_in_bytes", 2: "memory.low" } as const;
  const sum = { 1: 48 * MIB, 2: 16 * MIB } as const; // version 2 counts swap alone
  const version = versionOf();
  for (const [file, value, diagnosis] of [
    [reservation[version], 16 * MIB, "reservation-not-as-asked"],
    ...(swap.length > 0 ? [[SWAP_FILE[version], sum[version], "swap-not-as-asked"] as const] : []),
  ] as const) {
    const found = setting(box.pid, "memory", file);
    box.expect(found === `${value}`, {
      diagnosis,
      expected: verbatim(`${file}: ${value}`),
      observed: verbatim(`${file}: ${found ?? "-"}`),
    });
  }
});
