/** What the kernel can do: asked by doing it, in namespaces that go with the asking process. */
import { mkdtempSync, rmdirSync } from "node:fs";
import { release, tmpdir } from "node:os";
import { join } from "node:path";
import { both, type Text, verbatim } from "../../harness/text.ts";
import { type Finding, isRoot, tell, textOf, wordsOf } from "./finding.ts";
import { VM } from "./system.ts";

/** The namespaces of lesson 1. */
export function namespaces(): Finding {
  const all = ["--mount", "--uts", "--ipc", "--net", "--pid", "--cgroup", "--fork"];
  return tried(
    both("namespaces", "命名空间"),
    both("pid, mnt, uts, ipc, net, cgroup", "pid、mnt、uts、ipc、net、cgroup"),
    ["unshare", ...all, "true"],
    VM,
  );
}

/** Mounts in a mount namespace, which a confined root may not make either. */
export function mounting(): Finding {
  const script = "mount -t tmpfs tmpfs /mnt && mount -t proc proc /proc";
  return tried(
    both("mounts", "挂载"),
    both("tmpfs, proc", "tmpfs、proc"),
    ["unshare", "--mount", "--pid", "--fork", "sh", "-c", script],
    VM,
  );
}

/** Overlay, tried with an upper directory on a tmpfs, as the checks have it. */
export function overlay(): Finding {
  const directory = mkdtempSync(join(tmpdir(), "doctor-"));
  const script = `mount -t tmpfs tmpfs "$0" && cd "$0" && mkdir l u w m && mount -t overlay overlay -o lowerdir=l,upperdir=u,workdir=w m`;
  try {
    return {
      ...tried(
        both("overlay file system", "overlay 文件系统"),
        both("can be mounted", "可以挂载"),
        ["unshare", "--mount", "sh", "-c", script, directory],
        wordsOf("/proc/filesystems").includes("overlay") ? VM : verbatim("modprobe overlay"),
      ),
      lessons: [4, 5, 6, 7, 8],
    };
  } finally {
    rmdirSync(directory);
  }
}

/** Calls that not every kernel has: the first version, what wants it, and the lessons that do. */
const CALLS: readonly (readonly [string, readonly [number, number], Text])[] = [
  ["openat2", [5, 6], both("run -t", "run -t")],
  ["mount_setattr", [5, 12], both("read-only volumes", "只读的卷")],
  ["clone3", [5, 3], both("joining a cgroup at birth", "创建进程时直接加入 cgroup")],
];

/** Those calls, by the kernel's own list of symbols, since distributions port them back. */
export function calls(): Finding {
  const symbols = textOf("/proc/kallsyms");
  const [major = 0, minor = 0] = release().split(".").map(Number);
  const has = (name: string, [first, second]: readonly [number, number]) =>
    symbols === ""
      ? major > first || (major === first && minor >= second)
      : new RegExp(`\\bt?_?_?\\w*sys_${name}\\b`, "i").test(symbols);
  const missing = CALLS.filter(([name, since]) => !has(name, since));
  const what = both("newer system calls", "较新的系统调用");
  const names = (all: typeof CALLS) => all.map(([name]) => name).join(", ");
  if (missing.length === 0) return { what, state: "good", detail: verbatim(names(CALLS)) };
  const lost = (language: "en" | "zh") => missing.map(([, , use]) => use[language]).join(", ");
  return {
    what,
    state: "poor",
    detail: both(
      `without ${names(missing)}, and so without: ${lost("en")}`,
      `缺少 ${names(missing)}，因此不能：${lost("zh")}`,
    ),
    fix: both("a kernel of 5.12 or newer", "使用 5.12 或更新的内核"),
  };
}

/** Filters of system calls (seccomp(2)), for lesson 8. */
export function seccomp(): Finding {
  const actions = wordsOf("/proc/sys/kernel/seccomp/actions_avail");
  const good = actions.includes("errno");
  const what = both("seccomp filters", "seccomp 过滤器");
  if (good) return { what, state: "good", detail: both("yes", "有") };
  return {
    what,
    state: "bad",
    detail: both("the kernel has none", "内核不支持"),
    fix: both("a kernel with CONFIG_SECCOMP_FILTER", "使用带 CONFIG_SECCOMP_FILTER 的内核"),
    lessons: [8],
  };
}

/** Only `run` without root needs them, and `--userns`. */
export function userNamespaces(): Finding {
  const number = (name: string) => Number(wordsOf(join("/proc/sys", name))[0] ?? Number.NaN);
  const what = both("user namespaces", "用户命名空间");
  if (!(number("user/max_user_namespaces") > 0)) {
    const fix = verbatim("sysctl user.max_user_namespaces=15000");
    return { what, state: "bad", detail: both("switched off", "已关闭"), fix, lessons: [1] };
  }
  if (number("kernel/apparmor_restrict_unprivileged_userns") !== 1) {
    return { what, state: "good", detail: both("yes", "可用") };
  }
  return {
    what,
    state: "poor",
    detail: both("for root only", "仅限 root"),
    fix: verbatim("sysctl kernel.apparmor_restrict_unprivileged_userns=0"),
  };
}

/** A probe that only root can try. */
export function tried(
  what: Text,
  good: Text,
  [program = "", ...args]: readonly string[],
  fix: Text,
): Finding {
  if (!isRoot())
    return { what, state: "poor", detail: both("only root can try", "只有 root 才能试") };
  const { ok, said } = tell(program, ...args);
  if (ok) return { what, state: "good", detail: good };
  return { what, state: "bad", detail: verbatim(said || program), fix };
}
