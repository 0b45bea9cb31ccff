/**
 * How much a layer may make, so that a small file cannot fill the machine: a bomb of zeros is a
 * thousand times as large as its gzip stream, a bomb of names takes an inode for each 512 zeros.
 */
import { UserError } from "../../kernel/errors.ts";
import { refuse } from "../tar/refusal.ts";

const MOST_NAMES = 500_000; // the largest layers of real images have about half of that
const ALWAYS_FINE = 1024 ** 3; // bytes
const MOST_RATIO = 200; // of unpacked to packed; real layers stay below 20

/** What a layer may make. */
export interface Budget {
  readonly names: number;
  /** Bytes of file content, holes included. */
  readonly bytes: number;
}

/**
 * The budget of a layer whose blob has `size` bytes. MYDOCKER_LAYER_NAMES and MYDOCKER_LAYER_BYTES
 * raise it for who trusts an image.
 *
 * @throws UserError when one of them is no number
 */
export function budgetFor(size: number): Budget {
  return {
    names: fromEnvironment("MYDOCKER_LAYER_NAMES") ?? MOST_NAMES,
    bytes: fromEnvironment("MYDOCKER_LAYER_BYTES") ?? Math.max(ALWAYS_FINE, MOST_RATIO * size),
  };
}

function fromEnvironment(name: string): number | undefined {
  const value = process.env[name];
  if (value === undefined || value === "") return undefined;
  if (/^[0-9]{1,15}$/.test(value)) return Number(value);
  throw new UserError(`${name}=${JSON.stringify(value)} must be a whole number`);
}

/** Counts what is made. */
export interface Account {
  /** @throws Refusal that names the entry with which it is too much */
  add(name: string, bytes: number): void;
  readonly spent: () => Budget;
}

/** An empty account. */
export function openAccount(budget: Budget): Account {
  let names = 0;
  let bytes = 0;
  return {
    add(name, more) {
      names += 1;
      bytes += more;
      if (names > budget.names) {
        refuse(name, `is one name too many (MYDOCKER_LAYER_NAMES=${budget.names} is the limit)`);
      }
      if (bytes > budget.bytes) {
        refuse(
          name,
          `makes the layer too large (MYDOCKER_LAYER_BYTES=${budget.bytes} is the limit)`,
        );
      }
    },
    spent: () => ({ names, bytes }),
  };
}
