/** Mistakes in freeAddress. */
import type { Mutant } from "../../../checks/src/harness/mutant.ts";
import { slipsIn } from "./slips.ts";

const slip = slipsIn("host/network/addresses.ts", "freeAddress");

/** `allocate` */
export const addresses: readonly Mutant[] = [
  {
    name: "begins with the network's own address",
    replaces: "allocate",
    body: slip(["range.first + 1n", "range.first"]),
    check: "7.1",
    diagnosis: "network-given",
  },
  {
    name: "gives the gateway's address out",
    replaces: "allocate",
    body: slip(["address !== range.gateway && ", ""]),
    check: "7.1",
    diagnosis: "gateway-given",
  },
  {
    name: "gives the highest address first",
    replaces: "allocate",
    body: `for (let address = range.last - 1n; address > range.first; address--) {
      if (address !== range.gateway && !taken.has(address)) return address;
    }
    return undefined;`,
    check: "7.1",
    diagnosis: "other-address",
  },
  {
    name: "gives the broadcast address, too",
    replaces: "allocate",
    body: slip(["address < range.last", "address <= range.last"]),
    check: "7.12",
    diagnosis: "broadcast-given",
  },
  {
    name: "counts the containers instead of looking which address is free",
    replaces: "allocate",
    body: `const address = range.first + 2n + BigInt(taken.size);
    return address < range.last ? address : undefined;`,
    check: "7.12",
    diagnosis: "not-reused",
  },
  {
    name: "goes on after the highest address that was given",
    replaces: "allocate",
    body: `const highest = [...taken].reduce((a, b) => (a > b ? a : b), range.gateway);
    return highest + 1n < range.last ? highest + 1n : undefined;`,
    check: "7.12",
    diagnosis: "never-released",
  },
  {
    name: "takes every network for a /24",
    replaces: "allocate",
    body: slip(["address < range.last", "address < range.first + 255n"]),
    check: "7.13",
    diagnosis: "beyond-end",
  },
];
