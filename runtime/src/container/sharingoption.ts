/** `--pid`, `--ipc`, `--uts` and `--cgroupns` as data. */
import { UserError } from "../kernel/errors.ts";
import type { IpcMode, Sharing } from "./sharing.ts";

/** The options as text, by commander's names for them. */
export interface SharingOptions {
  pid?: string;
  ipc?: string;
  uts?: string;
  cgroupns?: string;
  hostname?: string;
  domainname?: string;
}

/**
 * What is shared.
 *
 * @param mapped it has a user namespace, whose root may do nothing in the machine's other ones
 * @throws UserError naming the option, its value and what is possible
 */
export function parseSharing(options: SharingOptions, mapped: boolean): Sharing {
  const { pid = "", uts, cgroupns, hostname, domainname } = options;
  if (pid.startsWith("container:")) {
    const other = pid.slice("container:".length);
    throw refusal("--pid", pid, `run the command in it instead: 'mydocker exec ${other} …'`);
  }
  const sharing = {
    pid: hostOrOwn("--pid", pid || undefined),
    ipc: parseIpc(options.ipc),
    uts: hostOrOwn("--uts", uts),
    cgroup: hostOrOwn("--cgroupns", cgroupns),
  };
  if (sharing.uts && (hostname ?? domainname) !== undefined) {
    throw refusal("--uts", "host", "the name is the machine's then: leave out --hostname");
  }
  const shares = sharing.pid ?? sharing.uts ?? (sharing.ipc === "host" ? "host" : undefined);
  if (mapped && (shares || typeof sharing.ipc === "object")) {
    throw new UserError(
      "--pid, --ipc and --uts cannot be shared from a user namespace: it needs root, and no --userns",
    );
  }
  return sharing;
}

const refusal = (option: string, value: string, why: string) =>
  new UserError(`${option} ${JSON.stringify(value)}: ${why}`);

function hostOrOwn(option: string, value: string | undefined): "host" | undefined {
  if (value === undefined || value === "host") return value;
  if (value === "private" || value === "") return undefined;
  throw refusal(option, value, "host or private is possible");
}

function parseIpc(value: string | undefined): IpcMode | undefined {
  if (value === undefined || value === "private" || value === "") return undefined;
  if (value === "host" || value === "shareable" || value === "none") return value;
  const [, container] = /^container:(.+)$/.exec(value) ?? [];
  if (container) return { container };
  throw refusal("--ipc", value, "private, shareable, host, none or container:NAME is possible");
}
