/** All that is known of a container, in docker's words (Engine API, ContainerInspect). */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { dataOf } from "../host/namedvolumes.ts";
import type { ContainerConfig } from "../image/manifest.ts";
import { hostConfigOf } from "./hostconfig.ts";
import { effectiveHostname } from "./hostname.ts";
import { networkSettings } from "./networksettings.ts";
import type { ContainerRecord } from "./record.ts";
import { see } from "./seen.ts";
import { isUp, type State } from "./state.ts";
import { directoryOf } from "./store.ts";

const NEVER = "0001-01-01T00:00:00Z"; // Go's zero time, which docker prints

/** What `docker inspect` prints of a container. */
export function inspectContainer(remembered: ContainerRecord): object {
  const { record, state } = see(remembered);
  const [path = "", ...args] = record.argv;
  return {
    Id: record.id,
    Created: record.created,
    Path: path,
    Args: args,
    State: describeState(record, state),
    Image: record.imageId ?? "",
    LogPath: logOf(record.id),
    Name: `/${record.name}`,
    RestartCount: record.restarts?.count ?? 0,
    Driver: record.layers.length > 0 ? "overlay2" : "directory",
    Platform: "linux",
    HostConfig: hostConfigOf(record),
    GraphDriver: { Name: "overlay2", Data: layersOf(record) },
    Mounts: mountsOf(record),
    Config: configOf(record),
    NetworkSettings: networkSettings(record),
  };
}

function describeState(record: ContainerRecord, state: State) {
  const up = isUp(state);
  return {
    Status: state,
    Running: up,
    Paused: state === "paused",
    Restarting: state === "restarting",
    OOMKilled: record.outOfMemory ?? false,
    Dead: state === "dead",
    Pid: up ? (record.process?.pid ?? 0) : 0,
    ExitCode: up ? 0 : (record.exitCode ?? 0),
    Error: record.error ?? "",
    StartedAt: record.started ?? NEVER,
    FinishedAt: record.finished ?? NEVER,
  };
}

/** Without a log of its own there is no path. */
function logOf(id: string): string {
  const path = join(directoryOf(id), "log");
  return existsSync(path) ? path : "";
}

function layersOf({ id, layers }: ContainerRecord) {
  if (layers.length === 0) return null;
  const base = directoryOf(id);
  return {
    LowerDir: layers.toReversed().join(":"),
    MergedDir: join(base, "merged"),
    UpperDir: join(base, "upper"),
    WorkDir: join(base, "work"),
  };
}

function mountsOf({ spec }: ContainerRecord) {
  const named = spec?.named ?? [];
  return (spec?.volumes ?? []).map(({ source, target, readOnly, propagation }) => {
    const volume = named.find((one) => one.target === target && dataOf(one.name) === source);
    return {
      Type: volume ? "volume" : "bind",
      ...(volume ? { Name: volume.name, Driver: "local" } : {}),
      Source: source,
      Destination: target,
      Mode: readOnly ? "ro" : "",
      RW: !readOnly,
      Propagation: volume ? "" : propagation === "slave" ? "rslave" : "rprivate",
    };
  });
}

function configOf(record: ContainerRecord) {
  const { spec, config = {}, image, labels, stopSignal, stopTimeout } = record;
  const own: ContainerConfig = config;
  return {
    Hostname: effectiveHostname(record),
    Domainname: spec?.domainname ?? "",
    User: spec?.user ?? own.User ?? "",
    AttachStdin: spec?.interactive ?? false,
    Tty: spec?.terminal ?? false,
    OpenStdin: spec?.interactive ?? false,
    Env: spec?.env ?? own.Env ?? [],
    Cmd: own.Cmd ?? null,
    Image: image ?? "",
    Volumes: own.Volumes ?? null,
    WorkingDir: spec?.workdir ?? own.WorkingDir ?? "",
    Entrypoint: own.Entrypoint ?? null,
    ExposedPorts: own.ExposedPorts ?? null,
    Labels: { ...own.Labels, ...labels },
    StopSignal: stopSignal ?? own.StopSignal ?? "SIGTERM",
    ...(stopTimeout === undefined ? {} : { StopTimeout: stopTimeout }),
  };
}
