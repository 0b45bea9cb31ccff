/** The defences, each as the one change that takes it out, and the attack that must then succeed. */

/** A defence. */
export interface Defence {
  readonly name: string;
  /** Below src/. */
  readonly file: string;
  readonly from: string;
  readonly to: string;
  /** The attack's file, without .test.ts, and its title. */
  readonly suite: string;
  readonly attack: string;
}

const everywhere = "refused, as root, as nobody, and as root of a user namespace";
const call = (attack: string) => ({ suite: "kernel", attack: `${attack}: ${everywhere}` });

const FILTER = {
  file: "inside/confine.ts",
  from: "...(to.filter ? filterCalls(to.filter) : []),",
  to: "...(to.filter ? filterCalls(to.filter).slice(1) : []),",
};
const DEVICES = {
  file: "container/resources.ts",
  from: "if (!securityOf(spec).fewDevices) return made;",
  to: "if (spec) return made;",
};
const MASKS = "inside/masks.ts";

/** In the order of the attacks' files. */
export const DEFENCES: readonly Defence[] = [
  ...[
    "an algorithm socket",
    "a socket to the hypervisor",
    "the session's keys",
    "a user namespace, then a mount",
    "a user namespace by clone",
    "a user namespace by clone3",
    "a ring of calls",
  ].map((attack) => ({ name: `the filter, against ${attack}`, ...FILTER, ...call(attack) })),
  {
    name: "the filter, against faults of its own to handle",
    ...FILTER,
    suite: "kernel",
    attack: "faults of its own to handle: refused, also with the capability that it takes",
  },
  {
    name: "no other device can be used, character devices",
    ...DEVICES,
    ...call("a device of the machine"),
  },
  {
    name: "no other device can be used, disks",
    ...DEVICES,
    ...call("a disk"),
  },
  {
    name: "the 14 capabilities",
    file: "inside/confine.ts",
    from: "...(to.capabilities ? limitCapabilities(",
    to: "...(to.capabilities?.length === 0 ? limitCapabilities(",
    suite: "kernel",
    attack:
      "no set-user-ID program gives more than the 14, and none anything where that is asked for",
  },
  {
    name: "no new privileges",
    file: "inside/confine.ts",
    from: "...(to.noNewPrivileges ? [prctl(PR.SET_NO_NEW_PRIVS, 1)] : []),",
    to: "",
    suite: "kernel",
    attack:
      "no set-user-ID program gives more than the 14, and none anything where that is asked for",
  },
  ...["sys/kernel/core_pattern", "irq/default_smp_affinity"].map((file) => ({
    name: `read-only paths, against /proc/${file}`,
    file: MASKS,
    from: "...protect(READ_ONLY),",
    to: "",
    suite: "kernel",
    attack: `/proc/${file} cannot be written to`,
  })),
  {
    name: "masked files",
    file: MASKS,
    from: "...withNull(maskFiles(FILES)),",
    to: "",
    suite: "kernel",
    attack: "what tells of the machine is empty: kcore, keys, interrupts, timers, firmware",
  },
  {
    name: "the null device is looked at",
    file: MASKS,
    from: 'fstat(slot("null"), S_IFCHR, NULL),',
    to: "",
    suite: "links",
    attack: "/dev/null is another file: nothing is masked with it (CVE-2025-31133)",
  },
  {
    name: "/proc is looked at",
    file: MASKS,
    from: 'fstatfs(slot("kernel"), magic),',
    to: "",
    suite: "links",
    attack:
      "/proc is another directory: nothing is written there, and it is not masked (CVE-2019-19921)",
  },
  {
    name: "/sys is looked at",
    file: MASKS,
    from: 'fstatfs(slot("kernel"), magic),',
    to: "",
    suite: "links",
    attack: "/sys is another directory: it is not masked",
  },
  {
    name: "an image whose /proc is a link is refused",
    file: "container/plan.ts",
    from: '...refuseLinks(["/proc", "/sys"]),',
    to: "",
    suite: "links",
    attack: "the image's /proc is a link to the machine (CVE-2026-41579)",
  },
  {
    name: "numbers of users have bounds",
    file: "container/user.ts",
    from: "const MAX_ID = 2 ** 31 - 1;",
    to: "const MAX_ID = 2 ** 53;",
    suite: "strings",
    attack: '-u "4294967296" is refused, or is nobody else',
  },
  {
    name: "names of volumes are names",
    file: "host/namedvolumes.ts",
    from: "const RULE = /^[a-zA-Z0-9][a-zA-Z0-9_.-]{1,254}$/;",
    to: "const RULE = /^/;",
    suite: "strings",
    attack: "the name of a volume stays in its directory",
  },
  {
    name: "the state is root's own",
    file: "kernel/stateroot.ts",
    from: "mode: 0o700",
    to: "mode: 0o755",
    suite: "descriptors",
    attack: "the state is nobody else's to read",
  },
];
