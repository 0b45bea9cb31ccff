/** What a container was asked to be on this machine, in docker's words (Engine API, HostConfig). */
import { dataOf } from "../host/namedvolumes.ts";
import type { ContainerRecord } from "./record.ts";
import { UNCONFINED } from "./security.ts";
import type { IpcMode } from "./sharing.ts";
import type { Spec } from "./spec.ts";

const CORE = 1_000_000_000; // docker counts cores in billionths

/** docker's zero stands for what is not limited. */
export function hostConfigOf({ spec, restart, remove, log, annotations }: ContainerRecord): object {
  const { limits = {}, security, sharing } = spec ?? {};
  return {
    Binds: spec ? bindsOf(spec) : null,
    LogConfig: { Type: "json-file", Config: log ?? {} },
    NetworkMode: networkMode(spec),
    PortBindings: portBindings(spec),
    RestartPolicy: { Name: restart?.name ?? "no", MaximumRetryCount: restart?.most ?? 0 },
    AutoRemove: remove ?? false,
    Privileged: JSON.stringify(security) === JSON.stringify(UNCONFINED),
    ReadonlyRootfs: spec?.readOnly ?? false,
    Init: spec?.init ?? false,
    Memory: limits.memory ?? 0,
    MemorySwap: limits.memorySwap ?? (limits.memory ?? 0) * 2,
    MemoryReservation: limits.memoryReservation ?? 0,
    NanoCpus: limits.cpuPeriod === undefined ? Math.round((limits.cpus ?? 0) * CORE) : 0,
    CpuPeriod: limits.cpuPeriod ?? 0,
    CpuQuota: Math.round((limits.cpuPeriod ?? 0) * (limits.cpus ?? 0)),
    CpuShares: limits.cpuShares ?? 0,
    CpusetCpus: limits.cpusetCpus ?? "",
    CpusetMems: limits.cpusetMems ?? "",
    PidsLimit: limits.pids ?? null,
    BlkioWeight: limits.blkioWeight ?? 0,
    PidMode: sharing?.pid ?? "",
    IpcMode: ipcMode(sharing?.ipc),
    UTSMode: sharing?.uts ?? "",
    CgroupnsMode: sharing?.cgroup ?? "private",
    Annotations: annotations ?? null,
    UsernsMode: spec?.ids ? "private" : "",
    Tmpfs: Object.fromEntries((spec?.tmpfs ?? []).map(({ path }) => [path, ""])),
  };
}

const bindsOf = ({ volumes, named = [] }: Spec) =>
  volumes.map(({ source, target, readOnly }) => {
    const name = named.find((one) => one.target === target && dataOf(one.name) === source)?.name;
    return `${name ?? source}:${target}${readOnly ? ":ro" : ""}`;
  });

const ipcMode = (ipc: IpcMode | undefined): string =>
  typeof ipc === "object" ? `container:${ipc.container}` : (ipc ?? "private");

function networkMode(spec: Spec | undefined): string {
  const { mode, networks = [], container } = spec?.networking ?? {};
  if (mode === "host") return "host";
  if (mode === "container") return `container:${container}`;
  return networks[0]?.network ?? "none";
}

function portBindings(spec: Spec | undefined): object {
  const bindings: Record<string, { HostIp: string; HostPort: string }[]> = {};
  for (const { protocol, hostIp = "", hostPorts, containerPort } of spec?.networking?.ports ?? []) {
    const key = `${containerPort}/${protocol}`;
    const [from, to] = hostPorts ?? [];
    const HostPort = from === undefined ? "" : from === to ? `${from}` : `${from}-${to}`;
    bindings[key] = [...(bindings[key] ?? []), { HostIp: hostIp, HostPort }];
  }
  return bindings;
}
