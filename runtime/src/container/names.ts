/** Names of containers, as docker has them. */
import { UserError } from "../kernel/errors.ts";

const RULE = /^[a-zA-Z0-9][a-zA-Z0-9_.-]{0,127}$/;

const MOODS = [
  "brave",
  "calm",
  "clever",
  "eager",
  "fair",
  "gentle",
  "happy",
  "keen",
  "kind",
  "lucid",
  "merry",
  "nimble",
  "proud",
  "quiet",
  "swift",
  "witty",
];
const BIRDS = [
  "avocet",
  "bunting",
  "crane",
  "dipper",
  "egret",
  "finch",
  "grebe",
  "heron",
  "ibis",
  "jay",
  "kestrel",
  "lark",
  "martin",
  "owl",
  "plover",
  "wren",
];

/**
 * A name that nobody has: the one that is wanted, or one by chance.
 *
 * @param taken ids by name
 * @throws UserError for a name that is taken, or is none
 */
export function chooseName(wanted: string | undefined, taken: ReadonlyMap<string, string>): string {
  if (wanted === undefined) return freeName(taken);
  if (!RULE.test(wanted)) {
    throw new UserError(
      `--name ${JSON.stringify(wanted)}: a name begins with a letter or digit, and goes on with those and _ . - (128 at most)`,
    );
  }
  const owner = taken.get(wanted);
  if (owner === undefined) return wanted;
  throw new UserError(
    `--name ${wanted} is taken by container ${owner.slice(0, 12)}: remove it with 'mydocker rm ${wanted}', or choose another`,
  );
}

function freeName(taken: ReadonlyMap<string, string>): string {
  const pick = (words: readonly string[]) => words[Math.floor(Math.random() * words.length)];
  for (let suffix = 0; ; suffix++) {
    const name = `${pick(MOODS)}_${pick(BIRDS)}${suffix < 10 ? "" : suffix}`;
    if (!taken.has(name)) return name;
  }
}
