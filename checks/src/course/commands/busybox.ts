/** `npm run busybox DIR`: a root file system to try things with. */
import { existsSync, readdirSync } from "node:fs";
import { resolve } from "node:path";
import { makeBusyboxRoot } from "../../fixtures/rootfs.ts";
import { both } from "../../harness/text.ts";
import { print, say } from "../say.ts";
import { UsageError } from "../usage.ts";

/** Makes it, unless it is there. */
export async function busybox([directory, ...more]: readonly string[]): Promise<number> {
  if (directory === undefined || more.length > 0) {
    throw new UsageError(both("npm run busybox /tmp/busybox", "npm run busybox /tmp/busybox"));
  }
  // npm starts scripts in the project's folder; the learner means his own.
  const path = resolve(process.env.INIT_CWD ?? ".", directory);
  if (existsSync(resolve(path, "bin/busybox"))) {
    print(say(both(`${path} is there already`, `${path} 已经存在`)));
    return 0;
  }
  if (existsSync(path) && readdirSync(path).length > 0) {
    throw new UsageError(
      both(`${path} is not empty, and not a busybox`, `${path} 不是空目录，也不是 busybox`),
    );
  }
  makeBusyboxRoot(path);
  print(say(both(`made ${path}`, `已生成 ${path}`)));
  return 0;
}
