/** What enterContainer is asked: whether it gives a container something to look at, or to go out by. */
import { answerOf, type PlanCall } from "../../../checks/src/harness/contract.ts";
import { expecting } from "../../../checks/src/harness/failure.ts";
import { both, verbatim } from "../../../checks/src/harness/text.ts";

type Enter = (groups: readonly string[], namespaces: readonly string[]) => readonly PlanCall[];

const GROUPS = ["/sys/fs/cgroup/pids/mydocker/1/tasks"];
const NAMESPACES = ["net", "mnt", "pid"];
const PR_SET_DUMPABLE = 4; // prctl(2)

/** Asks it. */
export function askEnter(enter: unknown): void {
  const did = `enterContainer(${JSON.stringify(GROUPS)}, ${JSON.stringify(NAMESPACES)})`;
  const calls = answerOf(did, () => (enter as Enter)(GROUPS, NAMESPACES));
  const expect = expecting(did);
  const [first] = calls;
  expect(first?.name === "prctl" && first.args[0] === PR_SET_DUMPABLE && first.args[1] === 0, {
    diagnosis: "open-to-look",
    expected: both("prctl(PR_SET_DUMPABLE, 0) before all else", "最先是 prctl(PR_SET_DUMPABLE, 0)"),
    observed: verbatim(calls.map(({ name }) => name).join(", ") || "[]"),
  });
  const open = NAMESPACES.filter((name) => {
    const joined = calls.findIndex((call) => call.name === "setns" && isFor(call, name));
    return !calls.some((call, i) => i > joined && call.name === "close" && isFor(call, name));
  });
  expect(open.length === 0, {
    diagnosis: "door-left-open",
    expected: both(
      "each namespace is closed when it has been joined",
      "每个命名空间加入之后都关闭",
    ),
    observed: both(`still open: ${open.join(", ")}`, `仍然开着：${open.join("、")}`),
  });
}

const isFor = ({ args: [descriptor] }: PlanCall, name: string) =>
  (descriptor as { readonly slot?: string } | undefined)?.slot === name;
