/**
 * Why checks have changed, the oldest first: what `npm run update` tells those who had passed them
 * before. A change of what a check asks adds an entry at the end; entries are never taken out.
 */
import type { Change } from "../checks/src/course/update/changed.ts";
import { both } from "../checks/src/harness/text.ts";

/** All changes. */
export const changes: readonly Change[] = [
  {
    checks: ["5.15"],
    why: both("/. and /v/.. are / as well", "/. 和 /v/.. 也都是 /"),
  },
  {
    checks: ["6.2"],
    why: both("the order counts now, of implied deletions too", "现在也检查顺序，包括隐含的删除"),
  },
  {
    checks: ["7.10"],
    why: both(
      "ports that other networks publish are out of reach, too",
      "其他网络发布的端口也必须访问不到",
    ),
  },
  {
    checks: ["7.11"],
    why: both(
      "a published port is reached by the machine's address only",
      "发布的端口只能经宿主机的地址访问",
    ),
  },
  {
    checks: ["3.10"],
    why: both(
      "what lies on /proc is told from a /proc that is missing",
      "现在能区分 /proc 被别的东西盖住和 /proc 缺失",
    ),
  },
];
