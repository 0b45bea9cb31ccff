/** Mounts: what the container mounts stays inside, its own /proc first of all. */
import { readdirSync, readFileSync } from "node:fs";
import {
  both,
  type Container,
  describe,
  goal,
  insideOf,
  mountsOf,
  SCRATCH,
  shares,
  topMount,
} from "../../../checks/src/harness/index.ts";

/** A directory on `/` itself: every machine has it (hier(7)). */
const ON_THE_ROOT = "/mnt";

goal("1.3", async (t) => {
  const points = [ON_THE_ROOT, SCRATCH];
  const box = await t.container(["mount-tmpfs", ...points]);
  const seen = points.filter((point) => topMount(mountsOf("self"), point)?.source === "probe");
  const cause = () => {
    if (shares(box.pid, "mnt")) return "same-mnt-namespace";
    return seen.includes(ON_THE_ROOT) ? "mounts-propagate" : "only-root-private";
  };
  box.expect(seen.length === 0, {
    diagnosis: cause(),
    expected: both(
      `what is mounted on ${points.join(" and ")} inside is not there outside`,
      `容器内挂载到 ${points.join(" 和 ")} 的内容在外面看不到`,
    ),
    observed: both(
      `the machine has it too: ${seen.join(", ")}`,
      `宿主机上也出现了该挂载：${seen.join("、")}`,
    ),
  });
});

goal("1.4", async (t) => {
  const box = await t.container(["pause"]);
  expectOwnProc(box);
  const mount = topMount(mountsOf(box.pid), "/proc");
  const missing = ["nosuid", "nodev", "noexec"].filter((flag) => !mount?.options.includes(flag));
  box.expect(missing.length === 0, {
    diagnosis: "proc-options",
    expected: both("/proc mounted nosuid, nodev, noexec", "/proc 以 nosuid、nodev、noexec 挂载"),
    observed: both(`without ${missing.join(", ")}`, `缺少 ${missing.join("、")}`),
  });
  const left = await t.leftOver(["mount"]);
  box.expect(left.length === 0, {
    diagnosis: "proc-on-the-machine",
    expected: both("the machine's /proc as it was", "宿主机的 /proc 保持原样"),
    observed: describe(left),
  });
});

function expectOwnProc(box: Container): void {
  const listed = readdirSync(insideOf(box.pid, "/proc")).filter((name) => /^\d+$/.test(name));
  const own = listed.join() === "1" && argvIn(box).includes(box.token);
  const onProc = (pid: number | "self") =>
    mountsOf(pid).filter(({ point }) => point === "/proc").length;
  const cause = () => {
    if (shares(box.pid, "pid")) return "same-pid-namespace";
    return onProc(box.pid) > onProc("self") ? "proc-of-the-machine" : "no-proc";
  };
  box.expect(own, {
    diagnosis: cause(),
    expected: both(
      "in /proc only the container's own processes: 1",
      "/proc 中只有容器自己的进程：1",
    ),
    observed: both(
      `${listed.length} processes in the container's /proc: ${listed.slice(0, 5).join(" ")} …`,
      `容器的 /proc 中有 ${listed.length} 个进程：${listed.slice(0, 5).join(" ")} …`,
    ),
  });
}

const argvIn = (box: Container) =>
  readFileSync(insideOf(box.pid, "/proc/1/cmdline"), "utf8").split("\0");
