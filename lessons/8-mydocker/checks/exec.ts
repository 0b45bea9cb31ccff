/** 8.7 to 8.10: a command in a container that runs. */
import {
  both,
  type Container,
  type Expect,
  expecting,
  findByToken,
  goal,
  guard,
  howItEnded,
  MOMENT,
  type Namespace,
  namespaceOf,
  PROBE,
  type Process,
  read,
  type Trial,
  until,
  verbatim,
} from "../../../checks/src/harness/index.ts";
import { kill, nest, withContainer } from "./life.ts";

const NAMESPACES: readonly Namespace[] = ["mnt", "pid", "net", "uts", "ipc", "cgroup"];
const PATIENCE = 3 * MOMENT;

/** A container, and a probe that was sent into it by `exec`. */
interface Visit {
  readonly box: Container;
  readonly guest: Process;
  readonly expect: Expect;
}

async function visited(t: Trial, name: string, look: (visit: Visit) => void): Promise<void> {
  await nest(t);
  await withContainer(t, name, async (box) => {
    const token = `${box.token}-guest`;
    const running = t.mydocker(["exec", name, PROBE, "pause", token]);
    let ended = false;
    void running.finally(() => {
      ended = true;
    });
    const found = await until(() => {
      const process = findByToken(token);
      if (process?.argv[1] === "pause") return process;
      return ended ? "none" : undefined;
    }, PATIENCE);
    try {
      if (found !== undefined && found !== "none") {
        const did = `${t.lines().at(-1)}      (host pid ${found.pid})`;
        look({ box, guest: found, expect: expecting(did) });
      }
    } finally {
      if (found !== undefined && found !== "none") kill(found.pid);
    }
    const finished = await running;
    finished.expect(found !== undefined && found !== "none", {
      diagnosis: "exec-refused",
      expected: both("exec starts the command", "exec 启动该命令"),
      observed: howItEnded(finished),
    });
  });
}

goal("8.7", (t) =>
  visited(t, "owl", ({ box, guest, expect }) => {
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

guard("8.8", (t) =>
  visited(t, "heron", ({ box, guest, expect }) => {
    const own = groupsOf(box.pid);
    const outside = groupsOf(process.pid);
    const others = groupsOf(guest.pid).filter((line) => !own.includes(line));
    const limited = own.filter((line) => !outside.includes(line));
    expect(others.length === 0, {
      diagnosis: others.length === limited.length ? "not-in-group" : "some-groups-missing",
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
  const options = ["-e", "BIRD=17x"];
  await withContainer(t, "stork", () => asked(t), { options });
});

async function asked(t: Trial): Promise<void> {
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
}

const allowed = ({ status }: Process) =>
  ["CapBnd", "CapEff", "Seccomp"].map((field) => `${field} ${status.get(field)}`).join(", ");

guard("8.10", (t) =>
  visited(t, "ibis", ({ box, guest, expect }) => {
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
