/** A lesson's check file and the runner as one file, since loading many costs more than joining them. */
import { join } from "node:path";
import { PROJECT } from "./places.ts";

const bundles = new Map<string, Promise<string>>();

/** The program that runs a lesson's checks, as text; made once in the life of a process. */
export function bundleRunner(lesson: string): Promise<string> {
  const made = bundles.get(lesson) ?? bundle(lesson);
  bundles.set(lesson, made);
  return made;
}

async function bundle(lesson: string): Promise<string> {
  const { build } = await import("esbuild"); // not where the program was made before
  const contents = [
    `import { runChecks } from ${JSON.stringify(join(PROJECT, "checks/src/harness/runner.ts"))};`,
    `import ${JSON.stringify(join(lesson, "check.ts"))};`,
    "await runChecks(JSON.parse(process.argv[2]));",
  ].join("\n");
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: PROJECT, sourcefile: "checks.ts" },
    outfile: join(PROJECT, "checks.mjs"), // never written: the source map counts from there
    write: false,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    // Checks that are kept elsewhere have no path to here.
    alias: { "@mydocker/checks": join(PROJECT, "checks/src/harness/index.ts") },
    sourcemap: "inline",
    sourcesContent: false,
    logLevel: "silent",
  });
  return outputFiles[0]?.text ?? "";
}
