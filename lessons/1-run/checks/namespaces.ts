/** Namespaces: in which the command is, and what it finds in them. */
import { randomInt } from "node:crypto";
import {
  beside,
  both,
  enter,
  goal,
  linksOf,
  type Namespace,
  namespaceOf,
  PROBE,
  shares,
  verbatim,
} from "../../../checks/src/harness/index.ts";

const SIX: readonly Namespace[] = ["pid", "mnt", "uts", "ipc", "net", "cgroup"];

goal("1.1", async (t) => {
  const box = await t.container(["pause"]);
  const { pids } = box.process;
  const expected = both(
    "PID 1 in a PID namespace of its own",
    "在自己的 PID 命名空间中是 1 号进程",
  );
  box.expect(!shares(box.pid, "pid"), {
    diagnosis: "same-pid-namespace",
    expected,
    observed: both(
      `pid ${box.pid}, in the machine's ${namespaceOf(box.pid, "pid")}`,
      `pid 为 ${box.pid}，处于宿主机的 ${namespaceOf(box.pid, "pid")} 中`,
    ),
  });
  box.expect(pids.at(-1) === 1, {
    diagnosis: "not-pid-1",
    expected,
    observed: both(`pid ${pids.at(-1)} inside`, `容器内的 pid 为 ${pids.at(-1)}`),
  });
});

goal("1.2", async (t) => {
  const box = await t.container(["pause"]);
  const shared = SIX.filter((namespace) => shares(box.pid, namespace));
  const names = shared.map((namespace) => namespaceOf(box.pid, namespace)).join(" ");
  box.expect(shared.length === 0, {
    diagnosis: shared.length === SIX.length ? "no-namespaces" : `same-${shared[0]}-namespace`,
    expected: both(
      `${SIX.join(", ")}: each another than the machine's`,
      `${SIX.join("、")}：均与宿主机的不同`,
    ),
    observed: both(`shared with the machine: ${names}`, `与宿主机共享：${names}`),
  });
  box.expect(shares(box.pid, "user"), {
    diagnosis: "unasked-user-namespace",
    expected: both(
      "the machine's user namespace, without --userns",
      "未加 --userns 时使用宿主机的 user 命名空间",
    ),
    observed: verbatim(namespaceOf(box.pid, "user")),
  });
});

goal("1.6", async (t) => {
  const box = await t.container(["pause"]);
  const links = await linksOf(box.pid);
  const expected = both("one network interface: lo, up", "只有一个网络接口 lo，且已启用");
  const names = links.map(({ ifname }) => ifname).join(", ");
  box.expect(!shares(box.pid, "net"), {
    diagnosis: "same-net-namespace",
    expected,
    observed: both(`the machine's own: ${names}`, `宿主机自己的网络接口：${names}`),
  });
  box.expect(names === "lo", { diagnosis: "other-links", expected, observed: verbatim(names) });
  box.expect(links[0]?.flags.includes("UP") === true, {
    diagnosis: "lo-down",
    expected,
    observed: both("lo is down", "lo 未启用"),
  });
});

goal("1.7", async (t) => {
  const key = `${randomInt(1, 2 ** 31)}`;
  await beside("shm-create", key);
  try {
    const box = await t.container(["pause"]);
    const found = await enter(box.pid, ["ipc"], [PROBE, "shm-find", key]);
    box.expect(found.code !== 0, {
      diagnosis: "same-ipc-namespace",
      expected: both(
        "a shared memory segment of the machine cannot be found inside",
        "容器内找不到宿主机上的共享内存段",
      ),
      observed: both(
        `shmget(${key}) finds it, in ${namespaceOf(box.pid, "ipc")}`,
        `shmget(${key}) 找到了它，位于 ${namespaceOf(box.pid, "ipc")}`,
      ),
    });
  } finally {
    await beside("shm-remove", key);
  }
});
