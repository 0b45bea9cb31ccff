/** What passes too quickly to be seen, or takes too long to be waited for. */
import { contractOf } from "../../checks/src/harness/contract.ts";
import { askEnter } from "./contract/entering.ts";
import { askStop } from "./contract/stopping.ts";

/** Asks enterContainer and stopSteps. */
export const contract = contractOf([
  { id: "8.20", kind: "goal", file: "inside/enter.ts", name: "enterContainer", ask: askEnter },
  { id: "8.21", kind: "goal", file: "container/stopsteps.ts", name: "stopSteps", ask: askStop },
]);
