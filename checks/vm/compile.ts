/**
 * Compiles, outside, all that the usual command runs inside, since a compiler is the slowest thing
 * that one can run on an emulated processor: guest/checks.ts with every lesson's checks, and the
 * contract tests of cgroups, into .cache/vm/compiled.
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import { build, type Plugin } from "esbuild";
import { refuser } from "../../native/test/refuse.ts";
import { lessons } from "../src/course/catalogue.ts";
import { bundleRunner } from "../src/harness/bundle.ts";
import { PROJECT } from "../src/harness/places.ts";

import "./fixtures.ts";

const OUTPUT = join(PROJECT, ".cache/vm/compiled");

/** Tests whose outcome depends on the machine's version of cgroups, or on its kernel. */
const SUITES = /^(?:cgroup.*|olderkernel)\.test\.ts$/;

/** Sources find each other's files by their own place, which is not the bundle's. */
const ownPlaces: Plugin = {
  name: "own places",
  setup({ onLoad }) {
    onLoad({ filter: /\.ts$/ }, ({ path }) => ({
      contents: readFileSync(path, "utf8").replaceAll(
        "import.meta.url",
        JSON.stringify(pathToFileURL(path).href),
      ),
      loader: "ts",
    }));
  },
};

/** A program as one file, with the packages of npm left outside. */
async function compile(contents: string, name: string): Promise<string> {
  const outfile = join(OUTPUT, name);
  await build({
    stdin: { contents, resolveDir: PROJECT, loader: "ts" },
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    packages: "external",
    sourcemap: "inline",
    sourcesContent: false,
    logLevel: "warning",
    plugins: [ownPlaces],
  });
  return outfile;
}

async function compileSuites(): Promise<string[]> {
  const directory = join(PROJECT, "runtime/test");
  const names = readdirSync(directory).filter((name) => SUITES.test(name));
  return Promise.all(
    names.map((name) =>
      compile(`import ${JSON.stringify(join(directory, name))};`, name.replace(/\.ts$/, ".mjs")),
    ),
  );
}

async function packLesson(directory: string): Promise<string> {
  const program = join(OUTPUT, `${basename(directory)}.mjs`);
  writeFileSync(program, await bundleRunner(directory));
  return program;
}

rmSync(OUTPUT, { recursive: true, force: true });
mkdirSync(OUTPUT, { recursive: true });
refuser();
const suites = await compileSuites();
const imports = ['import { checkAll } from "./checks/vm/guest/checks.ts";'];
const packed: string[] = [];
for (const { number, directory } of lessons()) {
  imports.push(
    `import { texts as texts${number} } from ${JSON.stringify(`${directory}/texts.ts`)};`,
  );
  const [lesson, program] = [directory, await packLesson(directory)].map((path) =>
    JSON.stringify(path),
  );
  packed.push(`{ lesson: ${lesson}, texts: texts${number}, program: ${program} }`);
}
const mydocker = join(PROJECT, "runtime/dist/mydocker");
const everything = `{
  mydocker: ${JSON.stringify(mydocker)},
  suites: ${JSON.stringify(suites)},
  lessons: [${packed.join(", ")}],
}`;
await compile(
  [...imports, `process.exit(await checkAll(${everything}));`].join("\n"),
  "checks.mjs",
);
