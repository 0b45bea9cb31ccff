/** Commands on networks that will be killed, and what must be true after the next command. */
import { execFileSync, spawnSync } from "node:child_process";
import type { Scene } from "./scenes.ts";

const { MYDOCKER = "", BUSYBOX = "" } = process.env;

const mydocker = (...words: readonly string[]): string =>
  execFileSync(MYDOCKER, words, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
const lines = (text: string): string[] => text.split("\n").filter(Boolean);

const NETWORK = "made";
const GUEST = "walker";

/** All of them. */
export const networkScenes: readonly Scene[] = [
  {
    name: "network create",
    prepare: () => [MYDOCKER, "network", "create", NETWORK],
    problems: inStep,
  },
  {
    name: "network rm",
    prepare: () => {
      mydocker("network", "create", NETWORK);
      return [MYDOCKER, "network", "rm", NETWORK];
    },
    problems: inStep,
  },
  {
    name: "network prune",
    prepare: () => {
      mydocker("network", "create", NETWORK);
      return [MYDOCKER, "network", "prune", "-f"];
    },
    problems: inStep,
  },
  {
    name: "network connect",
    prepare: () => {
      startGuest("none");
      return [MYDOCKER, "network", "connect", NETWORK, GUEST];
    },
    problems: () => [...inStep(), ...guestInStep()],
  },
  {
    name: "network disconnect",
    prepare: () => {
      startGuest(NETWORK);
      return [MYDOCKER, "network", "disconnect", NETWORK, GUEST];
    },
    problems: () => [...inStep(), ...guestInStep()],
  },
];

function startGuest(network: string): void {
  mydocker("network", "create", NETWORK);
  const words = ["-d", "--name", GUEST, "--network", network, "--rootfs", BUSYBOX];
  mydocker("run", ...words, "sleep", "1000");
}

/** Bridges and rules are there for the networks that are listed, and for nothing else. */
function inStep(): string[] {
  const listed = lines(mydocker("network", "ls", "--json"))
    .map((line) => JSON.parse(line).Options["com.docker.network.bridge.name"])
    .sort();
  const links = lines(execFileSync("ip", ["-o", "link"], { encoding: "utf8" }))
    .flatMap((line) => /^\d+: (br-\w+|mydocker\d+):/.exec(line)?.[1] ?? [])
    .sort();
  const rules = execFileSync("iptables-save", { encoding: "utf8" });
  const owners = [...rules.matchAll(/"mydocker network \S+ \((\S+)\)"/g)].map(([, one]) => one);
  return [
    ...same("bridges", links, listed),
    ...same("owners of rules", [...new Set(owners)].sort(), listed),
  ];
}

/** What is remembered of the guest's networks is what it has, and can be undone and done again. */
function guestInStep(): string[] {
  const { Networks } = JSON.parse(mydocker("inspect", GUEST))[0].NetworkSettings;
  const said = Object.values(Networks as Record<string, { IPAddress: string }>);
  const has = mydocker("exec", GUEST, "ip", "-o", "-4", "address", "show");
  const addresses = [...has.matchAll(/eth\d+ +inet ([\d.]+)\//g)].map(([, one]) => one);
  const words = said.length > 0 ? ["disconnect", "connect"] : ["connect", "disconnect"];
  const tries = words.flatMap((word) => {
    const { status, stderr } = spawnSync(MYDOCKER, ["network", word, NETWORK, GUEST], {
      encoding: "utf8",
    });
    return status === 0 ? [] : [`then ${word}: ${stderr.trim()}`];
  });
  return [
    ...same(
      "addresses",
      addresses,
      said.map(({ IPAddress }) => IPAddress),
    ),
    ...tries,
  ];
}

const same = (what: string, one: readonly unknown[], other: readonly unknown[]): string[] =>
  `${one}` === `${other}` ? [] : [`${what}: there are [${one}], and listed are [${other}]`];
