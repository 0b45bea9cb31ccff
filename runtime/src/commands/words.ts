/**
 * The words of a command line before they reach the parser: the Go-style options of the articles,
 * and a short way for those that need no parser at all.
 */

/** An option as far as its words go: commander's own options are such. */
export interface Known {
  readonly long?: string | undefined;
  readonly short?: string | undefined;
  /** Whether a value follows. */
  readonly required: boolean;
  /** Whether one may. */
  readonly optional?: boolean;
}

/** An option as data: its flags as commander reads them, what it is for, and how values add up. */
export type OptionRow = readonly [
  flags: string,
  description: string,
  append?: (value: string, before?: string[]) => string[],
];

/** A command line that needed no parser. */
export interface Plain {
  /** By commander's names. */
  readonly options: Readonly<Record<string, unknown>>;
  /** What follows the options. */
  readonly words: readonly string[];
}

/**
 * Reads a command line as commander would, where nothing about it is in doubt: known options, their
 * values, and words after them. Loading commander and telling it every option takes as long as
 * making a container's namespaces.
 *
 * @returns undefined where a parser has to look: help, an unknown option, a missing value or word
 */
export function readPlain(rows: readonly OptionRow[], argv: readonly string[]): Plain | undefined {
  const known = rows.map(readFlags);
  const options: Record<string, unknown> = {};
  const normal = normalise(argv, known);
  let at = 0;
  for (; /^-./.test(normal[at] ?? ""); at++) {
    for (const [flag, attached] of spell(normal[at] ?? "", known)) {
      const option = known.find(({ long, short }) => flag === long || flag === short);
      if (!option || (attached !== undefined && !option.required)) return undefined;
      const value = attached ?? (option.required ? normal[++at] : true);
      if (value === undefined) return undefined;
      const { name, append } = option;
      options[name] = append ? append(`${value}`, options[name] as string[]) : value;
    }
  }
  const words = normal.slice(at);
  return words.length > 0 ? { options, words } : undefined;
}

/** `--name=x` as [--name, x]; `-itm10m` as [-i], [-t], [-m, 10m]. */
function spell(word: string, known: readonly Known[]): [flag: string, attached?: string][] {
  if (word.startsWith("--")) {
    const end = word.indexOf("=");
    return end === -1 ? [[word]] : [[word.slice(0, end), word.slice(end + 1)]];
  }
  const flags: [string, string?][] = [];
  for (let i = 1; i < word.length; i++) {
    const flag = `-${word[i]}`;
    const takesValue = known.find(({ short }) => short === flag)?.required;
    if (takesValue && i + 1 < word.length) return [...flags, [flag, word.slice(i + 1)]];
    flags.push([flag]);
  }
  return flags;
}

/** `-e, --env-file <file>`: its two flags, commander's name for it (envFile), and if it has a value. */
function readFlags([flags, , append]: OptionRow) {
  const [, short, long = "", value] = /^(?:(-\w), )?(--[\w-]+)( <.+>)?$/.exec(flags) ?? [];
  const name = long.slice(2).replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
  return { short, long, required: value !== undefined, name, append };
}

/**
 * Go's flag package writes long options with one dash (`-rootfs=DIR`, `-mem 100m`): gives them
 * their second one. Stops where the options stop, since what follows is the container's command.
 */
export function normalise(argv: readonly string[], options: readonly Known[]): string[] {
  const find = (flag: string) => options.find(({ long, short }) => long === flag || short === flag);
  const out: string[] = [];
  for (let i = 0; i < argv.length; i++) {
    const word = argv[i] ?? "";
    if (word === "--" || word === "-" || !word.startsWith("-")) return [...out, ...argv.slice(i)];
    const flag = longForm(word, find);
    // Without the value commander can tell what was meant: --roofts=/x.
    out.push(...(isUnknown(flag, find) ? flag.split("=", 1) : asTold(flag, find)));
    const value = argv[i + 1];
    if (takesNextWord(flag, find) && value !== undefined) {
      out.push(value);
      i++;
    }
  }
  return out;
}

/** Go's `--rm=true` is `--rm`, and `--rm=false` is nothing. */
function asTold(flag: string, find: Find): string[] {
  const [, name = "", value = ""] = /^(--[\w-]+|-\w)=(true|false|1|0)$/.exec(flag) ?? [];
  const option = find(name);
  if (!option || option.required || option.optional) return [flag];
  return value === "true" || value === "1" ? [name] : [];
}

type Find = (flag: string) => Known | undefined;

function longForm(word: string, find: Find): string {
  if (/^-\w=/.test(word) && find(word.slice(0, 2))?.required) return word.replace("=", ""); // -f=x
  const [name = ""] = word.split("=", 1);
  const alias = ALIASES[name.replace(/^--?/, "")];
  if (alias && name.length > 2) return alias + word.slice(name.length);
  return name.length > 2 && !word.startsWith("--") && find(`-${name}`) ? `-${word}` : word;
}

/** The articles' other names for docker's options. */
const ALIASES: Readonly<Record<string, string>> = {
  mem: "--memory",
  cpushare: "--cpu-shares",
  cpuset: "--cpuset-cpus",
  net: "--network",
  "net-alias": "--network-alias",
  "dns-opt": "--dns-option",
};

const isUnknown = (flag: string, find: Find) =>
  flag.startsWith("--") && !find(flag.split("=", 1)[0] ?? "");

/** `--name VALUE`, `-e VALUE`, and `-itv VALUE`, whose last letter decides. */
function takesNextWord(flag: string, find: Find): boolean {
  if (flag.includes("=")) return false;
  if (flag.startsWith("--")) return find(flag)?.required === true;
  const letters = [...flag.slice(1)].map((letter) => find(`-${letter}`));
  const first = letters.findIndex((option) => option?.required);
  return first !== -1 && first === letters.length - 1;
}
