/** Where a container's mounts may be seen. */
import { mount, type Plan } from "../kernel/call.ts";
import { MS } from "../kernel/flags.ts";

/**
 * Keeps what the container mounts from appearing on the machine. A new mount namespace is only a
 * copy: as long as its mounts are shared, as systemd makes them, each new one travels back.
 *
 * All mounts, and not just the topmost. MS_PRIVATE would do; MS_SLAVE also lets the machine's own
 * later mounts arrive, which a volume may want to see.
 *
 * @lesson 1 private
 * @see mount_namespaces(7), mount(2)
 */
export function privateMounts(): Plan {
  return [mount(null, "/", null, MS.REC | MS.SLAVE, null)];
}
