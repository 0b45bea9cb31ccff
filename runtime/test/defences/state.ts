/** What names and numbers mean, and what was remembered of processes. */
import { type Defence, inSource } from "./defence.ts";

const suite = "attacks/strings";

export const STATE: readonly Defence[] = [
  {
    name: "numbers of users have bounds",
    changes: [
      inSource("container/user.ts", "const MAX_ID = 2 ** 31 - 1;", "const MAX_ID = 2 ** 53;"),
    ],
    suite,
    attack: '-u "4294967296" is refused, or is nobody else',
  },
  {
    name: "a number is a number, whatever the image calls somebody",
    changes: [
      inSource(
        "container/user.ts",
        "uid === undefined ? e.name === who : e.uid === uid,",
        "e.name === who,",
      ),
    ],
    suite,
    attack: "a name of digits in the image's passwd is not taken for another number",
  },
  {
    name: "files of an image are read within bounds",
    changes: [
      inSource("host/rootfile.ts", "const LIMIT = 1024 * 1024;", "const LIMIT = 600 * 1024 ** 2;"),
    ],
    suite,
    attack: "a gigabyte of /etc/passwd in the image is not read whole",
  },
  {
    name: "names of volumes are names",
    changes: [
      inSource(
        "host/namedvolumes.ts",
        "const RULE = /^[a-zA-Z0-9][a-zA-Z0-9_.-]{1,254}$/;",
        "const RULE = /^/;",
      ),
    ],
    suite,
    attack: "the name of a volume stays in its directory",
  },
  {
    name: "names of images are names",
    changes: [
      inSource(
        "image/reference.ts",
        "if (!DOMAIN.test(domain) || !PATH.test(path)) throw invalid(text);",
        "",
      ),
    ],
    suite,
    attack: "the name of an image stays in its directory",
  },
  {
    name: "names of containers are names",
    changes: [
      inSource("container/names.ts", "if (!RULE.test(wanted)) {", "if (wanted === null) {"),
    ],
    suite,
    attack: "the name of a container stays in its directory",
  },
  {
    name: "a process is known by its start too",
    changes: [
      inSource(
        "host/process.ts",
        "return now?.startTime === startTime && now",
        "return now && now",
      ),
      inSource("container/state.ts", "now?.startTime === process.startTime &&", "now &&"),
    ],
    suite: "attacks/monitor",
    attack: "a recorded pid that another process has by now: that process is left alone",
  },
];
