/** `mydocker completion`: what a shell needs to complete our command lines. */
import { Command } from "commander";
import { UserError } from "../kernel/errors.ts";
import { parseWith } from "./parse.ts";
import { print } from "./print.ts";

/** Both ask `mydocker complete`, which knows; where it knows nothing, files are meant. */
const SCRIPTS: Readonly<Record<string, string>> = {
  bash: `_mydocker() {
  local IFS=$'\\n'
  COMPREPLY=($(mydocker complete "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null))
}
complete -o default -F _mydocker mydocker`,
  zsh: `#compdef mydocker
_mydocker() {
  local -a found
  found=("\${(@f)$(mydocker complete "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  if [[ -n "$found[1]" ]]; then compadd -a found; else _files; fi
}
compdef _mydocker mydocker`,
};

const define = () =>
  new Command("mydocker completion")
    .description("Print what makes a shell complete mydocker's command lines")
    .usage("bash|zsh")
    .argument("<shell>", "bash or zsh")
    .allowExcessArguments(false)
    .helpOption("--help", "Print this help")
    .addHelpText(
      "after",
      "\nbash: source <(mydocker completion bash)\nzsh:  source <(mydocker completion zsh)",
    );

/** Prints it. */
export const main = (argv: readonly string[]): Promise<number> =>
  parseWith(define(), argv, async ({ args: [shell = ""] }) => {
    const script = Object.hasOwn(SCRIPTS, shell) ? SCRIPTS[shell] : undefined;
    if (script === undefined) {
      throw new UserError(`completion ${JSON.stringify(shell)}: bash and zsh are possible`);
    }
    print([script]);
    return 0;
  });
