/** The kernel's settings that each container has its own of. */
import { close, keep, open, type Plan, slot, write } from "../kernel/call.ts";
import { MAGIC, O } from "../kernel/flags.ts";
import { within } from "./masks.ts";

/** A setting's file below /proc/sys, and its value. */
export type Sysctl = readonly [file: string, value: string];

/** Writes settings, before /proc/sys is made read-only (sysctl(8), namespaces(7)). */
export const setSysctls = (settings: readonly Sysctl[]): Plan =>
  within(
    "/proc",
    MAGIC.PROC_SUPER_MAGIC,
    settings.flatMap(([file, value]) => [
      keep("file", open(`sys/${file}`, O.WRONLY | O.CLOEXEC)),
      write(slot("file"), value),
      close(slot("file")),
    ]),
  );
