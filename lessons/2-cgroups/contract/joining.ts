/** What the function that joins groups is asked; version 2 has no use for the most of it. */
import { answerOf, type PlanCall } from "../../../checks/src/harness/contract.ts";
import { expecting } from "../../../checks/src/harness/failure.ts";
import { both, verbatim } from "../../../checks/src/harness/text.ts";

type Join = (files: readonly string[]) => readonly PlanCall[];

const FILES = ["memory", "pids"].map((name) => `/sys/fs/cgroup/${name}/mydocker/1/tasks`);
const NEWCGROUP = 0x02000000; // clone(2)
const ACCESS = 3; // of open(2)'s flags

/** Two groups, as on version 1. */
export function askJoin(join: unknown): void {
  const did = `joinCgroup(${JSON.stringify(FILES)})`;
  const calls = answerOf(did, () => (join as Join)(FILES));
  const expect = expecting(did);
  const observed = verbatim(calls.map(({ name }) => name).join(", ") || "[]");
  for (const file of FILES) {
    const open = calls.find(({ name, args }) => name.startsWith("open") && args.includes(file));
    const expected = both(`${file} is opened for writing`, `以写方式打开 ${file}`);
    expect(open !== undefined, { diagnosis: "not-joined", expected, observed });
    const flags = open?.args[open.args.indexOf(file) + 1];
    const reads = typeof flags === "number" && (flags & ACCESS) === 0;
    expect(!reads, { diagnosis: "not-for-writing", expected, observed });
  }
  const writes = calls.filter(({ name, args }) => name === "write" && isZero(args[1]));
  expect(writes.length === FILES.length, {
    diagnosis: "nothing-written",
    expected: both("0 is written into each of them", "向每个文件写入 0"),
    observed,
  });
  const [namespace, last] = [
    calls.findIndex(makesNamespace),
    calls.indexOf(writes.at(-1) as PlanCall),
  ];
  const expected = both(
    "a cgroup namespace when all groups have been joined",
    "加入全部组之后创建 cgroup 命名空间",
  );
  expect(namespace !== -1, { diagnosis: "no-cgroup-namespace", expected, observed });
  expect(namespace > last, { diagnosis: "cgroup-namespace-too-early", expected, observed });
}

const isZero = (data: unknown) =>
  (data instanceof Uint8Array ? Buffer.from(data).toString() : String(data)).trim() === "0";

const makesNamespace = ({ name, args }: PlanCall) =>
  name === "unshare" && (Number(args[0]) & NEWCGROUP) !== 0;
