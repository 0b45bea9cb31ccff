/** What a failed check says of the plan, from two plans. */
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { traceOf } from "../src/course/lesson/trace.ts";

const test = suite("trace");

const CLONE =
  "clone(CLONE_NEWNS|CLONE_NEWCGROUP|CLONE_NEWUTS|CLONE_NEWIPC|CLONE_NEWPID|CLONE_NEWNET|SIGCHLD)";

const LOWER = Array.from({ length: 30 }, (_, i) => `lower/${i}`).join(":");
const mounted = (lower: string) =>
  `mount("overlay", "merged", "overlay", MS_NOSUID|MS_NODEV, "lowerdir=${lower},upperdir=upper,workdir=work,index=off")`;

test("all flags and options are shown, in lines that fit", () => {
  for (const call of [CLONE, mounted("lower/1:lower/0")]) {
    const trace = traceOf([call], []);
    const lines = trace?.en.split("\n") ?? [];
    for (const line of lines) assert.ok(line.length <= 66, line);
    assert.is(lines.join("").replaceAll(" ", ""), call.replaceAll(" ", ""));
  }
});

test("an option that does not fit is cut, and those after it are shown", () => {
  const lines = traceOf([mounted(LOWER)], [])?.en.split("\n") ?? [];
  for (const line of lines) assert.ok(line.length <= 66, line);
  assert.match(lines[1] ?? "", /^ {2}"lowerdir=.*…$/);
  assert.match(lines[2] ?? "", /^ {2}upperdir=upper,workdir=work,index=off"\)$/);
});

test("other lines are cut", () => {
  const open = `open("${"/a".repeat(50)}", O_WRONLY, 0666) = <a>`;
  const trace = traceOf([open], []);
  const [first = ""] = trace?.en.split("\n") ?? [];
  assert.is(first.length, 66);
  assert.match(first, /…$/);
});

test("what is missing is counted in words", () => {
  const plan = ["close(<a>)"];
  const right = ["open(1)", "close(<a>)", "close(<b>)", "close(<c>)"];
  const trace = traceOf(plan, right);
  assert.equal(trace?.en.split("\n"), [
    "close(<a>)",
    "the reference makes also: open",
    "fewer than the reference makes: close (1 of 3)",
  ]);
  assert.equal(trace?.zh.split("\n"), [
    "close(<a>)",
    "参考实现还有：open",
    "次数比参考实现少：close（1 次，参考实现 3 次）",
  ]);
});

test("nothing is said of calls that are as in the reference", () => {
  assert.is(traceOf([], []), undefined);
  assert.is(traceOf([CLONE], [CLONE]), undefined);
});

test.run();
