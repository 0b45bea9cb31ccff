/** What only an older kernel would show. */
import { contractOf } from "../../checks/src/harness/contract.ts";
import { askAttach } from "./contract/attaching.ts";

/** Asks attachVolumes. */
export const contract = contractOf([
  { id: "5.16", kind: "guard", file: "inside/volumes.ts", name: "attachVolumes", ask: askAttach },
]);
