/** What is read of /proc, and what a person reads of a check. No root needed. */
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { hierarchies } from "../src/harness/cgroups.ts";
import { parseMounts, startTime, topMount } from "../src/harness/proc.ts";
import { report, summary } from "../src/harness/report.ts";
import { exitCode, type Outcome, type Result } from "../src/harness/result.ts";
import { both, language } from "../src/harness/text.ts";
import { commandLine } from "../src/harness/words.ts";
import { columns, wrap } from "../src/harness/wrap.ts";

const test = suite("words");

const MOUNTINFO = `\
71 70 254:0 / / rw,relatime shared:3 - ext4 /dev/vda rw,discard
73 71 0:21 / /proc rw,relatime shared:22 - proc proc rw
99 73 0:51 / /proc rw,nosuid,nodev,noexec - proc proc rw
90 71 0:6 /a\\040b /with\\040space rw master:2 - tmpfs tmpfs rw,size=64k
32 31 0:29 / /sys/fs/cgroup/cpu,cpuacct rw shared:9 - cgroup cgroup rw,cpu,cpuacct
40 31 0:37 / /sys/fs/cgroup/systemd rw shared:10 - cgroup cgroup rw,xattr,name=systemd
41 31 0:38 / /sys/fs/cgroup/unified rw shared:11 - cgroup2 cgroup2 rw,nsdelegate
`;

test("mountinfo is read, with its escapes and its stacked mounts", () => {
  const mounts = parseMounts(MOUNTINFO);
  assert.is(topMount(mounts, "/proc")?.id, 99);
  const tmpfs = mounts.find(({ type }) => type === "tmpfs");
  assert.is(tmpfs?.point, "/with space");
  assert.is(tmpfs?.root, "/a b");
  assert.equal(tmpfs?.propagation, ["master:2"]);
  assert.equal(topMount(mounts, "/")?.superOptions, ["rw", "discard"]);
});

test("cgroup hierarchies are found, as mount(8) wants them", () => {
  const found = hierarchies(MOUNTINFO).map(({ version, options }) => [version, options]);
  assert.equal(found, [
    [1, "cpu,cpuacct"],
    [1, "none,name=systemd"],
    [2, ""],
  ]);
});

test("a process's start is found behind a name with spaces and brackets", () => {
  const fields = Array.from({ length: 20 }, (_, i) => `${i + 3}`);
  assert.is(startTime(`42 (a) b) ${fields.join(" ")}`), "22");
});

test("a command line can be pasted into a shell, and has no token in it", () => {
  const words = ["mydocker", "run", "/bin/sh", "-c", "echo it's", "", "token-0123456789ab"];
  assert.is(commandLine(words), `mydocker run /bin/sh -c 'echo it'\\''s' ''`);
});

test("the language is the locale's, or what was asked for", () => {
  assert.is(language({ LANG: "zh_CN.UTF-8" }), "zh");
  assert.is(language({ LANG: "zh_CN.UTF-8", LC_ALL: "C" }), "en");
  assert.is(language({ LANG: "C", MYDOCKER_LANG: "zh" }), "zh");
  assert.is(language({}), "en");
});

test("lines are wrapped by columns: a Chinese character takes two", () => {
  assert.is(columns("挂载 /proc"), 10);
  assert.equal(wrap("one two three", 8), ["one two", "three"]);
  assert.equal(wrap("挂载仍然是共享的，没有断开。", 16), ["挂载仍然是共享", "的，没有断开。"]);
  assert.equal(wrap("first\nsecond", 80), ["first", "second"]);
  assert.equal(wrap("run pause      (host pid 12)", 20), ["run pause", "(host pid 12)"]);
});

const FAILED: Result = {
  id: "3.2",
  kind: "goal",
  outcome: "failed",
  diagnosis: "old-root-attached",
  did: "mydocker run --rootfs ./busybox /bin/sleep 60      (host pid 4121)",
  expected: both("only the container's own filesystems", "只有容器自己的文件系统"),
  observed: both("/ of /dev/sda1 still mounted at /.old", "/dev/sda1 的 / 仍挂载在 /.old"),
  ms: 12,
};

const TEXTS = {
  "3.2": {
    title: both("the old root is out of reach", "够不到旧的根"),
    anchor: "detach",
    hints: [],
    likely: {
      "old-root-attached": both(
        "the roots were swapped, but the old one was never detached: umount2(…, MNT_DETACH)",
        "根已经交换，但旧的根没有分离：umount2(…, MNT_DETACH)",
      ),
    },
  },
};

const STYLE = { language: "en", colors: false, width: 80 } as const;

test("a failure says what was done, expected and observed, the likely cause, and what next", () => {
  const lines = report(FAILED, TEXTS, "/course/lessons/3-pivot_root", STYLE);
  assert.is(
    lines.join("\n"),
    `\
✗ 3.2 the old root is out of reach
  did       mydocker run --rootfs ./busybox /bin/sleep 60      (host pid 4121)
  expected  only the container's own filesystems
  observed  / of /dev/sda1 still mounted at /.old
  likely    the roots were swapped, but the old one was never detached:
            umount2(…, MNT_DETACH)
  next      npm run hint 3.2        lessons/3-pivot_root/README.md#detach`,
  );
});

test("when time was up on a busy machine, that is the first cause to think of", () => {
  const busy = both("load 24 on 2 processors", "2 个处理器上的负载为 24");
  const late: Result = { ...FAILED, diagnosis: "timed-out", busy };
  const told = report(late, TEXTS, "3", STYLE).join(" ").replace(/\s+/g, " ");
  assert.match(told, "likely this machine is busy (load 24 on 2 processors)");
  assert.match(told, "npm run lesson 3.2 runs this check alone. If not, somebody waits");
});

test("the same in Chinese, in line although its characters are wide", () => {
  const style = { ...STYLE, language: "zh" } as const;
  const lines = report(FAILED, TEXTS, "lessons/3-pivot_root", style);
  assert.is(
    lines.join("\n"),
    `\
✗ 3.2 够不到旧的根
  执行      mydocker run --rootfs ./busybox /bin/sleep 60      (host pid 4121)
  期望      只有容器自己的文件系统
  实际      /dev/sda1 的 / 仍挂载在 /.old
  可能原因  根已经交换，但旧的根没有分离：umount2(…, MNT_DETACH)
  下一步    npm run hint 3.2        lessons/3-pivot_root/README.zh-CN.md#detach`,
  );
  for (const line of lines) assert.ok(columns(line) <= 80, line);
});

test("not started is not failed, and the machine's lack is not the learner's fault", () => {
  const as = (outcome: Outcome): Result => ({ id: "3.2", kind: "goal", outcome, ms: 0 });
  const [line] = report(as("not started"), TEXTS, "3", STYLE);
  assert.is(line, "- 3.2 the old root is out of reach (not started)");
  assert.is(exitCode([as("passed")]), 0);
  assert.is(exitCode([as("passed"), as("failed")]), 1);
  assert.is(exitCode([as("failed"), as("machine")]), 2);
  assert.is(exitCode([as("machine"), as("bug")]), 3);
  assert.is(
    summary([as("passed"), as("failed"), as("not started")], STYLE),
    "1 passed, 1 failed, 1 not started",
  );
});

test("colours only where they can be shown", () => {
  const esc = String.fromCharCode(27);
  assert.not(report(FAILED, TEXTS, "3", STYLE).join().includes(esc));
  assert.ok(
    report(FAILED, TEXTS, "3", { ...STYLE, colors: true })
      .join()
      .includes(esc),
  );
});

test.run();
