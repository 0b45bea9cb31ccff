/** Command lines: commander's parser, docker's manners, and the Go-style options of the articles. */
import { type Command, CommanderError, type Option } from "commander";
import { EXIT, UserError } from "../kernel/errors.ts";

/**
 * Parses `argv` and runs the command's action.
 *
 * @returns the action's exit code; 0 after help or the version
 * @throws UserError for a command line that cannot be understood
 */
export async function parseWith(
  command: Command,
  argv: readonly string[],
  action: (command: Command) => Promise<number>,
): Promise<number> {
  command.exitOverride().configureOutput({ outputError: () => {} });
  for (const child of command.commands) child.copyInheritedSettings(command);
  try {
    command.parse(normalise(argv, command.options), { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return 0;
    throw new UserError(oneLine(error.message, command), EXIT.OWN);
  }
  return action(command);
}

/** commander says "error: …\n(Did you mean …?)"; ours is one line with the way to the help. */
function oneLine(message: string, command: Command): string {
  const [what = "", suggestion] = message.replace(/^error: /, "").split("\n");
  const meant = suggestion ? `; ${suggestion.replace(/^\((.*)\)$/, "$1").toLowerCase()}` : "";
  return `${what}${meant} (see '${command.name()} --help')`;
}

/**
 * Go's flag package writes long options with one dash (`-rootfs=DIR`, `-mem 100m`): gives them
 * their second one. Stops where the options stop, since what follows is the container's command.
 */
export function normalise(argv: readonly string[], options: readonly Option[]): string[] {
  const find = (flag: string) => options.find(({ long, short }) => long === flag || short === flag);
  const out: string[] = [];
  for (let i = 0; i < argv.length; i++) {
    const word = argv[i] ?? "";
    if (word === "--" || word === "-" || !word.startsWith("-")) return [...out, ...argv.slice(i)];
    const flag = longForm(word, find);
    // Without the value commander can tell what was meant: --roofts=/x.
    out.push(...(isUnknown(flag, find) ? flag.split("=", 1) : [flag]));
    const value = argv[i + 1];
    if (takesNextWord(flag, find) && value !== undefined) {
      out.push(value);
      i++;
    }
  }
  return out;
}

type Find = (flag: string) => Option | undefined;

function longForm(word: string, find: Find): string {
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
