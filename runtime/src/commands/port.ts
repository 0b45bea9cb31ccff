/** `mydocker port`: where a container's ports lead from. */
import { Command } from "commander";
import { connectionsOf } from "../container/connections.ts";
import { publishedAddresses } from "../container/publishedaddresses.ts";
import { find } from "../container/store.ts";
import { UserError } from "../kernel/errors.ts";
import { failing } from "./failing.ts";
import { parseWith } from "./parse.ts";
import { print } from "./print.ts";

const define = () =>
  new Command("mydocker port")
    .description("Show which ports of the machine lead to a container")
    .usage("CONTAINER [PORT[/tcp|/udp]]")
    .argument("<container>")
    .argument("[port]", "one of the container's")
    .allowExcessArguments(false)
    .helpOption("--help", "Print this help")
    .option("--json", "One JSON object a line, for programs");

/** Prints `80/tcp -> 0.0.0.0:8080`, or for one port only where it leads from. */
export const main = (argv: readonly string[]): Promise<number> =>
  parseWith(define(), argv, (command) =>
    failing(async () => {
      const [reference = "", port] = command.args;
      const { id, name } = find(reference);
      const all = publishedAddresses(connectionsOf(id));
      const wanted = port === undefined || port.includes("/") ? port : `${port}/tcp`;
      const shown = all.filter((one) => wanted === undefined || one.inside === wanted);
      if (wanted !== undefined && shown.length === 0) {
        throw new UserError(`container ${name} has no published port ${wanted}`);
      }
      if (command.opts().json) print(shown.map((one) => JSON.stringify(one)));
      else if (wanted !== undefined) print(shown.map(({ outside }) => outside));
      else print(shown.map(({ inside, outside }) => `${inside} -> ${outside}`));
      return 0;
    }),
  );
