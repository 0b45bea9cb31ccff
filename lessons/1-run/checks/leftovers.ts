/** What must not be left: descriptors inside; anything at all outside. */
import {
  both,
  type Container,
  describe,
  descriptorsOf,
  expectRan,
  guard,
  look,
  MOMENT,
  until,
  verbatim,
} from "../../../checks/src/harness/index.ts";

guard("1.17", async (t) => {
  const [plain, terminal] = await Promise.all([
    t.container(["pause"]),
    t.container(["pause"], { options: ["-it"], terminal: { rows: 24, columns: 80 } }),
  ]);
  for (const box of [plain, terminal]) {
    const more = descriptorsOf(box.pid).filter(([fd]) => fd > 2);
    box.expect(more.length === 0, {
      diagnosis: "descriptors-leak",
      expected: both("open descriptors 0, 1 and 2, and no other", "只打开了描述符 0、1、2"),
      observed: verbatim(more.map(([fd, what]) => `${fd} → ${what}`).join(", ")),
    });
  }
});

guard("1.18", async (t) => {
  const all = await Promise.all([
    t.probe(["exit", "0"]),
    t.probe(["exit", "7"]),
    t.probe(["die", "SIGSEGV"]),
    t.mydocker(["run", "/no/such/program"]),
    t.probe(["tty"], { options: ["-it"], terminal: { rows: 24, columns: 80 } }),
  ]);
  const left = await t.leftOver();
  all[0].expect(left.length === 0, {
    diagnosis: `left-${left[0]?.kind.replaceAll(" ", "-")}`,
    expected: both("the machine as it was before the containers", "宿主机与运行容器之前一样"),
    observed: describe(left),
  });
});

guard("1.19", async (t) => {
  const box = await t.container(["pause"]);
  for (const pid of mydockersOf(box)) process.kill(pid, "SIGKILL");
  await box.command.ended;
  const gone = await until(() => !look(box.pid), MOMENT);
  box.expect(gone === true, {
    diagnosis: "outlives-mydocker",
    expected: both("the container ends when mydocker is killed", "mydocker 被杀死时容器随之结束"),
    observed: both(`pid ${box.pid} still runs`, `pid ${box.pid} 仍在运行`),
  });
  const atOnce = await t.leftOver(["process", "mount"]);
  box.expect(atOnce.length === 0, {
    diagnosis: `killed-left-${atOnce[0]?.kind}`,
    expected: both("no process and no mount is left at once", "进程和挂载立即消失"),
    observed: describe(atOnce),
  });
  const next = await t.mydocker(["run", "/bin/true"]);
  expectRan(next);
  const later = await t.leftOver();
  next.expect(later.length === 0, {
    diagnosis: "not-repaired",
    expected: both("the next command takes the rest away", "下一条命令清理其余残留"),
    observed: describe(later),
  });
});

/** The processes from what we started down to the container, which are mydocker itself. */
function mydockersOf(box: Container): number[] {
  const found: number[] = [];
  for (let at = look(box.process.parent); at && at.pids.length === 1; at = look(at.parent)) {
    found.push(at.pid);
    if (at.pid === box.command.pid) return found;
  }
  return box.command.pid === undefined ? [] : [box.command.pid];
}
