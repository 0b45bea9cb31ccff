/** Mistakes in outwardRules and isolationRules. */
import type { Mutant } from "../../../checks/src/harness/mutant.ts";
import { slipsIn } from "./slips.ts";

const nat = slipsIn("host/network/nat.ts", "outwardRules");
const isolation = slipsIn("host/network/isolation.ts", "isolationRules");

const ANSWERS = "    `-A ${own} -m conntrack --ctstate RELATED,ESTABLISHED ${why} -j ACCEPT`,\n";
const REFUSAL = "    `-A ${own} ${why} -j DROP`,\n";
const OUTWARD = "    `-A MYDOCKER-OUTWARD -i ${bridge} ${why} -j ACCEPT`,\n";

/** `nat`, `isolation` */
export const rules: readonly Mutant[] = [
  {
    name: "masquerades what leaves by eth0, as the article's machine calls it",
    replaces: "nat",
    body: nat(["! -o ${network.bridge}", "-o eth0"]),
    check: "7.4",
    diagnosis: "no-masquerade",
  },
  {
    name: "masquerades everything that passes",
    replaces: "nat",
    body: nat(["-s ${cidr} ! -o ${network.bridge} ", "${cidr && ''}"]),
    check: "7.6",
    diagnosis: "source-changed",
  },
  {
    name: "does not say whose rule it is",
    replaces: "nat",
    body: nat(["${remark(network)} ", "${remark(network).slice(999)}"]),
    check: "7.14",
    diagnosis: "rules-left",
  },
  {
    name: "drops the answers to its own containers' questions",
    replaces: "isolation",
    body: isolation([ANSWERS, ""]),
    check: "7.4",
    diagnosis: "replies-dropped",
  },
  {
    name: "drops first, and accepts answers afterwards",
    replaces: "isolation",
    body: isolation([REFUSAL, ""], [ANSWERS, `${REFUSAL}${ANSWERS}`]),
    check: "7.5",
    diagnosis: "replies-dropped",
  },
  {
    name: "relies on the machine's own policy for forwarding",
    replaces: "isolation",
    body: isolation([OUTWARD, ""]),
    check: "7.5",
    diagnosis: "forward-dropped",
  },
  {
    name: "accepts what comes from any bridge before it asks where it goes",
    replaces: "isolation",
    body: isolation(
      [OUTWARD, ""],
      ["...(internal", "`-I MYDOCKER-ISOLATION -i ${bridge} ${why} -j ACCEPT`,\n    ...(internal"],
    ),
    check: "7.9",
    diagnosis: "not-isolated",
  },
  {
    name: "keeps other networks out, but for datagrams",
    replaces: "isolation",
    body: isolation([REFUSAL, "    `-A ${own} ! -p udp ${why} -j DROP`,\n"]),
    check: "7.9",
    diagnosis: "udp-through",
  },
  {
    name: "takes the missing default route for a wall",
    replaces: "isolation",
    body: isolation(["...(internal ?", "...(internal && !why ?"]),
    check: "7.10",
    diagnosis: "way-out",
  },
  {
    name: "puts an internal network's wall behind the rules of older networks",
    replaces: "isolation",
    body: isolation(["-I MYDOCKER-ISOLATION -i", "-A MYDOCKER-ISOLATION -i"]),
    check: "7.10",
    diagnosis: "way-across",
  },
  {
    name: "closes a network to other bridges of ours, and to nobody else",
    replaces: "isolation",
    body: isolation([REFUSAL, "    `-A ${own} -i br-+ ${why} -j DROP`,\n"]),
    check: "7.11",
    diagnosis: "open-to-all",
  },
];
