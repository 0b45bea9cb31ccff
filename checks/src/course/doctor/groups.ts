/** Control groups: which version has the controllers, and which are missing. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { type Hierarchy, hierarchies } from "../../harness/cgroups.ts";
import { both } from "../../harness/text.ts";
import { type Finding, wordsOf } from "./finding.ts";

const NEEDED = ["cpu", "memory", "pids", "cpuset"];

/** The controllers of lesson 2. */
export function controlGroups(all: readonly Hierarchy[] = hierarchies()): Finding {
  const what = both("control groups", "控制组（cgroup）");
  const v1 = all
    .filter(({ version }) => version === 1)
    .flatMap(({ options }) => options.split(","));
  const v2 = all
    .filter(({ version }) => version === 2)
    .flatMap(({ point }) => controllersAt(point));
  const missing = NEEDED.filter((name) => !v1.includes(name) && !v2.includes(name));
  if (missing.length === 0) {
    const one = v1.includes("memory") ? "v1" : "v2";
    const hybrid = one === "v1" && all.some(({ version }) => version === 2);
    const names = NEEDED.join(", ");
    return {
      what,
      state: "good",
      detail: both(
        `${one}${hybrid ? " (hybrid)" : ""}: ${names}`,
        `${one}${hybrid ? "（混合模式）" : ""}：${names}`,
      ),
    };
  }
  return {
    what,
    state: "bad",
    detail: both(`no controller ${missing.join(", ")}`, `缺少控制器 ${missing.join("、")}`),
    fix: fixFor(all, missing),
    lessons: [2],
  };
}

const controllersAt = (point: string) => wordsOf(join(point, "cgroup.controllers"));

function fixFor(all: readonly Hierarchy[], missing: readonly string[]) {
  if (all.length === 0) {
    return both(
      "mount -t cgroup2 cgroup2 /sys/fs/cgroup; in a container: docker run --cgroupns host -v /sys/fs/cgroup:/sys/fs/cgroup",
      "mount -t cgroup2 cgroup2 /sys/fs/cgroup；在容器里：docker run --cgroupns host -v /sys/fs/cgroup:/sys/fs/cgroup",
    );
  }
  if (missing.includes("memory") && existsSync("/boot/firmware/cmdline.txt")) {
    return both(
      "add cgroup_enable=memory to /boot/firmware/cmdline.txt, and restart",
      "在 /boot/firmware/cmdline.txt 中加入 cgroup_enable=memory，然后重启",
    );
  }
  return both(
    "if this is itself a container, use a virtual machine; else see cgroup_disable= in /proc/cmdline",
    "如果这里本身就是容器，请改用虚拟机；否则请查看 /proc/cmdline 里的 cgroup_disable=",
  );
}
