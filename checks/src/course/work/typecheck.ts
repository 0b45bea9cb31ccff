/**
 * What the type checker says of the learner's files. It begins with the checks and works beside
 * them, so its answer is there when a check has failed and somebody wants to know more; of a
 * lesson that passes it is not asked.
 */
import { execFile } from "node:child_process";
import { join, relative } from "node:path";
import { PROJECT } from "../../harness/places.ts";
import { language } from "../../harness/text.ts";
import { REFERENCE } from "../generator/sources.ts";
import { WORK, type Work } from "./places.ts";
import { writeWhole } from "./whole.ts";

/** A type check that goes on. */
export interface TypeCheck {
  /** Its complaints about work/, one a line: `work/inside/proc.ts:14:3: error TS…`. */
  complaints(): Promise<string[]>;
  /** Nobody wants to know any more. */
  stop(): void;
}

/** Starts it. What it has learned of unchanged files is kept in work/.build. */
export function startTypeCheck(work: Work = WORK): TypeCheck {
  const config = join(work.build, "tsconfig.json");
  const path = (to: string) => relative(work.build, to);
  writeWhole(
    config,
    JSON.stringify({
      extends: path(join(PROJECT, "tsconfig.json")),
      compilerOptions: {
        rootDirs: [path(work.directory), path(REFERENCE)],
        incremental: true,
        tsBuildInfoFile: "types.json",
        pretty: false,
      },
      include: [path(work.directory)],
    }),
  );
  const tsc = join(PROJECT, "node_modules/typescript/bin/tsc");
  const locale = language() === "zh" ? ["--locale", "zh-cn"] : [];
  const child = execFile(process.execPath, [tsc, "-p", config, ...locale], { cwd: PROJECT });
  let output = "";
  child.stdout?.on("data", (text) => {
    output += text;
  });
  const ended = new Promise<void>((resolve) => child.on("close", () => resolve()));
  const own = `${relative(PROJECT, work.directory)}/`;
  return {
    async complaints() {
      await ended;
      return output
        .split("\n")
        .filter((line) => line.startsWith(own))
        .map(complaintOf);
    },
    stop: () => child.kill(),
  };
}

/** As people write places, and without all that a long type has. */
export const complaintOf = (line: string): string =>
  line.replace(/\((\d+),(\d+)\):/, ":$1:$2:").replace(/\{ ([^;{}]+;)[^{}]{60,} \}/g, "{ $1 … }");
