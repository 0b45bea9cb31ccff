/** 8.13 to 8.17: what root in a container may not do. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import {
  both,
  capabilities,
  goal,
  insideOf,
  mountsOf,
  verbatim,
} from "../../../checks/src/harness/index.ts";
import { background, discard, nest } from "./life.ts";

/** docker's own: 14 capabilities, as /proc/PID/status shows them. */
const USUAL = 0xa80425fbn;

const hex = (set: bigint) => verbatim(set.toString(16).padStart(16, "0"));

goal("8.13", async (t) => {
  await nest(t);
  const box = await background(t, "kite");
  const bound = capabilities(box.process, "CapBnd");
  const cause = () => {
    if (bound === 0n) return "none-left";
    if ((bound & USUAL) === 0n) return "inverted";
    if ((bound & ~USUAL) === 0n) return "too-few";
    return (bound & (1n << 21n)) === 0n ? "some-too-many" : "all-kept";
  };
  box.expect(bound === USUAL, {
    diagnosis: cause(),
    expected: hex(USUAL),
    observed: hex(bound),
  });
  await discard(t, "kite");
});

goal("8.14", async (t) => {
  await nest(t);
  const box = await background(t, "crane");
  const mode = box.process.status.get("Seccomp");
  box.expect(mode === "2", {
    diagnosis: "no-filter",
    expected: both("a filter of system calls: Seccomp 2", "系统调用过滤器：Seccomp 2"),
    observed: verbatim(`Seccomp ${mode}`),
  });
  await discard(t, "crane");
});

const NULL = 0x103; // makedev(1, 3)

goal("8.15", async (t) => {
  await nest(t);
  const box = await background(t, "jay");
  const names = ["kcore", "keys", "timer_list"].filter((name) => isThere(`/proc/${name}`));
  const open = names.filter((name) => statSync(insideOf(box.pid, `/proc/${name}`)).rdev !== NULL);
  box.expect(open.length === 0, {
    diagnosis: open.length === names.length ? "files-open" : "some-files-open",
    expected: both(
      "the null device in place of the kernel's files",
      "内核文件的位置上是 null 设备",
    ),
    observed: both(`readable: ${open.join(", ")}`, `仍可读：${open.join("、")}`),
  });
  await discard(t, "jay");
});

function isThere(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined;
}

goal("8.16", async (t) => {
  await nest(t);
  const box = await background(t, "tern");
  const names = ["/proc/acpi", "/proc/scsi", "/sys/firmware"].filter(isThere);
  const full = names.filter((name) => readdirSync(insideOf(box.pid, name)).length > 0);
  box.expect(full.length === 0, {
    diagnosis: "directories-open",
    expected: both("empty directories", "空目录"),
    observed: both(`to be seen: ${full.join(", ")}`, `可以看到：${full.join("、")}`),
  });
  const mounts = mountsOf(box.pid);
  const writable = names.filter((name) => {
    const mount = mounts.findLast(({ point }) => point === name);
    return mount !== undefined && !mount.options.includes("ro");
  });
  box.expect(writable.length === 0, {
    diagnosis: "directories-writable",
    expected: both("directories that nobody can write to", "谁都不能写的目录"),
    observed: verbatim(writable.join(", ")),
  });
  await discard(t, "tern");
});

goal("8.17", async (t) => {
  await nest(t);
  const box = await background(t, "rook");
  const mounts = mountsOf(box.pid);
  const names = ["/proc/sys", "/proc/irq", "/proc/sysrq-trigger"].filter(isThere);
  const found = names.map((name) => mounts.findLast(({ point }) => point === name));
  const writable = names.filter((_, i) => !found[i]?.options.includes("ro"));
  const bound = found.filter(Boolean).length;
  box.expect(writable.length === 0, {
    diagnosis: bound === 0 ? "kernel-writable" : "bound-not-read-only",
    expected: both("mounts of their own, read-only", "各自独立的只读挂载"),
    observed: both(`writable: ${writable.join(", ")}`, `可写：${writable.join("、")}`),
  });
  const kernel = readFileSync(insideOf(box.pid, "/proc/sys/kernel/ostype"), "utf8");
  box.expect(kernel === "Linux\n", {
    diagnosis: "hidden-not-protected",
    expected: both("/proc/sys can still be read", "/proc/sys 仍然可读"),
    observed: verbatim(JSON.stringify(kernel)),
  });
  await discard(t, "rook");
});
