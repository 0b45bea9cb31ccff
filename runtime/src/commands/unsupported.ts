/** Options of `docker run` that mydocker will not have: why, and what there is instead. */
const NO_HEALTH = "nobody stays who could ask: look with 'mydocker exec' or from outside";
const NO_REALTIME = "weigh containers with --cpu-shares, or limit them with --cpus";
const WINDOWS = "that is for Windows";

const REASONS: Readonly<Record<string, string>> = {
  "--blkio-weight-device": "weigh all devices with --blkio-weight",
  "--cgroup-parent": "all groups are below 'mydocker': limit the container itself",
  "--cpu-count": WINDOWS,
  "--cpu-percent": WINDOWS,
  "--cpu-rt-period": NO_REALTIME,
  "--cpu-rt-runtime": NO_REALTIME,
  "--device-cgroup-rule": "name the device itself, with --device",
  "--device-read-iops": "limit bytes, with --device-read-bps",
  "--device-write-iops": "limit bytes, with --device-write-bps",
  "--disable-content-trust": "contents are checked by their digests, always",
  "--gpus": "give it the devices, such as --device /dev/nvidia0, and the driver's files with -v",
  "--health-cmd": NO_HEALTH,
  "--health-interval": NO_HEALTH,
  "--health-retries": NO_HEALTH,
  "--health-start-interval": NO_HEALTH,
  "--health-start-period": NO_HEALTH,
  "--health-timeout": NO_HEALTH,
  "--io-maxbandwidth": WINDOWS,
  "--io-maxiops": WINDOWS,
  "--isolation": WINDOWS,
  "--kernel-memory": "the kernel has given it up: --memory counts all",
  "--link": "put both on a network ('mydocker network create'), where they find each other by name",
  "--link-local-ip": "ask for an address of the network, with --ip",
  "--memory-swappiness": "limit swap itself, with --memory-swap",
  "--no-healthcheck": "there are no health checks: leave it out",
  "--oom-kill-disable": "say who goes first when memory runs out, with --oom-score-adj",
  "--platform": "images are of this machine's platform",
  "--runtime": "mydocker is the runtime",
  "--sig-proxy": "signals are always passed on; with -d there is nobody to get them",
  "--storage-opt": "a container's changes are on the disk of the state root: limit that",
  "--use-api-socket": "there is no daemon, and so no socket",
  "--volume-driver": "volumes are directories of this machine: mount what you need, and use -v",
};

/** In place of "unknown option", where it is one of docker's; undefined where it is nobody's. */
export function notSupported(option: string): string | undefined {
  if (option === "--userns") {
    return "--userns takes no value: without it a container has the machine's own users (docker's --userns=host)";
  }
  const why = Object.hasOwn(REASONS, option) ? REASONS[option] : undefined;
  return why && `${option} is not supported by mydocker: ${why}`;
}
