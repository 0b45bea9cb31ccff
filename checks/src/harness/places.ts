/** Where things are: on the machine, and inside the pretend host. */
import { fileURLToPath } from "node:url";

/** The course's own top directory. */
export const PROJECT = fileURLToPath(new URL("../../..", import.meta.url)).replace(/\/$/, "");

/** On the machine: the journals of pretend hosts. Inside: the harness's own small file system. */
export const HARNESS = "/run/mydocker-checks";

/** Inside: the program that checks run in containers. */
export const PROBE = `${HARNESS}/probe`;

/** Inside: a /proc that stays good when the one in its usual place is covered or unmounted. */
export const PROC = `${HARNESS}/proc`;

/** Inside: mydocker's state, empty at the start (MYDOCKER_ROOT). */
export const STATE = `${HARNESS}/state`;

/** Inside: an empty directory on a mount of its own, which is not `/`. */
export const SCRATCH = `${HARNESS}/scratch`;
