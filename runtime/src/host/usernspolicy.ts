/** Why this machine may forbid user namespaces, and how to allow them. */
import { readFileSync } from "node:fs";

/** Settings by which kernels and distributions forbid them: where, which value, what that means. */
const OBSTACLES: readonly (readonly [path: string, value: string, sentence: string])[] = [
  [
    "user/max_user_namespaces",
    "0",
    "this machine allows no user namespaces; allow them with 'sysctl -w user.max_user_namespaces=10000'",
  ],
  [
    "kernel/unprivileged_userns_clone", // Debian's and Arch's patch
    "0",
    "this machine allows user namespaces to root only; allow them with 'sysctl -w kernel.unprivileged_userns_clone=1', or use sudo",
  ],
  [
    "kernel/apparmor_restrict_unprivileged_userns", // Ubuntu 23.10 and later
    "1",
    "AppArmor takes the capabilities of user namespaces away on this machine; allow them with 'sysctl -w kernel.apparmor_restrict_unprivileged_userns=0', or use sudo",
  ],
];

/** The first setting that forbids user namespaces here (user_namespaces(7)); undefined if none does. */
export const userNamespaceObstacle = (sysctl = "/proc/sys"): string | undefined =>
  OBSTACLES.find(([path, value]) => read(`${sysctl}/${path}`) === value)?.[2];

function read(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8").trim();
  } catch {
    return undefined; // this kernel does not have it
  }
}
