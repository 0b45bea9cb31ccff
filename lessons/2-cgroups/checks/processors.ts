/** Processors: how much of them, before whom, and which. */
import {
  both,
  type Container,
  goal,
  MachineProblem,
  type Process,
  type Trial,
  until,
  verbatim,
} from "../../../checks/src/harness/index.ts";
import { cpuTime, expand, processors, setting, settings, versionOf } from "./witness.ts";

const LIMIT = 20_000; // ms: a busy machine takes its time to give a container what is measured

const spin = (t: Trial, options: readonly string[]): Promise<Container> =>
  t.container(["spin"], {
    options,
    ready: ({ argv }: Process) => argv[1] === "spin",
    limit: LIMIT,
  });

const WINDOW = 1200; // ms: a dozen periods of a quota
const MEASUREMENTS = 5; // at most

/** So small that even a busy machine gives it. */
const QUOTAS = [["-cpu", "5"], ["-cpus=0.1"]] as const;

goal("2.5", async (t) => {
  const boxes = await Promise.all(QUOTAS.map((options) => spin(t, options)));
  let got = await sharesOfTime(boxes);
  for (let i = 1; i < MEASUREMENTS && boxes.some((box, k) => tooBusy(box, k, got)); i++) {
    got = await sharesOfTime(boxes);
  }
  for (const [i, box] of boxes.entries()) expectShare(box, ASKED[i] ?? 0, got[i] ?? 0);
});

const ASKED = [0.05, 0.1] as const;
const least = (asked: number) => asked * 0.6;
const most = (asked: number) => asked * 1.5;

/** Others took so much that the quota was never used up, so nothing can be said of it. */
const tooBusy = ({ pid }: Container, i: number, got: readonly number[]): boolean =>
  hasQuota(pid) && (timesHeldBack(pid) === 0 || (got[i] ?? 0) < least(ASKED[i] ?? 0));

/** Of one processor, for each container. */
async function sharesOfTime(boxes: readonly Container[]): Promise<number[]> {
  const measure = () => boxes.map(({ pid }) => cpuTime(pid));
  const start = performance.now();
  const before = measure();
  await until(() => performance.now() - start > WINDOW, 2 * WINDOW);
  const after = measure();
  const wall = performance.now() - start;
  return after.map((time, i) => (time - (before[i] ?? 0)) / wall);
}

function expectShare(box: Container, asked: number, got: number): void {
  const finding = {
    expected: both(
      `${percent(asked)} of one processor, and no more`,
      `一个处理器的 ${percent(asked)}，不会更多`,
    ),
    observed: both(`it gets ${percent(got)}`, `实际得到 ${percent(got)}`),
  };
  // A busy machine may give it little without any quota, too.
  box.expect(hasQuota(box.pid), { diagnosis: "no-quota", ...finding });
  box.expect(got <= most(asked), { diagnosis: "quota-too-large", ...finding });
  if (timesHeldBack(box.pid) === 0) throw new MachineProblem(TOO_BUSY);
  box.expect(got >= least(asked), { diagnosis: "quota-too-small", ...finding });
}

const TOO_BUSY = both(
  "this machine is too busy to measure anything: try again when it is less so",
  "这台机器过于繁忙，无法测量：请在空闲一些时重试",
);

const hasQuota = (pid: number): boolean =>
  versionOf("cpu") === 1
    ? Number(settings(pid, "cpu", "cpu.cfs_quota_us").find((quota) => quota !== "-1")) > 0
    : settings(pid, "cpu", "cpu.max").some((quota) => !quota.startsWith("max"));

/** How often the kernel has stopped it, because its quota was used up. */
const timesHeldBack = (pid: number): number =>
  settings(pid, "cpu", "cpu.stat")
    .map((text) => Number(/^nr_throttled (\d+)$/m.exec(text)?.[1] ?? 0))
    .reduce((sum, times) => sum + times, 0);

const percent = (share: number) => `${(share * 100).toFixed(0)} %`;

const ENOUGH = 600; // ms that two competitors have to have had together
const PATIENCE = 12_000; // ms for that on a busy machine

goal("2.6", async (t) => {
  const one = ["--cpuset-cpus", `${processors()[0]}`];
  const boxes = await Promise.all([
    spin(t, [...one, "--cpu-shares", "2048"]),
    spin(t, [...one, "-cpushare", "512"]),
  ]);
  const measure = () => boxes.map(({ pid }) => cpuTime(pid));
  const before = measure();
  const had = () => measure().map((time, i) => time - (before[i] ?? 0));
  const enough = await until(() => sum(had()) >= ENOUGH, PATIENCE);
  if (!enough) throw new MachineProblem(TOO_BUSY);
  const [large = 0, small = 0] = had();
  const ratio = large / Math.max(small, 1);
  const weighed = new Set(boxes.map(({ pid }) => weightOf(pid))).size > 1; // or others made it so
  const cause = () => {
    if (!weighed) return "no-shares";
    return ratio < 1 ? "shares-upside-down" : "shares-out-of-proportion";
  };
  boxes[0].expect(weighed && ratio >= 2 && ratio <= 8, {
    diagnosis: cause(),
    expected: both(
      "with 2048 against 512 on one processor, about four times as much time",
      "同一处理器上 2048 对 512，得到约四倍的时间",
    ),
    observed: both(`${large} ms against ${small} ms`, `${large} 毫秒对 ${small} 毫秒`),
  });
});

const weightOf = (pid: number) =>
  setting(pid, "cpu", versionOf("cpu") === 1 ? "cpu.shares" : "cpu.weight");

const sum = (numbers: readonly number[]) => numbers.reduce((sum, number) => sum + number, 0);

goal("2.7", async (t) => {
  const all = processors();
  const [first = 0, last = 0] = [all[0], all.at(-1)];
  if (first === last) throw new MachineProblem(TWO_PROCESSORS);
  const boxes = await Promise.all([
    t.container(["pause"], { options: ["-cpuset", `${first}`] }),
    t.container(["pause"], { options: ["--cpuset-cpus", `${last}`, "--cpuset-mems", "0"] }),
  ]);
  for (const [i, box] of boxes.entries()) {
    const allowed = box.process.status.get("Cpus_allowed_list") ?? "";
    box.expect(allowed === `${[first, last][i]}`, {
      diagnosis: expand(allowed).join() === all.join() ? "no-cpuset" : "other-processors",
      expected: verbatim(`Cpus_allowed_list: ${[first, last][i]}`),
      observed: verbatim(`Cpus_allowed_list: ${allowed}`),
    });
  }
});

const TWO_PROCESSORS = both(
  "this check needs two processors: give the virtual machine another one",
  "此检查需要两个处理器：请为虚拟机再分配一个",
);
