/** 8.7 to 8.10: a command in a container that runs. */
import {
  both,
  type Container,
  findByToken,
  goal,
  guard,
  howItEnded,
  type Namespace,
  namespaceOf,
  PROBE,
  type Process,
  read,
  type Trial,
  until,
  verbatim,
} from "../../../checks/src/harness/index.ts";
import { background, discard, kill, nest } from "./life.ts";

const NAMESPACES: readonly Namespace[] = ["mnt", "pid", "net", "uts", "ipc", "cgroup"];
const PATIENCE = 5000; // ms until it must be there

/** A container, and a probe that was sent into it by `exec`. */
async function visited<T>(
  t: Trial,
  name: string,
  look: (box: Container, guest: Process, said: Container["expect"]) => T,
): Promise<void> {
  await nest(t);
  const box = await background(t, name, ["pause"], ["-e", "BIRD=17x"]);
  const token = `${box.token}-guest`;
  const running = t.mydocker(["exec", name, PROBE, "pause", token]);
  const guest = await until(() => {
    const found = findByToken(token);
    return found?.argv[1] === "pause" ? found : undefined;
  }, PATIENCE);
  if (!guest) {
    const ended = await running;
    ended.expect(false, {
      diagnosis: "exec-refused",
      expected: both("exec starts the command", "exec 启动该命令"),
      observed: howItEnded(ended),
    });
    return;
  }
  try {
    await look(box, guest, box.expect);
  } finally {
    kill(guest.pid);
    await running;
    await discard(t, name);
  }
}

goal("8.7", (t) =>
  visited(t, "owl", (box, guest, expect) => {
    const apart = NAMESPACES.filter(
      (kind) => namespaceOf(guest.pid, kind) !== namespaceOf(box.pid, kind),
    );
    const cause = () => {
      if (apart.length === NAMESPACES.length) return "on-machine";
      return apart.length === 1 ? `${apart[0]}-missing` : "some-missing";
    };
    expect(apart.length === 0, {
      diagnosis: cause(),
      expected: both(
        `the command of exec (host pid ${guest.pid}) is in the namespaces of the container`,
        `exec 的命令（宿主机 pid ${guest.pid}）位于容器的各个命名空间中`,
      ),
      observed: both(`others: ${apart.join(", ")}`, `不同的有：${apart.join("、")}`),
    });
  }),
);

/** /proc/PID/cgroup, by controllers; systemd's own hierarchy is not a container's. */
const groupsOf = (pid: number): string[] =>
  (read(pid, "cgroup") ?? "")
    .split("\n")
    .filter((line) => line !== "" && !line.includes("name=systemd"))
    .toSorted();

goal("8.8", (t) =>
  visited(t, "heron", (box, guest, expect) => {
    const own = groupsOf(box.pid);
    const others = groupsOf(guest.pid).filter((line) => !own.includes(line));
    expect(others.length === 0, {
      diagnosis: others.length === own.length ? "not-in-group" : "some-groups-missing",
      expected: both(
        `the command of exec (host pid ${guest.pid}) counts towards the container's limits`,
        `exec 的命令（宿主机 pid ${guest.pid}）计入容器的限制`,
      ),
      observed: verbatim(others.join(" ") || "-"),
    });
  }),
);

guard("8.9", async (t) => {
  await nest(t);
  await background(t, "stork", ["pause"], ["-e", "BIRD=17x"]);
  const ended = await t.mydocker(["exec", "stork", "/bin/sh", "-c", 'echo "$BIRD"; exit 9']);
  ended.expect(ended.stdout.toString() === "17x\n", {
    diagnosis: "environment-lost",
    expected: both(
      "exec has the container's variables: BIRD=17x",
      "exec 带有容器的环境变量：BIRD=17x",
    ),
    observed: verbatim(JSON.stringify(ended.stdout.toString())),
  });
  ended.expect(ended.code === 9, {
    diagnosis: "exit-code-lost",
    expected: both("exec ends with the command's exit code, 9", "exec 以命令的退出码 9 结束"),
    observed: howItEnded(ended),
  });
  await discard(t, "stork");
});

guard("8.10", (t) =>
  visited(t, "ibis", (box, guest, expect) => {
    const allowed = ({ status }: Process) =>
      ["CapBnd", "CapEff", "Seccomp"].map((field) => `${field} ${status.get(field)}`).join(", ");
    expect(allowed(guest) === allowed(box.process), {
      diagnosis: "exec-allowed-more",
      expected: both(
        `exec is confined as the container is: ${allowed(box.process)}`,
        `exec 与容器受同样的约束：${allowed(box.process)}`,
      ),
      observed: verbatim(allowed(guest)),
    });
  }),
);
