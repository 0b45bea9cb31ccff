/** `--network container:NAME`: whose network it is. */
import { alone } from "../host/network/alone.ts";
import { allLeases, writeLease } from "../host/network/records.ts";
import { isAlive } from "../host/process.ts";
import { UserError } from "../kernel/errors.ts";
import { find } from "./store.ts";

/**
 * A process in the other container's network namespace. Its leases are noted as shared, since the
 * namespace outlives it now.
 *
 * @throws UserError when there is no such container, or it does not run
 */
export async function otherNetwork(reference: string): Promise<number> {
  const { id, name, process: mark } = find(reference);
  if (!mark || !isAlive(mark)) {
    throw new UserError(`--network container:${reference}: container ${name} does not run`);
  }
  await alone(() => {
    for (const { network, ...lease } of allLeases()) {
      if (lease.container === id) writeLease(network, { ...lease, shared: true });
    }
  });
  return mark.pid;
}
