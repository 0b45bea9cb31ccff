/** Mistakes in publishRules and admitRules. */
import type { Mutant } from "../../../checks/src/harness/mutant.ts";
import { slipsIn } from "./slips.ts";

const publishing = slipsIn("host/network/publish.ts", "publishRules");
const admitting = slipsIn("host/network/publish.ts", "admitRules");

/** `publish`, `admit` */
export const publish: readonly Mutant[] = [
  {
    name: "has the two ports of -p the wrong way round",
    replaces: "publish",
    body: publishing(["--dport ${hostPort}", "--dport ${containerPort}"]),
    check: "7.6",
    diagnosis: "not-published",
  },
  {
    name: "publishes every port by TCP, whatever follows the slash",
    replaces: "publish",
    body: publishing(["-p ${protocol} --dport ${hostPort}", "-p tcp --dport ${hostPort}"]),
    check: "7.6",
    diagnosis: "only-tcp",
  },
  {
    name: "lets packets from 127.0.0.1 go as they are",
    replaces: "publish",
    body: publishing(['["127.0.0.0/8", subnet.cidr]', "[subnet.cidr]"]),
    check: "7.7",
    diagnosis: "not-by-loopback",
  },
  {
    name: "publishes on all addresses, whatever is before the port",
    replaces: "publish",
    body: publishing(["hostIp === undefined", "hostIp !== subnet.gateway"]),
    check: "7.7",
    diagnosis: "published-to-all",
  },
  {
    name: "lets neighbours' packets go as they are",
    replaces: "publish",
    body: publishing(['["127.0.0.0/8", subnet.cidr]', '["127.0.0.0/8"]']),
    check: "7.8",
    diagnosis: "no-hairpin",
  },
  {
    name: "admits packets after all others were dropped",
    replaces: "admit",
    body: admitting(["-I ${own}", "-A ${own}"]),
    check: "7.6",
    diagnosis: "not-admitted",
  },
  {
    name: "admits whoever asks for the container's own address and port",
    replaces: "admit",
    body: admitting(["-m conntrack --ctstate DNAT ", ""]),
    check: "7.11",
    diagnosis: "past-the-port",
  },
  {
    name: "admits what comes from the bridge's own network only",
    replaces: "admit",
    body: admitting(["-d ${address}", "-s ${mapping.subnet.cidr} -d ${address}"]),
    check: "7.8",
    diagnosis: "no-way-across",
  },
];
