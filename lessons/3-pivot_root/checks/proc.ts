/** 3.10: /proc and /sys, in the new root. */
import { accessSync, constants, readdirSync, statfsSync } from "node:fs";
import {
  both,
  guard,
  insideOf,
  mountsOf,
  topMount,
  verbatim,
} from "../../../checks/src/harness/index.ts";
import { boxIn } from "./box.ts";
import { newRoot } from "./newroot.ts";

/** File system types (statfs(2)). */
const PROC_SUPER_MAGIC = 0x9fa0;
const SYSFS_MAGIC = 0x62656572;

guard("3.10", async (t) => {
  const box = await boxIn(t, newRoot());
  const [proc, sys] = ["/proc", "/sys"].map((path) => insideOf(box.pid, path));
  const cover = topMount(mountsOf(box.pid), "/proc")?.type;
  box.expect(statfsSync(proc ?? "").type === PROC_SUPER_MAGIC, {
    diagnosis: cover ? "proc-covered" : "proc-lost",
    expected: both("a proc file system on /proc", "/proc 上挂载了 proc 文件系统"),
    observed: cover
      ? both(`a ${cover} lies on /proc`, `/proc 上盖着 ${cover}`)
      : both("/proc is the image's empty directory", "/proc 只是镜像中的空目录"),
  });
  const listed = readdirSync(proc ?? "").filter((name) => /^\d+$/.test(name));
  box.expect(listed.join() === "1", {
    diagnosis: "machine-proc",
    expected: both("in /proc only process 1", "/proc 中只有 1 号进程"),
    observed: verbatim(`/proc: ${listed.slice(0, 5).join(" ")}`),
  });
  const isSys = statfsSync(sys ?? "").type === SYSFS_MAGIC;
  box.expect(isSys && writable(sys ?? "") === "EROFS", {
    diagnosis: isSys ? "sys-writable" : "no-sys",
    expected: both("a sysfs on /sys, read-only", "/sys 上挂载了只读的 sysfs"),
    observed: isSys
      ? both("/sys can be written to", "/sys 可以写入")
      : both("/sys is the image's empty directory", "/sys 只是镜像中的空目录"),
  });
});

function writable(path: string): string {
  try {
    accessSync(path, constants.W_OK);
    return "writable";
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? "?";
  }
}
