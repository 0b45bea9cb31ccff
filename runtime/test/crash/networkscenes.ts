/** Commands on networks that will be killed, and what must be true after the next command. */
import { execFileSync, spawnSync } from "node:child_process";
import type { Scene } from "./scenes.ts";

const { MYDOCKER = "", BUSYBOX = "" } = process.env;

const mydocker = (...words: readonly string[]): string =>
  execFileSync(MYDOCKER, words, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
const lines = (text: string): string[] => text.split("\n").filter(Boolean);

const NETWORK = "made";
const OTHER = "other";
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
      mydocker("network", "create", OTHER);
      startGuest(NETWORK, "--network", OTHER, "-p", "127.0.0.1:18080:80");
      return [MYDOCKER, "network", "disconnect", NETWORK, GUEST];
    },
    problems: () => [...inStep(), ...guestInStep(), ...wayOutInStep()],
  },
  {
    name: "rename on a network",
    prepare: () => {
      startGuest(NETWORK);
      return [MYDOCKER, "rename", GUEST, "runner"];
    },
    problems: () => [...inStep(), ...nameInStep()],
  },
];

function startGuest(network: string, ...more: string[]): void {
  mydocker("network", "create", NETWORK);
  const words = ["-d", "--name", GUEST, "--network", network, ...more, "--rootfs", BUSYBOX];
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
  const addresses = [...has.matchAll(/eth\d+ +inet ([\d.]+)\//g)].map(([, one]) => one).sort();
  const words = NETWORK in Networks ? ["disconnect", "connect"] : ["connect", "disconnect"];
  const tries = words.flatMap((word) => {
    const { status, stderr } = spawnSync(MYDOCKER, ["network", word, NETWORK, GUEST], {
      encoding: "utf8",
    });
    return status === 0 ? [] : [`then ${word}: ${stderr.trim()}`];
  });
  return [...same("addresses", addresses, said.map(({ IPAddress }) => IPAddress).sort()), ...tries];
}

/** By whichever network it is: one default route, and the port leads to the address that it goes with. */
function wayOutInStep(): string[] {
  const routes = lines(mydocker("exec", GUEST, "ip", "route"));
  const ways = routes.filter((route) => route.startsWith("default"));
  const saved = execFileSync("iptables-save", ["-t", "nat"], { encoding: "utf8" });
  const targets = [...saved.matchAll(/DNAT --to-destination ([\d.]+):80/g)].map(([, one]) => one);
  const device = / dev (\w+)/.exec(ways[0] ?? "")?.[1] ?? "";
  const own = mydocker("exec", GUEST, "ip", "-o", "-4", "address", "show", device);
  const address = /inet ([\d.]+)\//.exec(own)?.[1];
  return [
    ...same("default routes", [ways.length], [1]),
    ...same("targets of the port", targets, [address]),
    ...same("ports", lines(mydocker("port", GUEST)), ["80/tcp -> 127.0.0.1:18080"]),
  ];
}

/** What `ps` calls it, its networks call it. */
function nameInStep(): string[] {
  const name = mydocker("ps", "--format", "{{.Names}}").trim();
  const names = [...mydocker("exec", name, "cat", "/etc/hosts").matchAll(/\t(\w+) .*# mydocker/g)];
  return same(
    "names",
    names.map(([, one]) => one),
    [name],
  );
}

const same = (what: string, one: readonly unknown[], other: readonly unknown[]): string[] =>
  `${one}` === `${other}` ? [] : [`${what}: there are [${one}], and listed are [${other}]`];
