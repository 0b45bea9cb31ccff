/**
 * What makes a process a container, from its first system call to its last: the table of contents.
 *
 * Four parts, because the parent has something to do between them: fill new volumes from the root
 * when it has been entered, look around in it, and make sure that nothing can outlive it before the
 * command runs.
 */
import { joinCgroup } from "../inside/cgroup.ts";
import { type Confinement, confine, giveUpCapabilities } from "../inside/confine.ts";
import { mountDev, mountSys, openDevices, resizeShm, writeSys } from "../inside/dev.ts";
import { holdDevices, makeDevices } from "../inside/devices.ts";
import { mountEtcFiles } from "../inside/etc.ts";
import { setDomain, setHostname } from "../inside/hostname.ts";
import { becomeMappedRoot } from "../inside/identity.ts";
import { loopbackUp } from "../inside/loopback.ts";
import { maskKernel } from "../inside/masks.ts";
import { privateMounts } from "../inside/mounts.ts";
import { mountOverlay } from "../inside/overlay.ts";
import { mountProc } from "../inside/proc.ts";
import { dieWithParent, execute, limitFiles, ownPipes, stayAsInit } from "../inside/process.ts";
import { limitProcess, type Ulimit } from "../inside/rlimits.ts";
import { enterRoot, leaveMachine, readOnlyRoot, refuseLinks } from "../inside/root.ts";
import { showEtcFiles } from "../inside/sharedetc.ts";
import { removeShm, shareShm } from "../inside/sharing.ts";
import { setSysctls } from "../inside/sysctls.ts";
import { controlTerminal, ownSession, takeTerminal, useTerminal } from "../inside/terminal.ts";
import { mountTmpfs, type Tmpfs } from "../inside/tmpfs.ts";
import { attachVolumes, openVolumes } from "../inside/volumes.ts";
import { changeDirectory } from "../inside/workdir.ts";
import { type Plan, umask } from "../kernel/call.ts";
import { etcFiles } from "./etc.ts";
import { isStranger } from "./ids.ts";
import { sharesNetwork } from "./networking.ts";
import { type Security, securityOf } from "./security.ts";
import { otherIpc } from "./sharing.ts";
import type { Spec } from "./spec.ts";

/** What is only known once the root has been entered, or from the caller. */
export interface Found extends Confinement {
  /** The pseudo-terminal's path inside. */
  readonly terminal?: string | undefined;
  /** MS_* flags that the root is mounted with; needed for a read-only one. */
  readonly rootFlags?: number | undefined;
  /** Those of 0, 1 and 2 that are pipes made for the container. */
  readonly pipes?: readonly number[] | undefined;
  /** The caller's own limits of open files: soft, hard. */
  readonly files: readonly [bigint, bigint];
  /** What was asked for beside (`--ulimit`). */
  readonly ulimits?: readonly Ulimit[] | undefined;
}

/** From the machine into the container. */
export const enterPlan = (c: Spec, groups: readonly string[]): Plan => [
  ...joinGroups(c, groups), // first, since nothing before it is counted
  ...(c.ids && isStranger(c.ids) ? becomeMappedRoot() : []),
  ...dieWithParent(), // now, in case the parent dies on the way
  umask(0), // files get the modes that are written here
  ...privateMounts(),
  ...openVolumes(c.volumes), // while the machine is in sight
  ...(c.root === undefined ? machineRoot(c) : ownRoot(c, c.root)),
];

/** Who sees the machine's cgroups is in its own all the same. */
const joinGroups = ({ sharing }: Spec, groups: readonly string[]): Plan =>
  joinCgroup(groups).filter(({ name }) => !sharing?.cgroup || name !== "unshare");

/** The machine's own root; who has another network or other names than the machine sees it in /etc. */
const machineRoot = (c: Spec): Plan => [
  ...mountProc(),
  ...(c.networking?.mode === "networks" || c.names ? mountEtcFiles(etcFiles(c)) : []),
  ...showEtcFiles(c.sharedEtc?.held ?? []),
];

/** A root of the container's own, with what every root needs. */
const ownRoot = (c: Spec, root: string): Plan => [
  ...(c.overlay ? mountOverlay(c.overlay) : []),
  ...openDevices(c),
  ...(c.ids ? holdDevices(c.devices ?? []) : []),
  ...enterRoot(root),
  ...refuseLinks(["/proc", "/sys"]),
  ...mountProc(),
  ...(c.ids && sharesNetwork(c) ? [] : mountSys()), // only who owns the network may mount it
  ...leaveMachine(),
  ...mountDev(c),
  ...makeDevices(c.devices ?? [], c.ids !== undefined),
  ...mountEtcFiles(etcFiles(c)),
  ...showEtcFiles(c.sharedEtc?.held ?? []),
];

/**
 * What is seen in the root beside its own files, what of the kernel's is not, and its name.
 *
 * @param throttled how many processors of this machine tell of their temperature
 */
export const furnishPlan = (c: Spec, throttled: number): Plan => [
  ...mountTmpfs(c.tmpfs.filter((one) => !isInVolume(c, one))),
  ...attachVolumes(c.volumes), // now that only the container is
  ...mountTmpfs(c.tmpfs.filter((one) => isInVolume(c, one))),
  ...(c.sharing?.uts ? [] : setHostname(c.hostname)),
  ...(c.domainname ? setDomain(c.domainname) : []),
  ...(sharesNetwork(c) ? [] : loopbackUp()),
  ...setSysctls(c.sysctls ?? []),
  ...(c.sharing?.ipc === "none" ? removeShm() : []),
  ...(c.sharing && otherIpc(c.sharing) ? shareShm() : []),
  ...(c.shmSize === undefined ? [] : resizeShm(c.shmSize)),
  ...confineKernel(securityOf(c), throttled),
];

const confineKernel = ({ masked, writableSys }: Security, throttled: number): Plan => [
  ...(writableSys ? writeSys() : []),
  ...(masked ? maskKernel(throttled) : []),
];

/** What the command will find: its terminal, directory, limits, and who it is. */
export const settlePlan = (c: Spec, found: Found): Plan => [
  ...(c.init ? [] : ownSession()),
  ...(found.terminal
    ? (c.init ? useTerminal : controlTerminal)(found.terminal, hasOwnRoot(c))
    : []),
  ...changeDirectory(c.workdir, hasOwnRoot(c)),
  ...(c.readOnly ? readOnlyRoot(found.rootFlags ?? 0) : []),
  umask(0o022),
  ...limitFiles(found.files),
  ...limitProcess(found.ulimits ?? []),
  ...(found.identity ? ownPipes(found.pipes ?? [], found.identity.uid, found.identity.gid) : []),
  ...confine(found), // last, since nothing of the above could be done any more
  ...(c.init ? partFromInit(found) : []),
];

/** An init stays behind, as confined as the command, which goes on in a session of its own. */
const partFromInit = (found: Found): Plan => [
  ...giveUpCapabilities(found),
  ...stayAsInit(),
  ...ownSession(),
  ...(found.terminal ? takeTerminal() : []),
];

const hasOwnRoot = ({ root }: Spec): boolean => root !== undefined;

/** The command itself. */
export const commandPlan = (c: Spec, env: readonly string[]): Plan => execute(c.argv, env);

const isInVolume = ({ volumes }: Spec, { path }: Tmpfs): boolean =>
  volumes.some(({ target }) => path.startsWith(`${target}/`));
