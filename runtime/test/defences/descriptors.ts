/** What of the machine a process in a container could hold on to. */
import { type Defence, inSource } from "./defence.ts";

const suite = "attacks/descriptors";

const SEALED = {
  file: "native/clone.cc",
  from: "if (copied == path) return copy;",
  to: "return open(path.c_str(), O_RDONLY | O_CLOEXEC);",
};
const CLOSED = {
  file: "native/init.c",
  from: "if (!close_from(FIRST + names - 1)) return FAILED;",
  to: "",
};
const OVERWRITTEN = "what a process that joins executes cannot be overwritten (CVE-2019-5736)";

export const DESCRIPTORS: readonly Defence[] = [
  {
    name: "init is a copy in memory",
    changes: [SEALED],
    suite,
    attack: "the program of PID 1 cannot be written to (CVE-2019-5736)",
  },
  {
    name: "init is a copy in memory, also where it joins",
    changes: [SEALED],
    suite: "exec-attacks",
    attack: OVERWRITTEN,
  },
  {
    name: "the copy is sealed",
    changes: [
      { file: "native/clone.cc", from: "F_ADD_SEALS, seals", to: "F_ADD_SEALS, seals & 0" },
    ],
    suite: "exec-attacks",
    attack: OVERWRITTEN,
  },
  {
    name: "init lets go of all else that is open",
    changes: [CLOSED],
    suite,
    attack: "a descriptor of the machine that mydocker was started with is closed (CVE-2024-21626)",
  },
  {
    name: "init lets go of all else that is open, before it changes its directory",
    changes: [CLOSED],
    suite,
    attack: "the working directory /proc/self/fd/20 is not one of the machine's (CVE-2024-21626)",
  },
  {
    name: "namespaces are closed once they are joined",
    changes: [inSource("inside/enter.ts", ", close(slot(name))", "")],
    suite: "exec-attacks",
    attack: "a process that joins has nothing of the machine open",
  },
  {
    name: "who joins cannot be looked into",
    changes: [inSource("inside/enter.ts", "prctl(PR.SET_DUMPABLE, 0),", "")],
    suite: "exec-attacks",
    attack: "nobody inside can look into a process that joins (CVE-2016-9962)",
  },
  {
    name: "no capability is inheritable",
    changes: [
      {
        file: "native/init.c",
        from: "sets[0].inheritable = sets[1].inheritable = 0;",
        to: "",
      },
    ],
    suite,
    attack: "nothing is inheritable or ambient (CVE-2022-24769)",
  },
  {
    name: "the state is root's own",
    changes: [inSource("kernel/stateroot.ts", "mode: 0o700", "mode: 0o755")],
    suite,
    attack: "the state is nobody else's to read",
  },
  {
    name: "the monitor's socket is in the container's directory",
    changes: [
      {
        file: "native/clients.c",
        from: '.sun_path = "attach"}',
        to: '.sun_path = "\\0mydocker-attach"}',
      },
    ],
    suite: "attacks/monitor",
    attack: "nothing of the monitor is in sight of its container, whose network is the machine's",
  },
];
