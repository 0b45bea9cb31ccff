/** `--network container:NAME`: whose network it is, and what comes with it. */
import { closeSync } from "node:fs";
import { openEtcFile } from "../host/etcfile.ts";
import { alone } from "../host/network/alone.ts";
import { allLeases, writeLease } from "../host/network/records.ts";
import { isAlive, type ProcessMark } from "../host/process.ts";
import { readInRoot } from "../host/rootfile.ts";
import { joinNetwork } from "../inside/network.ts";
import { holdEtcFiles } from "../inside/sharedetc.ts";
import { UserError } from "../kernel/errors.ts";
import { O } from "../kernel/flags.ts";
import type { Init } from "../kernel/init.ts";
import { effectiveHostname } from "./hostname.ts";
import type { ContainerRecord } from "./record.ts";
import type { SharedEtc, Spec } from "./spec.ts";
import { find } from "./store.ts";

/** Of each container in one network namespace the same, as docker has it. */
const FILES = ["hostname", "hosts", "resolv.conf"];

/**
 * Has a container's first process enter the network namespace of another container, and take hold of
 * that one's own files below /etc: what is written in them, by mydocker or by hand, both see.
 *
 * @returns the Spec with that one's hostname, and what is to be seen below /etc
 * @throws UserError when there is no such container, or it does not run
 */
export async function joinOther(spec: Spec, init: Init): Promise<Spec> {
  const reference = spec.networking?.container ?? "";
  if (spec.ids) {
    throw new UserError(
      `--network container:${reference} cannot be had with a user namespace (--userns): it gives no right to what is that container's`,
    );
  }
  const other = find(reference);
  const refuse = () =>
    new UserError(`--network container:${reference}: container ${other.name} does not run`);
  const { process: mark } = other;
  if (!mark || !isAlive(mark)) throw refuse();
  await noteShared(other.id);
  const shared = sharedEtc(mark);
  try {
    init.perform([...joinNetwork(mark.pid), ...holdEtcFiles(mark.pid, shared.held)]);
  } catch (error) {
    throw isAlive(mark) ? error : refuse();
  }
  if (!isAlive(mark)) throw refuse(); // or its number might have been another process's by then
  return { ...spec, hostname: effectiveHostname(other), sharedEtc: shared };
}

/** The namespace outlives the other container now. */
const noteShared = (id: ContainerRecord["id"]): Promise<void> =>
  alone(() => {
    for (const { network, ...lease } of allLeases()) {
      if (lease.container === id) writeLease(network, { ...lease, shared: true });
    }
  });

/** Files that are the machine's, or an image's, are shown as copies: nobody may write through to them. */
function sharedEtc({ pid }: ProcessMark): SharedEtc {
  const held = FILES.filter((name) => {
    const fd = openEtcFile(pid, name, O.PATH | O.NOFOLLOW);
    if (fd !== undefined) closeSync(fd);
    return fd !== undefined;
  });
  const copied = FILES.filter((name) => !held.includes(name)).flatMap((name) => {
    const text = readInRoot(`/proc/${pid}/root`, `etc/${name}`, false);
    return text === "" ? [] : [[name, text] as const];
  });
  return { held, copied: Object.fromEntries(copied) };
}
