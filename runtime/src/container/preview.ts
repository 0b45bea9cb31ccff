/** A container's plan in words, without running it: `mydocker run --plan`. */
import { throttledProcessors } from "../host/machine.ts";
import { type Call, clone } from "../kernel/call.ts";
import { SIGNAL } from "../kernel/flags.ts";
import { format } from "../kernel/format.ts";
import { placeOf } from "../kernel/site.ts";
import { environment } from "./environment.ts";
import type { IdMaps } from "./idmap.ts";
import { idTexts } from "./ids.ts";
import { commandPlan, enterPlan, furnishPlan, settlePlan } from "./plan.ts";
import { previewGroups } from "./resources.ts";
import type { Spec } from "./spec.ts";
import { findOut, findUser, flagsOf } from "./start.ts";

/**
 * A call a line, as strace(1) would print it; what the parent does is a remark, after `#`.
 *
 * With MYDOCKER_SITES in the environment, a tab and the line of TypeScript that wrote it come after
 * each call, for programs that compare plans.
 *
 * @param users a directory with the container's /etc/passwd
 */
export function previewPlan(spec: Spec, users = spec.root ?? "/"): string[] {
  const account = findUser(spec, users);
  const terminal = spec.terminal ? "/dev/pts/0" : undefined;
  return [
    shown(clone(flagsOf(spec) | SIGNAL.CHLD)),
    ...(spec.ids ? remarks(spec.ids) : []),
    ...enterPlan(spec, previewGroups(spec)).map(shown),
    ...furnishPlan(spec, throttledProcessors()).map(shown),
    ...settlePlan(spec, { ...findOut(spec, account), terminal }).map(shown),
    ...commandPlan(spec, environment(spec, account?.home)).map(shown),
  ];
}

function shown(call: Call): string {
  const place = process.env.MYDOCKER_SITES ? placeOf(call) : undefined;
  return place ? `${format(call)}\t${place.file}:${place.line}` : format(call);
}

function remarks(ids: IdMaps): string[] {
  const { uids, gids, denySetgroups } = idTexts(ids);
  return [
    `# the parent writes ${JSON.stringify(uids)} to /proc/PID/uid_map`,
    ...(denySetgroups ? ['# the parent writes "deny" to /proc/PID/setgroups'] : []),
    `# the parent writes ${JSON.stringify(gids)} to /proc/PID/gid_map`,
  ];
}
