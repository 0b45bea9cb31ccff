/** Networks and containers on them. Each check has a state of its own: its networks are its own, too. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import {
  both,
  type Container,
  type Finished,
  HARNESS,
  howItEnded,
  type Process,
  type Trial,
} from "../../../checks/src/harness/index.ts";

/** The article's own network. */
export const BIRDS = {
  name: "testbridge",
  subnet: "192.168.10.1/24",
  prefix: "192.168.10",
} as const;

/** Where the probe answers in each container, by TCP and UDP. */
export const PORT = 7007;

let states = 0;

/** What mydocker knows of networks and containers from now on: nothing. */
export function newState(): void {
  states++;
  process.env.MYDOCKER_ROOT = join(HARNESS, "networks", `${states}`);
  mkdirSync(process.env.MYDOCKER_ROOT, { recursive: true });
}

/** Runs `mydocker network create …`, whatever comes of it. */
export const creating = (
  t: Trial,
  name: string,
  subnet: string,
  options: readonly string[] = [],
): Promise<Finished> =>
  t.mydocker(["network", "create", "--driver", "bridge", "--subnet", subnet, ...options, name]);

/** Makes a network, in a state of its own unless it is another one of a check. */
export async function create(
  t: Trial,
  name: string = BIRDS.name,
  subnet: string = BIRDS.subnet,
  options: readonly string[] = [],
): Promise<void> {
  const made = await creating(t, name, subnet, options);
  made.expect(made.code === 0, {
    diagnosis: "not-created",
    expected: both(`the network ${name} is made`, `网络 ${name} 创建成功`),
    observed: howItEnded(made),
  });
}

/** When the probe can be asked. */
export const serves = ({ argv }: Process) => argv[1] === "serving";

/** Starts a container on a network, which tells everybody who asks where the question came from. */
export const boxOn = (
  t: Trial,
  network: string,
  options: readonly string[] = [],
): Promise<Container> =>
  t.container(["serve", `${PORT}`], { options: ["-net", network, ...options], ready: serves });

/** Ends containers and removes networks, which must be possible then. */
export async function discard(
  t: Trial,
  boxes: readonly Container[],
  networks: readonly string[] = [BIRDS.name],
): Promise<void> {
  await Promise.all(boxes.map((box) => box.end()));
  const removed = await t.mydocker(["network", "remove", ...networks]);
  removed.expect(removed.code === 0, {
    diagnosis: "not-removed",
    expected: both("a network without containers can be removed", "没有容器的网络可以删除"),
    observed: howItEnded(removed),
  });
}
