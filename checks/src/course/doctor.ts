/** What a machine needs for the course, how it stands here, and what mends it. */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { release } from "node:os";
import { join } from "node:path";
import { hierarchies } from "../harness/cgroups.ts";
import { PROJECT } from "../harness/places.ts";
import { both, type Text } from "../harness/text.ts";

/** One thing that a machine needs. */
export interface Finding {
  readonly what: Text;
  readonly good: boolean;
  /** How it is here, or what mends it. */
  readonly detail: Text;
}

/** Looks at the machine. */
export function examine(): Finding[] {
  if (process.platform !== "linux") return [system()];
  return [system(), user(), tools(), cgroups(), overlay(), userNamespaces()];
}

const OLDEST: readonly [number, number] = [5, 4];

function system(): Finding {
  const [major = 0, minor = 0] = release().split(".").map(Number);
  const newEnough = major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1]);
  const good = process.platform === "linux" && newEnough;
  return {
    what: both("Linux 5.4 or newer", "Linux 5.4 或更新"),
    good,
    detail: good
      ? both(release(), release())
      : both(
          `this is ${process.platform} ${release()}: npm run vm`,
          `这里是 ${process.platform} ${release()}：npm run vm`,
        ),
  };
}

function user(): Finding {
  const good = process.getuid?.() === 0;
  return {
    what: both("root", "root 权限"),
    good,
    detail: good ? both("yes", "是") : both("run with sudo", "请用 sudo 运行"),
  };
}

function tools(): Finding {
  const { status, stdout } = spawnSync("sh", [join(PROJECT, "setup"), "check"], {
    encoding: "utf8",
  });
  const lines = stdout.trim().split("\n").slice(1).join("\n");
  return {
    what: both("compilers, iproute2, iptables, busybox", "编译器、iproute2、iptables、busybox"),
    good: status === 0,
    detail:
      status === 0
        ? both("all there", "齐全")
        : both(`run ./setup, which installs\n${lines}`, `请运行 ./setup，它会安装\n${lines}`),
  };
}

function cgroups(): Finding {
  const all = hierarchies();
  const v1 = all
    .filter(({ version }) => version === 1)
    .flatMap(({ options }) => options.split(","));
  const v2 = all.filter(({ version }) => version === 2).flatMap(({ point }) => available(point));
  const has = (name: string) => v1.includes(name) || v2.includes(name);
  const missing = ["cpu", "memory", "pids"].filter((name) => !has(name));
  const found = [...(v1.length > 0 ? ["v1"] : []), ...(v2.length > 0 ? ["v2"] : [])].join(", ");
  const unfit = both(
    `no controller ${missing.join(", ")}: if this is itself a container, use a virtual machine`,
    `缺少控制器 ${missing.join("、")}：如果这里本身就是容器，请改用虚拟机`,
  );
  return {
    what: both("control groups", "控制组（cgroup）"),
    good: missing.length === 0,
    detail: missing.length === 0 ? both(found, found) : unfit,
  };
}

const available = (point: string) => words(join(point, "cgroup.controllers"));

const words = (path: string) =>
  existsSync(path) ? readFileSync(path, "utf8").split(/\s+/).filter(Boolean) : [];

function overlay(): Finding {
  const good = words("/proc/filesystems").includes("overlay");
  return {
    what: both("overlay file system", "overlay 文件系统"),
    good,
    detail: good ? both("yes", "有") : both("modprobe overlay", "请运行 modprobe overlay"),
  };
}

/** Only `run` without root needs them, and `--userns`. */
function userNamespaces(): Finding {
  const number = (name: string) => Number(words(join("/proc/sys", name))[0] ?? Number.NaN);
  const good = number("user/max_user_namespaces") > 0;
  const restricted = number("kernel/apparmor_restrict_unprivileged_userns") === 1;
  const rootOnly = both(
    "for root only: sysctl kernel.apparmor_restrict_unprivileged_userns=0 allows them to all",
    "仅限 root：sysctl kernel.apparmor_restrict_unprivileged_userns=0 可对所有人开放",
  );
  const off = both(
    "sysctl user.max_user_namespaces=15000",
    "sysctl user.max_user_namespaces=15000",
  );
  return {
    what: both("user namespaces", "用户命名空间"),
    good,
    detail: good ? (restricted ? rootOnly : both("yes", "可用")) : off,
  };
}
