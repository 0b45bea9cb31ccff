/** `--sysctl` as data. */
import type { Sysctl } from "../inside/sysctls.ts";
import { UserError } from "../kernel/errors.ts";

/** What an IPC namespace has of its own (ipc_namespaces(7)). */
const IPC: readonly string[] = [
  "kernel/msgmax",
  "kernel/msgmnb",
  "kernel/msgmni",
  "kernel/sem",
  "kernel/shmall",
  "kernel/shmmax",
  "kernel/shmmni",
  "kernel/shm_rmid_forced",
];

/**
 * Parses `NAME=VALUE`, where a setting is the container's own; the last of a name counts.
 *
 * @throws UserError, for what would change the machine too
 */
export function parseSysctls(texts: readonly string[]): Sysctl[] {
  return [...new Map(texts.map(parse))];
}

function parse(text: string): Sysctl {
  const equals = text.indexOf("=");
  const [name, value] = [text.slice(0, equals), text.slice(equals + 1)];
  const file = fileOf(name);
  if (equals < 1 || !/^[\w-][\w.:@-]*(\/[\w-][\w.:@-]*)+$/.test(file) || value.includes("\0")) {
    throw refusal(text, "NAME=VALUE is needed, such as net.ipv4.ip_forward=1");
  }
  if (IPC.includes(file) || /^(net|fs\/mqueue)\//.test(file)) return [file, value];
  throw refusal(
    text,
    `${JSON.stringify(name)} is the whole machine's; a container has its own net.*, fs.mqueue.* and ${IPC.map((one) => one.replace("/", ".")).join(", ")}`,
  );
}

/** As sysctl(8) has it: the first separator, `.` or `/`, is that of all, and the other a letter. */
function fileOf(name: string): string {
  const [first] = /[./]/.exec(name) ?? [];
  const swap: Readonly<Record<string, string>> = { ".": "/", "/": "." };
  return first === "." ? name.replace(/[./]/g, (letter) => swap[letter] ?? letter) : name;
}

const refusal = (text: string, why: string) =>
  new UserError(`--sysctl ${JSON.stringify(text)}: ${why}`);
