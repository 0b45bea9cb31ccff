/** Which hosts are asked for an image, since docker.io is out of reach for many. */
import type { Reference } from "../reference.ts";

/** docker.io's registry has another name than its images. */
const DOCKER_HUB = "registry-1.docker.io";

/**
 * The hosts in the order in which they are asked. A mirror stands for docker.io only.
 *
 * @param mirror `--mirror`, hosts separated by commas; else what the environment says
 */
export function hostsOf({ domain }: Reference, mirror = configured()): string[] {
  if (domain !== "docker.io") return [domain];
  const mirrors = (mirror ?? "")
    .split(",")
    .map((host) => host.trim().replace(/^https?:\/\/|\/+$/g, ""));
  return [...mirrors.filter(Boolean), DOCKER_HUB];
}

/** The second one is what the Vagrantfile hands on to its machines. */
const configured = () => process.env.MYDOCKER_MIRROR ?? process.env.MYDOCKER_MIRROR_DOCKER;
