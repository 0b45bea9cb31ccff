/** `mydocker create`: a container that is started later. */
import { createContainer } from "../container/life.ts";
import { claimCidFile } from "./cidfile.ts";
import { parseWith } from "./parse.ts";
import { print } from "./print.ts";
import { defineCreation } from "./rundefinition.ts";
import { CREATE_OPTIONS, type RunOptions } from "./runoptions.ts";
import { describeRun } from "./runspec.ts";
import { notSupported } from "./unsupported.ts";

/** Makes it and prints its id. */
export const main = (argv: readonly string[]): Promise<number> =>
  parseWith(
    defineCreation("create", "Make a container, to be started later", CREATE_OPTIONS),
    argv,
    async (command) => {
      const options = command.opts<RunOptions>();
      const { spec, remembered } = await describeRun(options, command.args);
      const cidFile = claimCidFile(options.cidfile);
      try {
        cidFile.write(spec.id);
        print([(await createContainer(spec, remembered)).id]);
        return 0;
      } catch (error) {
        cidFile.abandon();
        throw error;
      }
    },
    notSupported,
  );
