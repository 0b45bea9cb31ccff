/** Processes without a parent: they stay the container's own. */
import {
  both,
  describe,
  findByToken,
  goal,
  look,
  MOMENT,
  processes,
  type Trial,
  until,
} from "../../../checks/src/harness/index.ts";

goal("1.8", async (t) => {
  await expectOwnOrphans(t);
  await expectReaping(t);
});

async function expectOwnOrphans(t: Trial): Promise<void> {
  const box = await t.container(["orphans"]);
  const orphan = await until(() => findByToken(`${box.token}-orphan`), MOMENT);
  const parent = look(orphan?.parent ?? 0);
  box.expect(parent?.pids.at(-1) === 1 && parent.pids.length > 1, {
    diagnosis: "orphans-on-the-machine",
    expected: both(
      "orphans become children of the container's PID 1",
      "孤儿进程由容器的 1 号进程收养",
    ),
    observed: both(
      `an orphan became a child of the machine's pid ${parent?.pid}`,
      `孤儿进程被宿主机的 ${parent?.pid} 号进程收养`,
    ),
  });
  await box.end();
  const left = await t.leftOver(["process"]);
  box.expect(left.length === 0, {
    diagnosis: "outlives-pid-1",
    expected: both(
      "nothing runs, and no zombie is left, after PID 1",
      "1 号进程结束后没有进程或僵尸残留",
    ),
    observed: describe(left),
  });
}

async function expectReaping(t: Trial): Promise<void> {
  const box = await t.container(["orphans"], { options: ["--init"] });
  const zombies = () => processes().filter(({ state, pids }) => state === "Z" && pids.length > 1);
  await until(() => zombies().length === 0, MOMENT);
  box.expect(zombies().length === 0, {
    diagnosis: "init-does-not-reap",
    expected: both("with --init no zombies in the container", "使用 --init 时容器中没有僵尸进程"),
    observed: both(`${zombies().length} zombies`, `${zombies().length} 个僵尸进程`),
  });
}
