/** Tools, space, and whose the files are. */
import { existsSync, lstatSync, readdirSync, statfsSync, statSync } from "node:fs";
import { freemem } from "node:os";
import { join } from "node:path";
import { PROJECT } from "../../harness/places.ts";
import { parseMounts } from "../../harness/proc.ts";
import { both, verbatim } from "../../harness/text.ts";
import { WORK } from "../work/places.ts";
import { type Finding, isRoot, tell, textOf } from "./finding.ts";

/** What ./setup installs. */
export function tools(): Finding {
  const { ok, said } = tell("sh", join(PROJECT, "setup"), "check");
  const what = both("tools", "工具");
  if (ok) {
    const all = "gcc, make, python3, ip, iptables, util-linux, procps, busybox";
    return { what, state: "good", detail: verbatim(all) };
  }
  const lines = said.split("\n").slice(1).join("\n");
  return {
    what,
    state: "bad",
    detail: both(`missing:\n${lines}`, `缺少：\n${lines}`),
    fix: both(isRoot() ? "./setup" : "sudo ./setup", isRoot() ? "./setup" : "sudo ./setup"),
  };
}

const MEBI = 1024 ** 2;
const DISK = 500 * MEBI;
const MEMORY = 300 * MEBI;

/** Space for node_modules, what is built, and the images of the checks. */
export function disk(): Finding {
  const { bavail, bsize, ffree, files } = statfsSync(PROJECT);
  const free = bavail * bsize;
  const inodes = files === 0 || ffree > 20_000; // some file systems do not count them
  const what = both("disk space", "磁盘空间");
  const size = `${Math.round(free / MEBI)} MiB`;
  if (free >= DISK && inodes) return { what, state: "good", detail: verbatim(size) };
  return {
    what,
    state: "bad",
    detail: both(`${size} and ${ffree} files are free`, `只剩 ${size}、${ffree} 个文件`),
    fix: both("make room: 500 MiB are needed", "请腾出空间：需要 500 MiB"),
  };
}

/** Memory for the hogs of lesson 2, which take at most some hundred MiB. */
export function memory(): Finding {
  const free =
    Number(/^MemAvailable:\s*(\d+)/m.exec(textOf("/proc/meminfo"))?.[1] ?? 0) * 1024 || freemem();
  const what = both("memory", "内存");
  const detail = both(
    `${Math.round(free / MEBI)} MiB available`,
    `可用 ${Math.round(free / MEBI)} MiB`,
  );
  if (free >= MEMORY) return { what, state: "good", detail };
  const fix = both("end other programs: 300 MiB are needed", "请关闭其他程序：需要 300 MiB");
  return { what, state: "poor", detail, fix };
}

/** Whether programs may be run from the project's folder, and whose work/ is. */
export function permissions(): Finding {
  const what = both("the project's folder", "项目目录");
  const strangers = strangerIn(WORK.directory);
  if (strangers !== undefined) {
    return {
      what,
      state: isRoot() ? "poor" : "bad",
      detail: both(`${strangers} is somebody else's`, `${strangers} 属于别的用户`),
      fix: verbatim(`sudo chown -R --reference='${PROJECT}' '${WORK.directory}'`),
    };
  }
  if (mountOptions().includes("noexec")) {
    return {
      what,
      state: "bad",
      detail: both("it is on a file system mounted noexec", "所在的文件系统以 noexec 挂载"),
      fix: both(
        "move the project elsewhere, or mount -o remount,exec",
        "把项目移到别处，或者 mount -o remount,exec",
      ),
    };
  }
  return { what, state: "good", detail: verbatim(PROJECT) };
}

/** The options of the mount that the project is on: the longest one that it is beneath. */
function mountOptions(): readonly string[] {
  const beneath = parseMounts(textOf("/proc/self/mountinfo")).filter(
    ({ point }) => PROJECT === point || PROJECT.startsWith(point === "/" ? "/" : `${point}/`),
  );
  return beneath.toSorted((a, b) => a.point.length - b.point.length).at(-1)?.options ?? [];
}

/** A file of work/ that the project's owner does not own: a course once run as another user. */
function strangerIn(directory: string): string | undefined {
  if (!existsSync(directory)) return undefined;
  const { uid } = statSync(PROJECT);
  const all = ["", ...readdirSync(directory, { recursive: true, encoding: "utf8" })];
  const found = all.find((path) => lstatSync(join(directory, path)).uid !== uid);
  return found === undefined ? undefined : join("work", found);
}
