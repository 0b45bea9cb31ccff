/** Where the names in an image, a volume or a container lead. */
import { type Defence, inSource } from "./defence.ts";

const suite = "attacks/links";
const LOOKED_AT = inSource("inside/masks.ts", 'fstatfs(slot("kernel"), magic),', "");
const LINKS_REFUSED = inSource("container/plan.ts", '...refuseLinks(["/proc", "/sys"]),', "");
const FOLLOWED = inSource(
  "inside/masks.ts",
  "O.PATH | O.DIRECTORY | O.NOFOLLOW | O.CLOEXEC",
  "O.PATH | O.DIRECTORY | O.CLOEXEC",
);
const LEFT = inSource(
  "inside/root.ts",
  'return [umount2(".", MNT.DETACH), chdir("/")];',
  'return [chdir("/")];',
);

export const LINKS: readonly Defence[] = [
  {
    name: "the null device is looked at",
    changes: [inSource("inside/masks.ts", 'fstat(slot("null"), S_IFCHR, NULL),', "")],
    suite,
    attack: "/dev/null is another file: nothing is masked with it (CVE-2025-31133)",
  },
  {
    name: "/proc is looked at",
    changes: [LOOKED_AT],
    suite,
    attack:
      "/proc is another directory: nothing is written there, and it is not masked (CVE-2019-19921)",
  },
  {
    name: "/sys is looked at",
    changes: [LOOKED_AT],
    suite,
    attack: "/sys is another directory: it is not masked",
  },
  ...["proc", "sys"].map((path) => ({
    name: `an image whose /${path} is a link is refused`,
    changes: [LINKS_REFUSED, FOLLOWED],
    suite,
    attack: `the image's /${path} is a link to the machine (CVE-2026-41579)`,
  })),
  {
    name: "devices are made once the machine is out of sight",
    changes: [
      inSource("container/plan.ts", "...leaveMachine(),\n", ""),
      inSource(
        "container/plan.ts",
        "...mountEtcFiles(etcFiles(c)),\n  ...showEtcFiles",
        "...leaveMachine(),\n  ...mountEtcFiles(etcFiles(c)),\n  ...showEtcFiles",
      ),
    ],
    suite,
    attack: "the image's /etc is a link, and volumes and devices go below it",
  },
  {
    name: "the machine is left before volumes get their places",
    changes: [LEFT],
    suite,
    attack: "a link in a volume leads to no file of the machine (CVE-2024-45310)",
  },
  {
    name: "the machine is left, whoever renames",
    changes: [LEFT],
    suite,
    attack: "a directory and a link are exchanged while containers start (CVE-2021-30465)",
  },
  {
    name: "cp resolves links within the root",
    changes: [
      inSource(
        "host/rootfile.ts",
        "RESOLVE.IN_ROOT | RESOLVE.NO_MAGICLINKS",
        "RESOLVE.NO_MAGICLINKS",
      ),
    ],
    suite: "cp",
    attack: "a link is copied as a link, with -L what it leads to; always within the root",
  },
];
