/** 8.13 to 8.17: what root in a container may not do. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import {
  both,
  type Container,
  capabilities,
  goal,
  insideOf,
  type Mount,
  mountsOf,
  type Text,
  type Trial,
  topMount,
  verbatim,
} from "../../../checks/src/harness/index.ts";
import { nest, withContainer } from "./life.ts";

/** Registers a check that looks at a container. */
const confined = (id: string, name: string, look: (box: Container) => void): void =>
  goal(id, async (t: Trial) => {
    await nest(t);
    await withContainer(t, name, look);
  });

/** docker's own: 14 capabilities, as /proc/PID/status shows them. */
const USUAL = 0xa80425fbn;
const SYS_ADMIN = 1n << 21n;

const hex = (set: bigint): Text => verbatim(set.toString(16).padStart(16, "0"));

const isOne = (set: bigint): boolean => (set & (set - 1n)) === 0n;

function causeOf(bound: bigint): string {
  const more = bound & ~USUAL;
  if (bound === 0n) return "none-left";
  if ((bound & USUAL) === 0n) return "inverted";
  if (more === 0n) return "too-few";
  if (isOne(more)) return "one-forgotten";
  return (more & SYS_ADMIN) === 0n ? "some-too-many" : "all-kept";
}

confined("8.13", "kite", (box) => {
  const bound = capabilities(box.process, "CapBnd");
  box.expect(bound === USUAL, {
    diagnosis: causeOf(bound),
    expected: hex(USUAL),
    observed: hex(bound),
  });
});

confined("8.14", "crane", (box) => {
  const mode = box.process.status.get("Seccomp");
  box.expect(mode === "2", {
    diagnosis: "no-filter",
    expected: both("a filter of system calls: Seccomp 2", "系统调用过滤器：Seccomp 2"),
    observed: verbatim(`Seccomp ${mode}`),
  });
});

const NULL = 0x103; // makedev(1, 3)

const isThere = (path: string): boolean => statSync(path, { throwIfNoEntry: false }) !== undefined;

confined("8.15", "jay", (box) => {
  const names = ["interrupts", "kcore", "keys", "timer_list"].filter((n) => isThere(`/proc/${n}`));
  const open = names.filter((name) => statSync(insideOf(box.pid, `/proc/${name}`)).rdev !== NULL);
  const heaped = mountsOf(box.pid).filter(({ point }) => point === `/proc/${names[0]}`).length > 1;
  const all = heaped ? "bound-backwards" : "files-open";
  box.expect(open.length === 0, {
    diagnosis: open.length === names.length ? all : "some-files-open",
    expected: both(
      "the null device in place of the kernel's files",
      "内核文件的位置上是 null 设备",
    ),
    observed: both(`readable: ${open.join(", ")}`, `仍可读：${open.join("、")}`),
  });
});

const isReadOnly = (mount: Mount | undefined): boolean => mount?.options.includes("ro") ?? false;

confined("8.16", "tern", (box) => {
  const names = ["/proc/acpi", "/proc/scsi", "/sys/firmware"].filter(isThere);
  const full = names.filter((name) => readdirSync(insideOf(box.pid, name)).length > 0);
  box.expect(full.length === 0, {
    diagnosis: "directories-open",
    expected: both("empty directories", "空目录"),
    observed: both(`to be seen: ${full.join(", ")}`, `可以看到：${full.join("、")}`),
  });
  const mounts = mountsOf(box.pid);
  const writable = names.filter((name) => {
    const mount = topMount(mounts, name);
    return mount !== undefined && !isReadOnly(mount);
  });
  box.expect(writable.length === 0, {
    diagnosis: "directories-writable",
    expected: both("directories that nobody can write to", "谁都不能写的目录"),
    observed: verbatim(writable.join(", ")),
  });
});

const SAFE = ["nosuid", "nodev", "noexec"];

confined("8.17", "rook", (box) => {
  const names = ["/proc/sys", "/proc/irq", "/proc/sysrq-trigger"].filter(isThere);
  box.expect(kernelName(box) === "Linux\n", {
    diagnosis: "hidden-not-protected",
    expected: both("/proc/sys can still be read", "/proc/sys 仍然可读"),
    observed: verbatim(JSON.stringify(kernelName(box))),
  });
  const mounts = mountsOf(box.pid);
  const found = names.map((name) => topMount(mounts, name));
  const whole = topMount(mounts, "/proc")?.superOptions ?? [];
  box.expect(!whole.includes("ro"), {
    diagnosis: "all-read-only",
    expected: both("the rest of /proc can be written to", "/proc 的其余部分仍可写"),
    observed: verbatim(whole.join(",")),
  });
  const writable = names.filter((_, i) => !isReadOnly(found[i]));
  box.expect(writable.length === 0, {
    diagnosis: found.some(Boolean) ? "bound-not-read-only" : "kernel-writable",
    expected: both("mounts of their own, read-only", "各自独立的只读挂载"),
    observed: both(`writable: ${writable.join(", ")}`, `可写：${writable.join("、")}`),
  });
  const lost = SAFE.filter((option) => !found.every((mount) => mount?.options.includes(option)));
  box.expect(lost.length === 0, {
    diagnosis: "flags-lost",
    expected: both("nosuid, nodev and noexec, as before", "与之前一样带 nosuid、nodev 和 noexec"),
    observed: both(`lost: ${lost.join(", ")}`, `丢失了：${lost.join("、")}`),
  });
});

function kernelName({ pid }: Container): string | undefined {
  try {
    return readFileSync(insideOf(pid, "/proc/sys/kernel/ostype"), "utf8");
  } catch {
    return undefined;
  }
}
