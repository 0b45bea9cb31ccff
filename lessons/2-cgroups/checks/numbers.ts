/** Numbers that several checks of this lesson know. */
import { constants } from "node:os";

/** The exit code of a container that SIGKILL ended. */
export const KILLED = 128 + constants.signals.SIGKILL;

/** Bytes. */
export const MIB = 1024 ** 2;
