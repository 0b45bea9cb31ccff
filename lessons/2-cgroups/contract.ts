/**
 * What no single machine can show: a machine has one version of cgroups, and the learner writes for
 * both. So the learner's functions are asked what they would write. Nothing here starts a container,
 * and nothing is for implementations other than the learner's own sources.
 */
import { contractOf, type Party } from "../../checks/src/harness/contract.ts";
import { askJoin } from "./contract/joining.ts";
import { askSettings } from "./contract/settings.ts";

const parties: readonly Party[] = [
  {
    id: "2.14",
    kind: "goal",
    file: "host/cgroup/v1.ts",
    name: "settingsV1",
    ask: askSettings("v1"),
  },
  {
    id: "2.15",
    kind: "goal",
    file: "host/cgroup/v2.ts",
    name: "settingsV2",
    ask: askSettings("v2"),
  },
  { id: "2.16", kind: "goal", file: "inside/cgroup.ts", name: "joinCgroup", ask: askJoin },
];

/** Asks each function. */
export const contract = contractOf(parties);
