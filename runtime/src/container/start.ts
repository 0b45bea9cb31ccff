/**
 * Starts a container: the plan for what happens inside, the host's steps between its parts, and
 * the way back when one of them fails.
 */

import { callerFileLimits } from "../host/caller.ts";
import type { Usage } from "../host/cgroup/usage.ts";
import { throttledProcessors } from "../host/machine.ts";
import { dataOf } from "../host/namedvolumes.ts";
import { adjustOomScore } from "../host/oomscore.ts";
import { permittedCapabilities } from "../host/process.ts";
import { readInRoot } from "../host/rootfile.ts";
import { rootFlags } from "../host/rootflags.ts";
import { openTerminal } from "../host/terminal.ts";
import { writeIdMaps } from "../host/userns.ts";
import { userNamespaceObstacle } from "../host/usernspolicy.ts";
import { namespaceFlags } from "../inside/namespaces.ts";
import { joinIpc } from "../inside/sharing.ts";
import { SyscallError, UserError } from "../kernel/errors.ts";
import { CLONE } from "../kernel/flags.ts";
import { type Exit, type Init, InitDied, type Launch, launch, type Trace } from "../kernel/init.ts";
import { commandError } from "./command.ts";
import { environment } from "./environment.ts";
import { hasRoot, idTexts } from "./ids.ts";
import { sharesNetwork } from "./networking.ts";
import { hasPlaces, withPlaces } from "./places.ts";
import { commandPlan, enterPlan, type Found, furnishPlan, settlePlan } from "./plan.ts";
import { allot, type Resources } from "./resources.ts";
import { limitsOf, securityOf } from "./security.ts";
import { otherIpc, sharedFlags } from "./sharing.ts";
import type { Spec } from "./spec.ts";
import { type Undo, undoAll } from "./undo.ts";
import { type Account, resolveUser, withGroups } from "./user.ts";

/** Brings a container's first process into being. */
export type Begin = (wanted: Launch, resources?: Resources) => Init;

/** A container whose command runs. */
export interface Running {
  readonly pid: number;
  readonly ended: Promise<Exit>;
  /** The other end of its terminal (`-t`), the caller's to close. */
  readonly terminal?: number | undefined;
  /** What it uses, or has used; undefined when nobody counts. */
  usage(): Usage | undefined;
  /** Removes what was made on the machine for it; to be called once it has ended. */
  remove(): Promise<void>;
}

/**
 * Starts the container's command.
 *
 * @param stdio the descriptors it gets; with a terminal, they are replaced by it
 * @param begin whose child it is to be; ours, unless somebody else looks after it
 * @throws SyscallError, UserError; nothing of the container is left then
 */
export async function start(
  spec: Spec,
  stdio: readonly [number, number, number],
  trace?: Trace,
  begin: Begin = launchOwn,
): Promise<Running> {
  const resources = await allot(spec);
  const undos = resources ? [resources.undo] : [];
  try {
    const flags = flagsOf(spec);
    const init = begin({ flags, stdio, cgroup: resources?.birthplace, trace }, resources);
    const terminal = await converseOrEnd(spec, init, resources?.join ?? [], undos);
    const usage = () => resources?.usage();
    return { pid: init.pid, ended: init.ended, terminal, usage, remove: () => undoAll(undos) };
  } catch (error) {
    await undoAll(undos);
    throw explainRefusal(error, spec);
  }
}

/** Nobody else needs the resources. */
const launchOwn = (wanted: Launch): Init => launch(wanted);

/** What it shares with somebody is not its own. */
export function flagsOf(spec: Spec): number {
  const flags = namespaceFlags({ userns: spec.ids !== undefined });
  const others = spec.sharing ? sharedFlags(spec.sharing) : 0;
  return flags & ~others & ~(sharesNetwork(spec) ? CLONE.NEWNET : 0);
}

async function converseOrEnd(spec: Spec, init: Init, groups: readonly string[], undos: Undo[]) {
  try {
    return await converse(spec, init, groups, undos);
  } catch (error) {
    init.kill();
    throw explainFailure(error, await init.ended, spec);
  }
}

