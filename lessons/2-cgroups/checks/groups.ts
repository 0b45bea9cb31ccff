/** A group for each container, joined before anything happens, and the root of what it sees. */
import {
  both,
  type Container,
  goal,
  guard,
  MOMENT,
  until,
  verbatim,
} from "../../../checks/src/harness/index.ts";
import { type Controller, groupOf, groupSeenBy, pathIn, processors, versionOf } from "./witness.ts";

const LIMITED: readonly Controller[] = ["memory", "cpu", "cpuset", "pids"];

/** Version 2 lets a process be born in its group, so there the starter is in it already. */
const check = versionOf() === 1 ? goal : guard;

check("2.1", async (t) => {
  const options = ["-m", "64m", "--cpus", "0.5", "--pids-limit", "50"].concat([
    "--cpuset-cpus",
    `${processors()[0]}`,
  ]);
  const [one, other] = await Promise.all([
    t.container(["groups"], { options }),
    t.container(["pause"], { options }),
  ]);
  const joined = (controller: Controller) => groupOf(one.pid, controller) !== ours(controller);
  await until(() => LIMITED.every(joined), MOMENT); // it may be late, which is another mistake
  for (const controller of LIMITED) expectOwnGroup(one, other, controller);
  const printed = await printedBy(one);
  for (const controller of LIMITED) {
    const seen = await groupSeenBy(one.pid, controller);
    expectJoinedBefore(one, controller, pathIn(printed, controller), seen);
    expectRootOfNamespace(one, controller, seen);
  }
});

const ours = (controller: Controller) => groupOf(process.pid, controller);

function expectOwnGroup(one: Container, other: Container, controller: Controller): void {
  const group = groupOf(one.pid, controller);
  one.expect(group !== ours(controller), {
    diagnosis: "not-joined",
    expected: both(`a ${controller} group of its own`, `自己的 ${controller} 组`),
    observed: both(`in the group of its caller: ${group}`, `仍在调用者的组中：${group}`),
  });
  one.expect(group !== groupOf(other.pid, controller), {
    diagnosis: "shared-group",
    expected: both(`a ${controller} group for each container`, `每个容器各有一个 ${controller} 组`),
    observed: both(`two containers in ${group}`, `两个容器都在 ${group} 中`),
  });
}

/** What `probe groups` found at its very start. */
async function printedBy({ command }: Container): Promise<string> {
  const text = () => command.stdout().toString();
  return (await until(() => text() !== "" && text(), MOMENT)) ?? "";
}

function expectJoinedBefore(
  box: Container,
  controller: Controller,
  before: string | undefined,
  now: string,
): void {
  box.expect(before === now, {
    diagnosis: "joined-late",
    expected: both(
      `in its ${controller} group from its first instruction on: ${now}`,
      `从第一条指令起就在自己的 ${controller} 组中：${now}`,
    ),
    observed: both(`at its start in ${before}`, `启动时在 ${before} 中`),
  });
}

function expectRootOfNamespace(box: Container, controller: Controller, seen: string): void {
  box.expect(seen === "/", {
    diagnosis: "cgroup-namespace-too-early",
    expected: both(
      `its ${controller} group is the root of what it sees: /`,
      `它的 ${controller} 组就是它所看到的根：/`,
    ),
    observed: verbatim(seen),
  });
}
