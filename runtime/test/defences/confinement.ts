/** What a process in a container may ask the kernel for. */
import { existsSync } from "node:fs";
import { type Change, type Defence, inSource } from "./defence.ts";

const everywhere = "refused, as root, as nobody, and as root of a user namespace";
const suite = "attacks/kernel";
const call = (attack: string) => ({ suite, attack: `${attack}: ${everywhere}` });

const FILTER = inSource(
  "inside/confine.ts",
  "...(to.filter ? filterCalls(to.filter) : []),",
  "...(to.filter ? filterCalls(to.filter).slice(1) : []),",
);
const CAPABILITIES = inSource(
  "inside/confine.ts",
  "...(to.capabilities ? limitCapabilities(",
  "...(to.capabilities?.length === 0 ? limitCapabilities(",
);
const DEVICES = inSource(
  "container/resources.ts",
  "if (!securityOf(spec).fewDevices) return made;",
  "if (spec) return made;",
);
const READ_ONLY = inSource("inside/masks.ts", "...protect(READ_ONLY),", "");

const byFilter: readonly Defence[] = [
  "an algorithm socket",
  "a socket to the hypervisor",
  "the session's keys",
  "a user namespace, then a mount",
  "a user namespace by clone",
  "a user namespace by clone3",
  "a ring of calls",
  ...(process.arch === "x64" ? ["an algorithm socket by way of 32 bits"] : []),
].map((attack) => ({
  name: `the filter, against ${attack}`,
  changes: [FILTER],
  ...call(attack),
}));

/** Refused twice: who has the capability meets the filter, and the other way round. */
const byBoth: readonly Defence[] = [
  call("a new kernel"),
  call("a program for the kernel"),
  call("the machine's counters"),
  call("a file by its handle"),
  call("a namespace to join"),
  call("a mount"),
  call("the kernel's log"),
  { suite, attack: "/proc/sys is not made writable again" },
  {
    suite,
    attack:
      "release_agent: no hierarchy of cgroups can be mounted, and none is there (CVE-2022-0492)",
  },
].map((where) => ({
  name: "the filter and the 14 capabilities",
  changes: [FILTER, CAPABILITIES],
  ...where,
}));

const SETUID =
  "no set-user-ID program gives more than the 14, and none anything where that is asked for";
const LIMITS = "a fork bomb and a memory hog end within their limits";

export const CONFINEMENT: readonly Defence[] = [
  ...byFilter,
  {
    name: "the filter, against faults of its own to handle",
    changes: [FILTER],
    suite,
    attack: "faults of its own to handle: refused, also with the capability that it takes",
  },
  ...byBoth,
  {
    name: "an init that stays gives up what its command has not",
    changes: [inSource("container/plan.ts", "...giveUpCapabilities(found),", "")],
    suite: "confine",
    attack: "an init that stays as PID 1 is confined as the command is",
  },
  ...["a device of the machine", "a disk"].map((attack) => ({
    name: "no other device can be used",
    changes: [DEVICES],
    ...call(attack),
  })),
  { name: "the 14 capabilities", changes: [CAPABILITIES], suite, attack: SETUID },
  {
    name: "no new privileges",
    changes: [
      inSource(
        "inside/confine.ts",
        "...(to.noNewPrivileges ? [prctl(PR.SET_NO_NEW_PRIVS, 1)] : []),",
        "",
      ),
    ],
    suite,
    attack: SETUID,
  },
  ...["sys/kernel/core_pattern", "sys/kernel/modprobe", "irq/default_smp_affinity", "sysrq-trigger"]
    .filter((file) => existsSync(`/proc/${file}`)) // not every kernel has them all
    .map((file) => ({
      name: "read-only paths",
      changes: [READ_ONLY],
      suite,
      attack: `/proc/${file} cannot be written to`,
    })),
  {
    name: "/sys is read-only",
    changes: [
      inSource("inside/dev.ts", '"/sys", "sysfs", UNSAFE | MS.RDONLY,', '"/sys", "sysfs", UNSAFE,'),
    ],
    suite,
    attack: "/sys and what the kernel shows of cgroups cannot be written to",
  },
  {
    name: "masked files",
    changes: [inSource("inside/masks.ts", "...withNull(maskFiles(FILES)),", "")],
    suite,
    attack: "what tells of the machine is empty: kcore, keys, interrupts, timers, firmware",
  },
  ...["pids.max", "memory.limit_in_bytes"].map((file) => ({
    name: `limits, ${file}`,
    changes: ["v1", "v2"].map((version) => withoutLimit(version, file)),
    suite,
    attack: LIMITS,
  })),
  {
    name: "a log has an end",
    changes: [
      inSource("container/conduct.ts", "maxSize = size(option, value)", "size(option, value)"),
    ],
    suite: "detached",
    attack:
      "a flooded log is rotated: files no larger than asked, no more than asked, the last lines there",
  },
];

/** Each version has a name of its own for the limit of memory. */
function withoutLimit(version: string, file: string): Change {
  const name = version === "v2" && file !== "pids.max" ? "memory.max" : file;
  return inSource(`host/cgroup/${version}.ts`, `set("${name}",`, `((..._: unknown[]) => {})("",`);
}
