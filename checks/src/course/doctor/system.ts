/** The system itself: Linux, Node, who we are, and where. */
import { existsSync } from "node:fs";
import { release } from "node:os";
import { both, verbatim } from "../../harness/text.ts";
import { type Finding, isRoot, textOf, wordsOf } from "./finding.ts";

const OLDEST: readonly [number, number] = [5, 4];

/** Lessons are done in a virtual machine where this is bad. */
export const VM = both(
  "use the project's virtual machine: vagrant up && npm run lesson 1",
  "请使用本项目的虚拟机：vagrant up && npm run lesson 1",
);

/** Linux, and new enough. */
export function kernelVersion(): Finding {
  const [major = 0, minor = 0] = release().split(".").map(Number);
  const newEnough = major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1]);
  const oldWsl = release().endsWith("Microsoft"); // the second one is called microsoft-standard
  const good = process.platform === "linux" && newEnough && !oldWsl;
  const detail = verbatim(`${process.platform} ${release()}, ${process.arch}`);
  const what = both("Linux 5.4 or newer", "Linux 5.4 或更新");
  return good ? { what, state: "good", detail } : { what, state: "bad", detail, fix: VM };
}

/** The Node that runs this; an older one would not have come here. */
export const node = (): Finding => ({
  what: both("Node 20 or newer", "Node 20 或更新"),
  state: "good",
  detail: verbatim(process.version),
});

/** Root, without whom no container is made. */
export function root(): Finding {
  const what = both("root", "root 权限");
  if (isRoot()) return { what, state: "good", detail: both("yes", "是") };
  return {
    what,
    state: "bad",
    detail: both("no: you can read and write, but not check", "否：可以阅读和编写，但不能检查"),
    fix: verbatim('sudo env "PATH=$PATH" npm run doctor'),
  };
}

/** What a container's process may be refused: bit numbers of capabilities(7). */
const NEEDED: Readonly<Record<string, number>> = {
  CAP_SYS_ADMIN: 21,
  CAP_NET_ADMIN: 12,
  CAP_MKNOD: 27,
  CAP_SYS_CHROOT: 18,
  CAP_SETUID: 7,
  CAP_SETGID: 6,
  CAP_DAC_OVERRIDE: 1,
};

/** What root may do here: in a container it is less. */
export function capabilities(): Finding {
  const hex = /^CapEff:\s*([0-9a-f]+)/m.exec(textOf("/proc/self/status"))?.[1] ?? "0";
  const has = (bit: number) => ((BigInt(`0x${hex}`) >> BigInt(bit)) & 1n) === 1n;
  const missing = Object.keys(NEEDED).filter((name) => !has(NEEDED[name] ?? 0));
  const what = both("capabilities of root", "root 的能力（capabilities）");
  if (missing.length === 0) return { what, state: "good", detail: both("all there", "齐全") };
  return {
    what,
    state: "bad",
    detail: both(`without ${missing.join(", ")}`, `缺少 ${missing.join("、")}`),
    fix: isRoot()
      ? both(
          "docker run --privileged, or a virtual machine",
          "docker run --privileged，或者使用虚拟机",
        )
      : verbatim("sudo"),
  };
}

/** Whether all this is in a container already, which often may not make others. */
export function place(): Finding {
  const what = both("a machine, and no container", "是机器，而不是容器");
  const name = containerName();
  if (name === undefined) return { what, state: "good", detail: both("yes", "是") };
  return {
    what,
    state: "poor",
    detail: both(
      `this is itself a container (${name}): what it may not do is marked below`,
      `这里本身就是容器（${name}）：做不到的事会在下面标出`,
    ),
    fix: both(
      "docker run --privileged, or a virtual machine",
      "docker run --privileged，或者使用虚拟机",
    ),
  };
}

/** By what container runtimes leave to be seen (systemd's CONTAINER_INTERFACE; docker; podman). */
function containerName(): string | undefined {
  // The kernel's own threads are to be seen only in the machine's own PID namespace. A virtual
  // machine whose files came out of an image may still have what docker left in them.
  if (textOf("/proc/2/comm").trim() === "kthreadd") return undefined;
  const declared = /(?:^|\0)container=([^\0]*)/.exec(textOf("/proc/1/environ"))?.[1];
  if (declared) return declared;
  if (textOf("/run/.containerenv") !== "") return "podman";
  if (wordsOf("/proc/self/uid_map").join(" ") !== "0 0 4294967295") return "user namespace";
  return existsSync("/.dockerenv") ? "docker" : undefined;
}
