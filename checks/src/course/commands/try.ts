/**
 * `npm run try run …`: the learner's mydocker by hand, inside the pretend host, so that half a
 * solution can be tried without harm to the machine's mounts, network and processes.
 * `npm run try shell` is a shell in there, for what takes more than one command.
 */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname } from "node:path";
import pc from "picocolors";
import { openHost } from "../../harness/host.ts";
import { both } from "../../harness/text.ts";
import { printError, say } from "../say.ts";
import { UsageError } from "../usage.ts";
import { buildWork } from "../work/build.ts";
import { startWork } from "../work/start.ts";

/** Runs it with the caller's terminal; its exit code is the command's. */
export async function tryOut(words: readonly string[]): Promise<number> {
  if (words.length === 0) {
    const examples = "npm run try -- run -it /bin/sh, npm run try shell";
    throw new UsageError(both(`what is to be tried? ${examples}`, `要试什么？${examples}`));
  }
  refuseSwallowed();
  await startWork(1);
  const built = await buildWork();
  if ("errors" in built) {
    printError(...built.errors);
    return 1;
  }
  if (!entersRoot(built.mydocker)) printError(pc.yellow(say(BANNER)));
  if (words[0] === "shell") printError(pc.dim(say(IN_HERE)));
  const host = await openHost({
    command: words[0] === "shell" ? shellWith(built.mydocker) : [built.mydocker, ...words],
    stdio: ["inherit", "inherit", "inherit"],
    visible: [built.mydocker, ...namedInTmp([...words, BUSYBOX])],
  });
  return (await host.ended).code;
}

/** The root of all examples in the lessons. */
const BUSYBOX = "/tmp/busybox";

/** What a command line names of the machine's /tmp, which is hidden in there else. */
const namedInTmp = (words: readonly string[]): string[] =>
  words.flatMap((word) => word.match(/\/tmp\/[^/:,\s]+/g) ?? []).filter((path) => existsSync(path));

/** A shell that finds this mydocker first. */
const shellWith = (mydocker: string) => [
  "env",
  `PATH=${dirname(mydocker)}:${process.env.PATH}`,
  "PS1=pretend-host# ",
  "HISTFILE=",
  "sh",
  "-c",
  "command -v bash > /dev/null && exec bash --norc; exec sh", // the lessons' lines are bash's
];

/** Options that people write, which npm takes for its own when no `--` comes first. */
const SWALLOWED = ["it", "ti", "i", "t", "rootfs", "hostname", "mem", "cpus"];

function refuseSwallowed(env: NodeJS.ProcessEnv = process.env): void {
  const option = SWALLOWED.find((name) => env[`npm_config_${name}`] !== undefined);
  if (option === undefined) return;
  throw new UsageError(
    both(
      `npm took -${option} for itself; after -- it does not: npm run try -- run -${option} …`,
      `npm 把 -${option} 当成了自己的选项；请加上 --：npm run try -- run -${option} …`,
    ),
  );
}

const BANNER = both(
  "No root of its own yet: mounts, network and processes are a pretend host's,\n" +
    "but the files are this machine's. What you delete in the container is deleted.",
  "容器还没有自己的根目录：挂载、网络和进程属于模拟主机，\n但文件是这台机器的。在容器里删除的文件就真的删除了。",
);

const IN_HERE = both(
  "Here mydocker is yours, and /tmp has only the machine's busybox. exit leaves.",
  "这里的 mydocker 是你写的；宿主机的 /tmp 里只看得到 /tmp/busybox。exit 退出。",
);

/** Asks the program itself for its plan, whatever way it finds into a new root. */
function entersRoot(mydocker: string): boolean {
  const args = ["run", "--plan", "--rootfs", "/usr", "/bin/true"];
  const { stdout } = spawnSync(mydocker, args, { encoding: "utf8", timeout: 5000 });
  return /^(?:pivot_root|chroot|move_mount)\(/m.test(stdout ?? "");
}