/** Everything between the first call inside and the running command. */
async function converse(
  asked: Spec,
  init: Init,
  groups: readonly string[],
  undos: Undo[],
): Promise<number | undefined> {
  if (asked.ids) writeIdMaps(init.pid, idTexts(asked.ids));
  if (asked.oomScoreAdj !== undefined) adjustOomScore(init.pid, asked.oomScoreAdj);
  const spec = await shareNetwork(asked, init);
  await shareIpc(spec, init);
  init.begin(enterPlan(spec, groups));
  await fillVolumes(spec, init);
  const placed = await findPlaces(spec, init);
  init.begin(furnishPlan(placed, throttledProcessors())); // written down while init still enters the root
  await connectNetworks(spec, init, undos);
  init.catchUp();
  const account = findUser(spec, `/proc/${init.pid}/root`);
  const terminal = spec.terminal ? openTerminal(init.pid) : undefined;
  const seen = {
    terminal: terminal?.path,
    pipes: init.pipes,
    rootFlags: spec.readOnly ? rootFlags(init.pid) : undefined,
    permitted: spec.init ? permittedCapabilities(init.pid) : undefined,
  };
  init.perform(settlePlan(spec, { ...findOut(spec, account), ...seen }));
  init.execute(commandPlan(spec, environment(spec, account?.home)));
  return terminal?.master;
}

/** Into another container's network, for `--network container:NAME`; what it has with that one. */
async function shareNetwork(spec: Spec, init: Init): Promise<Spec> {
  if (spec.networking?.mode !== "container") return spec;
  const { joinOther } = await import("./sharednetwork.ts");
  return joinOther(spec, init);
}

/** Into another container's shared memory, for `--ipc container:NAME`. */
async function shareIpc({ sharing }: Spec, init: Init): Promise<void> {
  const other = sharing && otherIpc(sharing);
  if (other === undefined) return;
  const { otherIpcProcess } = await import("./sharedipc.ts");
  init.begin(joinIpc(otherIpcProcess(other)));
}

/** Onto the networks of mydocker that it asks for, while init enters the root. */
async function connectNetworks(spec: Spec, init: Init, undos: Undo[]): Promise<void> {
  if (spec.networking?.mode !== "networks") return;
  const { connect } = await import("./network.ts");
  undos.push(await connect(spec, spec.networking, init));
}

/** Volumes get what the root has in their places, before they cover it; the machine's root is none. */
async function fillVolumes(spec: Spec, init: Init): Promise<void> {
  const named = spec.root === undefined ? [] : (spec.named ?? []);
  const empty = named.filter(({ fill }) => fill);
  if (empty.length === 0) return;
  const { fillVolume } = await import("../host/fillvolume.ts");
  init.catchUp();
  for (const { name, target } of empty) {
    fillVolume(`/proc/${init.pid}/root`, target, dataOf(name));
  }
}

/** Links to nowhere in the image are followed before what is mounted there gets its place. */
async function findPlaces(spec: Spec, init: Init): Promise<Spec> {
  if (!hasPlaces(spec)) return spec;
  init.catchUp();
  return withPlaces(spec, `/proc/${init.pid}/root`);
}

/** Root unless asked otherwise; nobody new when the user namespace has no root to become. */
export function findUser(spec: Spec, root: string): Account | undefined {
  if (spec.user === undefined && spec.ids && !hasRoot(spec.ids)) return undefined;
  // Root is root without an entry, so nobody has to look where that takes a newer kernel.
  const needed = spec.user !== undefined || spec.moreGroups !== undefined;
  const accounts = {
    passwd: readInRoot(root, "etc/passwd", needed),
    group: readInRoot(root, "etc/group", needed),
  };
  return withGroups(resolveUser(spec.user ?? "0", accounts), spec.moreGroups ?? [], accounts);
}

/** What the plan needs to know of the machine and of the caller. */
export function findOut(spec: Spec, identity: Account | undefined): Found {
  const { ids } = spec;
  return {
    ...limitsOf(securityOf(spec)),
    identity,
    mayChooseGroups: ids === undefined || ids.caller.uid === 0,
    files: callerFileLimits(),
    ulimits: spec.ulimits,
  };
}

/** A death before the command is told by how init died; a command that is not there, by its name. */
function explainFailure(error: unknown, { code, signal }: Exit, spec: Spec): unknown {
  if (error instanceof InitDied) {
    const how = signal === undefined ? `exit code ${code}` : `killed by signal ${signal}`;
    return new Error(`${error.message}: ${how}`);
  }
  const failedCommand = error instanceof SyscallError && error.call.name === "execve";
  return failedCommand ? commandError(error, spec) : error;
}

/** A refusal that is the machine's policy on user namespaces is told as such. */
function explainRefusal(error: unknown, { ids }: Spec): unknown {
  const { code = "" } = error as NodeJS.ErrnoException;
  const refused = ids !== undefined && ["EPERM", "EACCES", "ENOSPC"].includes(code);
  const obstacle = refused ? userNamespaceObstacle() : undefined;
  return obstacle ? new UserError(`no user namespace: ${obstacle}`) : error;
}
