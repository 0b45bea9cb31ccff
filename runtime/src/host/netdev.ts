/** What went through a process's network interfaces (proc_pid_net(5), /proc/PID/net/dev). */
import { readFileSync } from "node:fs";

/** Bytes. */
export interface Traffic {
  readonly received: number;
  readonly sent: number;
}

/** All interfaces of its network namespace but `lo`; zero when it is gone. */
export function trafficOf(pid: number): Traffic {
  const total = { received: 0, sent: 0 };
  for (const line of linesOf(pid)) {
    const [name = "", rest = ""] = line.split(":");
    const numbers = rest.trim().split(/\s+/).map(Number);
    if (numbers.length < 16 || name.trim() === "lo") continue;
    total.received += numbers[0] ?? 0;
    total.sent += numbers[8] ?? 0;
  }
  return total;
}

function linesOf(pid: number): string[] {
  try {
    return readFileSync(`/proc/${pid}/net/dev`, "utf8").split("\n");
  } catch {
    return [];
  }
}
