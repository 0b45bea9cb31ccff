/** How busy the machine is: where much more wants to run than can, what is late may only be slow. */
import { availableParallelism, loadavg } from "node:os";
import { both, type Text } from "./text.ts";

const CROWD = 4; // that want to run, for each processor

const load = () => loadavg()[0] ?? 0;

/** Whether it is, in the last minute (proc_loadavg(5)). */
export const isBusy = (): boolean => load() > CROWD * availableParallelism();

/** Says so in figures; undefined when it is not. */
export function busyNow(): Text | undefined {
  if (!isBusy()) return undefined;
  const [running, processors] = [load().toFixed(0), availableParallelism()];
  return both(
    `load ${running} on ${processors} processor${processors === 1 ? "" : "s"}`,
    `${processors} 个处理器上的负载为 ${running}`,
  );
}
