/** Which hosts are asked for an image, since docker.io is out of reach for many. */
import type { Reference } from "../reference.ts";

/** docker.io's registry has another name than its images. */
const DOCKER_HUB = "registry-1.docker.io";

/**
 * The hosts in the order in which they are asked. A mirror stands for docker.io only.
 *
 * @param mirror `--mirror`; else MYDOCKER_MIRROR, hosts separated by commas
 */
export function hostsOf({ domain }: Reference, mirror = process.env.MYDOCKER_MIRROR): string[] {
  if (domain !== "docker.io") return [domain];
  const mirrors = (mirror ?? "")
    .split(",")
    .map((host) => host.trim().replace(/^https?:\/\/|\/+$/g, ""));
  return [...mirrors.filter(Boolean), DOCKER_HUB];
}
