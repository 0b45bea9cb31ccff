/**
 * mydocker's command line: finds the command, runs it, and says what went wrong.
 * The only place that ends the process.
 */
import { commands } from "./commands/index.ts";
import { printError } from "./commands/print.ts";
import { repair, repairConnections } from "./container/resources.ts";
import { EXIT, explain, UserError } from "./kernel/errors.ts";
import { native } from "./kernel/native.ts";

async function main(argv: readonly string[]): Promise<number> {
  const [name = "", ...rest] = argv;
  const entry = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!entry) return (await import("./commands/program.ts")).program(argv);
  await repair();
  await repairConnections();
  return (await entry.load()).main(rest);
}

async function fail(error: unknown): Promise<number> {
  printError(`mydocker: ${await explain(error)}`);
  return error instanceof UserError ? error.exitCode : EXIT.OWN;
}

main(process.argv.slice(2)).catch(fail).then(exit);

/** At once: what Node does at its end (freeing what the kernel frees) takes longer than a clone. */
function exit(code: number): void {
  process.emit("exit", code);
  native.exit(code);
}
