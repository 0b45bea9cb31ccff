/** Mistakes in code that is given, most of them those of the articles' programs. */
import type { Mutant } from "../../../checks/src/harness/mutant.ts";
import { slipsIn } from "./slips.ts";

const MACHINE = "const link = routes().find(near);";

/** Ports are looked for badly, and not held: any other socket will do. */
const heedless = (slip: readonly [from: string, to: string]) =>
  slipsIn("container/ports.ts", "choose")(slip, [
    "holdPort(wanted)",
    "(holdPort(wanted) ?? holdPort({ ...wanted, hostPort: 0 }))",
  ]);

/** What becomes of the machine. */
const machine: readonly Mutant[] = [
  {
    name: "leaves the bridge of a network that is removed",
    replaces: "host/network/up.ts#takeDown",
    body: slipsIn(
      "host/network/up.ts",
      "takeDown",
    )(["if (hasLink(bridge))", "if (!hasLink(bridge))"]),
    check: "7.14",
    diagnosis: "link-left",
  },
  {
    name: "flushes a chain of the machine's to get rid of its own rules",
    replaces: "host/network/up.ts#removeRules",
    body: `await restore(family, removal(await saved(family), owners));
      if (family === "iptables") spawnSync("iptables", ["-w", "-F", "FORWARD"]);`,
    imports: 'import { spawnSync } from "node:child_process";',
    check: "7.14",
    diagnosis: "taken-away",
  },
  {
    name: "cleans up only after itself, and so never after a kill -9",
    replaces: "container/network.ts#repairNetworks",
    body: "",
    check: "7.15",
    diagnosis: "rules-left",
  },
  {
    name: "compares subnets as text",
    replaces: "host/network/subnets.ts#refuseTaken",
    body: `const owner = networks.find(({ subnets }) => subnets.some((one) => one.cidr === cidr));
      if (owner) throw new UserError(\`--subnet \${cidr}: network \${owner.name} has it\`);`,
    check: "7.16",
    diagnosis: "overlap",
  },
  {
    name: "does not ask what the machine's own links have",
    replaces: "host/network/subnets.ts#refuseTaken",
    body: slipsIn(
      "host/network/subnets.ts",
      "refuseTaken",
    )([MACHINE, 'const link = cidr === "" ? routes().find(near) : undefined;']),
    check: "7.16",
    diagnosis: "overlaps-machine",
  },
  {
    name: "does not say which network has the addresses",
    replaces: "host/network/subnets.ts#refuseTaken",
    body: slipsIn(
      "host/network/subnets.ts",
      "refuseTaken",
    )([", which network ${name} has (${bridge})`", "`.slice(0, name.length ? 99 : bridge.length)"]),
    check: "7.16",
    diagnosis: "owner-unsaid",
  },
  {
    name: "removes a network whoever is on it",
    replaces: "host/network/networks.ts#removeNetwork",
    body: slipsIn(
      "host/network/networks.ts",
      "removeNetwork",
    )(["if (users.length > 0)", "if (users.length > 99)"]),
    check: "7.17",
    diagnosis: "removed-in-use",
  },
  {
    name: "takes a network down before it looks who is on it",
    replaces: "host/network/networks.ts#removeNetwork",
    body: slipsIn(
      "host/network/networks.ts",
      "removeNetwork",
    )(["  const users =", "  await takeDown(network);\n  const users ="]),
    check: "7.17",
    diagnosis: "half-removed",
  },
  {
    name: "does not wait for its turn",
    replaces: "host/network/alone.ts#whileLocked",
    body: slipsIn("host/network/alone.ts", "whileLocked")(["LOCK.EX", "LOCK.EX | 4 /* LOCK_NB */"]),
    check: "7.22",
    diagnosis: "not-all",
  },
];

/** Ports, modes and names. */
const others: readonly Mutant[] = [
  {
    name: "publishes a port that another container has",
    replaces: "container/ports.ts#choose",
    body: heedless(["chosen, leases, open", "chosen, leases.slice(0, 0), open"]),
    check: "7.18",
    diagnosis: "published-twice",
  },
  {
    name: "publishes a port that a program of the machine listens on",
    replaces: "container/ports.ts#choose",
    body: heedless(["leases, open)", "leases, open.slice(0, 0))"]),
    check: "7.18",
    diagnosis: "published-over",
  },
  {
    name: "gives an image no network unless it is asked for one",
    replaces: "commands/runspec.ts#networkOf",
    body: slipsIn(
      "commands/runspec.ts",
      "networkOf",
    )(["usual: image && isRoot", "usual: !image && isRoot"]),
    check: "7.19",
    diagnosis: "no-eth0",
  },
  {
    name: "takes container:NAME for none",
    replaces: "container/start.ts#shareNetwork",
    body: "return spec;",
    check: "7.19",
    diagnosis: "not-joined",
  },
  {
    name: "tells nobody what the others are called",
    replaces: "container/hosts.ts#refreshHosts",
    body: "",
    check: "7.20",
    diagnosis: "no-names",
  },
  {
    name: "tells newcomers who is there, and nobody who has come",
    replaces: "container/hosts.ts#refreshHosts",
    body: slipsIn(
      "container/hosts.ts",
      "refreshHosts",
    )([
      "leases.filter(\n",
      `leases.filter(({ process }) => {
        try {
          return !readFileSync(\`/proc/\${process.pid}/root/etc/hosts\`, "utf8").includes(OURS);
        } catch {
          return false;
        }
      }).filter(\n`,
    ]),
    check: "7.20",
    diagnosis: "late-name",
  },
  {
    name: "never strikes a name out",
    replaces: "container/network.ts#releaseLeases",
    body: slipsIn(
      "container/network.ts",
      "releaseLeases",
    )(["if (leases.length > 0) refreshHosts", "if (leases.length > 99) refreshHosts"]),
    check: "7.20",
    diagnosis: "name-left",
  },
  {
    name: "hands on the machine's name servers as they are",
    replaces: "host/resolv.ts#nameservers",
    body: "return readLines(path);",
    check: "7.21",
    diagnosis: "loopback-server",
  },
];

export const given: readonly Mutant[] = [...machine, ...others];
