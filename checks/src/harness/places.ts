/** Where things are: on the machine, and inside the pretend host. */
import { fileURLToPath } from "node:url";

/** The course's own top directory. */
export const PROJECT = fileURLToPath(new URL("../../..", import.meta.url)).replace(/\/$/, "");

/** On the machine: the journals of pretend hosts. Inside: the harness's own small file system. */
export const HARNESS = "/run/mydocker-checks";

/** Inside: the program that checks run in containers. */
export const PROBE = `${HARNESS}/probe`;

/**
 * Whether the program under test is walled off from the checks (sealed.ts): it lives among other
 * mounts than they do, those of the pretend host's first process.
 */
export const SEALED = process.env.MYDOCKER_SEALED === "1";

/** Inside, when sealed: what the program must not be able to replace. */
export const TRUSTED = "/run/mydocker-trusted";

/** Inside: the probe that the checks themselves run. */
export const TOOL = SEALED ? `${TRUSTED}/probe` : PROBE;

/** Inside: a /proc that stays good when the one in its usual place is covered or unmounted. */
export const PROC = SEALED ? `${TRUSTED}/proc` : `${HARNESS}/proc`;

/** A process that is nobody's but the pretend host's, as /proc calls it. */
export const HOST = SEALED ? 1 : "self";

/** Inside: the mount namespace of the program under test. */
export const HOST_MOUNTS = `${PROC}/${HOST}/ns/mnt`;

/** Inside: the root of the program under test, as the checks see it. */
export const HOST_ROOT = SEALED ? `${PROC}/1/root` : "";

/** Inside: mydocker's state, empty at the start (MYDOCKER_ROOT). */
export const STATE = `${HARNESS}/state`;

/** Inside: an empty directory on a mount of its own, which is not `/`. */
export const SCRATCH = `${HARNESS}/scratch`;
