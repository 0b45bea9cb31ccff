/** Looks at the machine, and says in a sentence what can be done on it. */
import { both, type Text } from "../../harness/text.ts";
import { lessons } from "../catalogue.ts";
import type { Finding } from "./finding.ts";
import { controlGroups } from "./groups.ts";
import { calls, mounting, namespaces, overlay, seccomp, userNamespaces } from "./kernel.ts";
import { iptables, links } from "./network.ts";
import { disk, memory, permissions, tools } from "./supplies.ts";
import { capabilities, kernelVersion, node, place, root, VM } from "./system.ts";

/** All findings; where there is no Linux, only what can be said there. */
export function examine(): Finding[] {
  if (process.platform !== "linux") return [kernelVersion(), node()];
  return [
    kernelVersion(),
    node(),
    root(),
    capabilities(),
    place(),
    tools(),
    namespaces(),
    userNamespaces(),
    mounting(),
    overlay(),
    controlGroups(),
    calls(),
    seccomp(),
    links(),
    iptables(),
    disk(),
    memory(),
    permissions(),
  ];
}

/** What can be done here. */
export function verdict(
  findings: readonly Finding[],
  all: readonly number[] = lessons().map(({ number }) => number),
): Text {
  const bad = findings.filter(({ state }) => state === "bad");
  if (bad.length === 0) {
    return both("All lessons can be done on this machine.", "这台机器可以完成所有课程。");
  }
  const lost = new Set(bad.flatMap(({ lessons = all }) => lessons));
  const left = all.filter((number) => !lost.has(number));
  if (left.length > 0) {
    const names = all.filter((number) => lost.has(number));
    if (names.length === 0) {
      return both("All lessons can be done on this machine.", "这台机器可以完成所有课程。");
    }
    return both(
      `Lessons ${left.join(", ")} can be done on this machine; lessons ${names.join(", ")} when what is marked ✗ is mended.`,
      `这台机器可以完成第 ${left.join("、")} 课；第 ${names.join("、")} 课要等标有 ✗ 的问题解决之后。`,
    );
  }
  return both(
    `Here you can read, write and compare (hint, diff, progress); to check a lesson, mend what is marked ✗, or ${VM.en}`,
    `在这里可以阅读、编写和比较（hint、diff、progress）；要检查课程，请先解决标有 ✗ 的问题，或者${VM.zh}`,
  );
}
