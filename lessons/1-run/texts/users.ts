/** User namespaces: who is who across the border. */
import type { LessonTexts } from "../../../checks/src/harness/lessontexts.ts";
import { both } from "../../../checks/src/harness/text.ts";

const NO_USER_NAMESPACE = both(
  "CLONE_NEWUSER is not among the flags, although --userns or a map was given",
  "给出了 --userns 或映射，但标志里没有 CLONE_NEWUSER",
);

/** 1.9 and 1.10 */
export const users: LessonTexts = {
  "1.9": {
    title: both(
      "--userns: root inside is the caller outside",
      "--userns：容器内的 root 就是外面的调用者",
    ),
    anchor: "users",
    hints: [
      both(
        "Look at the maps of a running container from outside: cat /proc/PID/uid_map /proc/PID/gid_map.",
        "从外面查看运行中容器的映射：cat /proc/PID/uid_map /proc/PID/gid_map。",
      ),
      both(
        "A user namespace has ids of its own, and a map says which ids outside they are: user_namespaces(7), “User and group ID mappings”.",
        "user 命名空间有自己的一套 id，映射说明它们对应外面的哪些 id：见 user_namespaces(7) 的 “User and group ID mappings”。",
      ),
      both(
        "mydocker writes what uidMap and gidMap return into /proc/PID/uid_map and gid_map. Each line has three numbers: first id inside, first id outside, how many. Without ranges one line will do: 0, the caller, 1. Users and groups each have their own caller: caller.uid, caller.gid.",
        "mydocker 把 uidMap 和 gidMap 返回的文本写入 /proc/PID/uid_map 和 gid_map。每行三个数字：容器内的起始 id、外面的起始 id、个数。没有指定范围时一行就够：0、调用者、1。用户和组各有自己的调用者：caller.uid 和 caller.gid。",
      ),
      both(
        'const ranges = uids.length > 0 ? uids : [{ container: 0, host: …, size: 1 }];  return ranges.map(…).join("");',
        'const ranges = uids.length > 0 ? uids : [{ container: 0, host: …, size: 1 }];  return ranges.map(…).join("");',
      ),
    ],
    likely: {
      "no-user-namespace": NO_USER_NAMESPACE,
      "no-uid-map": both(
        "nothing was written into /proc/PID/uid_map: every user inside is the overflow user, nobody",
        "没有向 /proc/PID/uid_map 写入任何内容：容器内所有用户都变成溢出用户 nobody",
      ),
      "no-gid-map": both(
        "nothing was written into /proc/PID/gid_map: every group inside is the overflow group, nogroup",
        "没有向 /proc/PID/gid_map 写入任何内容：容器内所有组都变成溢出组 nogroup",
      ),
      "caller-and-root-swapped": both(
        "the two ids are the wrong way round: first comes the id inside, 0",
        "两个 id 写反了：前面应当是容器内的 id，也就是 0",
      ),
      "gid-map-of-the-uid": both(
        "the group map has the caller's uid in it instead of the gid",
        "组映射里写的是调用者的 uid，而不是 gid",
      ),
      "too-many-ids": both(
        "more than one id is mapped: whoever becomes another user inside then owns other people's files outside",
        "映射了不止一个 id：容器内的其他用户将拥有外面别人的文件",
      ),
      "not-the-caller": both(
        "the id outside is not that of who called mydocker: it is in caller",
        "外面的 id 不是 mydocker 调用者的 id：应取自 caller",
      ),
      "did-not-run": both(
        "there is no user namespace to write maps for (no CLONE_NEWUSER), or no map that makes anybody root",
        "没有可以写映射的 user 命名空间（缺少 CLONE_NEWUSER），或者映射里没有任何人是 root",
      ),
    },
  },

  "1.10": {
    title: both("--uidmap and --gidmap are written as asked", "--uidmap 和 --gidmap 按要求写入"),
    anchor: "maps",
    hints: [
      both(
        "Run one with --uidmap 1:0:1 and look at /proc/PID/uid_map; then one with two --uidmap.",
        "用 --uidmap 1:0:1 运行一个容器并查看 /proc/PID/uid_map；再用两个 --uidmap 试一次。",
      ),
      both(
        "CONTAINER:HOST:SIZE on the command line is the same order as a line of the map. A map is written once, as a whole: up to 340 lines, each ended by a newline.",
        "命令行上的 CONTAINER:HOST:SIZE 与映射文件中一行的顺序相同。映射只能整体写入一次：最多 340 行，每行以换行结尾。",
      ),
      both(
        "With 1:0:1 the caller is user 1 inside, and nobody is 0: after execve(2) no capabilities are left, since only for user 0 does the kernel keep them: capabilities(7).",
        "使用 1:0:1 时，调用者在容器内是 1 号用户，没有人是 0：execve(2) 之后不剩任何能力，因为内核只为 0 号用户保留它们：见 capabilities(7)。",
      ),
      both(
        'Each range becomes a line: return ranges.map((range) => … + "\\n").join("");',
        '每个范围写成一行：return ranges.map((range) => … + "\\n").join("");',
      ),
    ],
    likely: {
      "no-user-namespace": NO_USER_NAMESPACE,
      "map-columns-swapped": both(
        "the id outside comes first: the kernel wants the id inside first",
        "外面的 id 写在了前面：内核要求容器内的 id 在前",
      ),
      "gid-map-of-the-uids": both(
        "the group map was made of --uidmap; it is --gidmap's",
        "组映射用了 --uidmap 的值，应当用 --gidmap 的",
      ),
      "ranges-missing": both(
        "each --uidmap and each --gidmap is a line of its own, and not only the first",
        "每个 --uidmap、每个 --gidmap 都要各占一行，而不是只写第一个",
      ),
      "map-not-as-asked": both(
        "what was asked for on the command line was not used for the map",
        "映射没有使用命令行上要求的值",
      ),
      "capabilities-left": both(
        "capabilities came through execve(2): they were made inheritable or ambient and never taken away",
        "能力穿过了 execve(2)：它们被设为可继承（inheritable）或环境（ambient）能力，之后没有清除",
      ),
      "did-not-run": both(
        "the kernel refused the map: each range needs a line of its own, three numbers and a newline",
        "内核拒绝了映射：每个范围需要单独一行，三个数字加一个换行",
      ),
    },
  },
};
