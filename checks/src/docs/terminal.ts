/** Types a transcript's commands into a real shell on a real terminal, and returns what it shows. */
import type { ChildProcessWithoutNullStreams } from "node:child_process";
import { setTimeout } from "node:timers/promises";
import { stripVTControlCharacters } from "node:util";
import { atPrompt, inputs, type Transcript } from "./markdown.ts";

/** The shell: no start-up files, no line editing, so that nothing but the commands shows. */
export const SHELL = "exec env 'PS1=# ' TERM=dumb HISTFILE= bash --norc --noprofile --noediting -i";

const PATIENCE = 20_000; // ms for one command
const LOOK = 10; // ms between two looks at the screen

/** A terminal with a shell on it. */
export interface Terminal {
  /** Types the commands one by one, each when a prompt waits, and returns the screen's text. */
  play(transcript: Transcript): Promise<string>;
  close(): void;
}

/** @param shell a process whose standard input and output are a terminal's, as script(1) relays */
export function terminal(shell: ChildProcessWithoutNullStreams): Terminal {
  let screen = "";
  shell.stdout.on("data", (chunk) => {
    screen += chunk;
  });
  const shown = () => stripVTControlCharacters(screen).replaceAll("\r", "");

  async function until(happened: () => boolean, command: string): Promise<void> {
    const deadline = Date.now() + PATIENCE * Number(process.env.MYDOCKER_TIME_SCALE ?? 1);
    while (!happened()) {
      if (Date.now() > deadline) throw new Error(`no prompt after ${command}; so far:\n${shown()}`);
      await setTimeout(LOOK);
    }
  }

  return {
    async play({ text }) {
      await until(() => atPrompt(shown()), "the start of the shell");
      screen = screen.slice(screen.lastIndexOf("\n") + 1);
      for (const command of inputs(text)) {
        const length = screen.length;
        shell.stdin.write(`${command}\n`);
        await until(() => screen.length > length, command); // its echo
        await until(() => atPrompt(shown()), command);
      }
      return shown().slice(0, shown().lastIndexOf("\n") + 1);
    },
    close: () => shell.stdin.end(),
  };
}

/** Both sides with what may differ masked. */
export const masked = ({ variable }: Transcript, text: string): string =>
  variable.reduce((masking, pattern) => masking.replace(pattern, "…"), text);
