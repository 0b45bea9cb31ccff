/**
 * Bundles mydocker: one CommonJS file, which Node starts faster than modules, and its source map.
 *
 * An overlay of sources comes first: `work/` mirrors `src/` and holds what a learner writes, a
 * mutant is one file of text. A relative import from either tree looks in the overlay before src/.
 */
import {
  copyFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { isBuiltin } from "node:module";
import { basename, dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { rehearse } from "./rehearse.mjs";

const HERE = dirname(fileURLToPath(import.meta.url));
const SOURCES = join(HERE, "src");
const NATIVE = join(HERE, "../native/build/Release");
const DEPENDENCIES = JSON.parse(readFileSync(join(HERE, "package.json"), "utf8")).dependencies;

/**
 * Builds into a directory: `mydocker`, which starts `mydocker.cjs` by way of `start.cjs`.
 *
 * @param {string} outdir
 * @param {string | ReadonlyMap<string, string>} [overlay] a directory, or texts by path below src/
 * @param {string} [native] where init and the addon will be
 * @returns {Promise<string>} the path of the executable
 * @throws esbuild's BuildFailure, whose `errors` have file, line and column
 */
export async function bundle(outdir, overlay, native) {
  await bundleProgram(join(outdir, "mydocker.cjs"), options(overlay, native));
  copyFileSync(join(HERE, "start.cjs"), join(outdir, "start.cjs"));
  const launcher = readFileSync(join(HERE, "bin/mydocker"), "utf8");
  writeFileSync(join(outdir, "mydocker"), launcher.replaceAll("../dist/", ""), { mode: 0o755 });
  return join(outdir, "mydocker");
}

/**
 * Builds the command in which every millisecond counts as a program of its own, `run.cjs`, and
 * keeps what V8 makes of it and of the whole; only speed depends on either.
 *
 * @param {string} outdir where bundle has built
 */
export async function quicken(outdir) {
  const own = options();
  const plugins = [only("run"), ...own.plugins];
  await bundleProgram(join(outdir, "run.cjs"), { ...own, plugins });
  await rehearse(join(outdir, "mydocker"), NATIVE);
}

/** V8's code for one build of a bundle, as start.cjs names it. */
const isKept = (name) => /\.cjs\.[\d.]+\.\w*\.code/.test(name);

async function bundleProgram(outfile, how) {
  await build({
    ...how,
    entryPoints: [join(SOURCES, "cli.ts")],
    outfile,
    charset: "ascii", // so that a byte is a character, and start.cjs need not decode
    supported: { "dynamic-import": false }, // a Script has none: a require by itself is lazy enough
    banner: { js: "(function (require) {" },
    footer: { js: "})" },
  });
  const old = readdirSync(dirname(outfile)).filter((name) => name.startsWith(basename(outfile)));
  for (const name of old.filter(isKept)) rmSync(join(dirname(outfile), name));
}

/** Builds the library, `index.cjs`, for programs that start containers by themselves. */
export async function bundleLibrary(outdir) {
  await build({
    ...options(),
    entryPoints: [join(SOURCES, "index.ts")],
    outfile: join(outdir, "index.cjs"),
  });
}

/**
 * Builds one module of the tree by itself, for those who want to call its functions.
 *
 * @param {string} outdir
 * @param {string} entry below src/
 * @param {string | ReadonlyMap<string, string>} [overlay] as for bundle
 * @returns {Promise<string>} the path of a CommonJS file
 */
export async function bundleModule(outdir, entry, overlay) {
  const outfile = join(outdir, entry.replace(/\.ts$/, ".cjs").replaceAll("/", "-"));
  await build({ ...options(overlay), entryPoints: [join(SOURCES, entry)], outfile });
  return outfile;
}

const options = (overlay, native = NATIVE) => ({
  bundle: true,
  platform: "node",
  format: "cjs",
  target: "node20",
  minifySyntax: true,
  minifyWhitespace: true,
  sourcemap: "external",
  sourcesContent: false,
  logLevel: "silent",
  define: { NATIVE_DIR: JSON.stringify(native) },
  plugins: [overlaid(overlay), lazyChildProcess],
});

/** Looks for sources in the overlay before src/. */
function overlaid(overlay) {
  const read =
    typeof overlay === "string"
      ? (path) => (existsSync(join(overlay, path)) ? join(overlay, path) : undefined)
      : (path) => (overlay?.has(path) ? join(SOURCES, path) : undefined);
  const inSources = (file) => {
    for (const tree of typeof overlay === "string" ? [overlay, SOURCES] : [SOURCES]) {
      const path = relative(resolve(tree), file);
      if (!path.startsWith("..")) return path;
    }
    return undefined;
  };
  return {
    name: "overlay",
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /.*/ }, ({ path, resolveDir, importer }) => {
        if (typeof overlay !== "object" || !overlay.has(relative(SOURCES, importer))) return;
        return refused(path, resolveDir);
      });
      onResolve({ filter: /^\.|^\// }, ({ path, resolveDir, kind }) => {
        const file = kind === "entry-point" ? path : resolve(resolveDir, path);
        const source = inSources(file);
        if (source === undefined) return undefined;
        return { path: read(source) ?? join(SOURCES, source) };
      });
      if (typeof overlay !== "object") return;
      onLoad({ filter: /\.ts$/ }, ({ path }) => {
        const contents = overlay.get(relative(SOURCES, path));
        return contents === undefined ? undefined : { contents, loader: "ts" };
      });
    },
  };
}

/**
 * Texts may be anybody's: what they import is a source, a module of Node's or a package of
 * runtime's own, and never another file of the machine.
 */
function refused(path, resolveDir) {
  if (isBuiltin(path)) return undefined;
  if (resolve(resolveDir, path) === join(HERE, "package.json")) return undefined;
  const name = /^(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? "";
  const allowed = /^[./]/.test(path)
    ? !relative(SOURCES, resolve(resolveDir, path)).startsWith("..")
    : Object.hasOwn(DEPENDENCIES, name) && !path.split("/").includes("..");
  return allowed ? undefined : { errors: [{ text: `"${path}" is not for mydocker to import` }] };
}

/** commander loads node:child_process for a feature that is not used here; that costs 3 ms. */
const lazyChildProcess = {
  name: "lazy child_process",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^node:child_process$/ }, ({ importer }) =>
      importer.includes("commander") ? { path: "child_process", namespace: "unused" } : undefined,
    );
    onLoad({ filter: /.*/, namespace: "unused" }, () => ({ contents: "module.exports = {};" }));
  },
};

/**
 * Leaves out the code of all commands but one: start.cjs takes the other bundle for those. So it does
 * for help and mistakes, which need a parser with all that it has to say: what would parse starts it.
 */
const only = (command) => ({
  name: "only",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^\.\/.*\.ts$/ }, ({ path, importer, kind }) => {
      const elsewhere =
        kind === "dynamic-import" &&
        (importer.endsWith("/cli.ts") || importer.endsWith("/commands/index.ts")) &&
        path !== `./${command}.ts`;
      if (path === `./${command}parsed.ts`) return { path, namespace: "begin again" };
      return elsewhere ? { path, namespace: "elsewhere" } : undefined;
    });
    onResolve({ filter: /^\.\/start\.cjs$/ }, ({ path }) => ({ path, external: true }));
    onLoad({ filter: /.*/, namespace: "elsewhere" }, () => ({ contents: "" }));
    onLoad({ filter: /.*/, namespace: "begin again" }, () => ({ contents: BEGIN_AGAIN }));
  },
});

/** A command's main, in place of the one that parses: the whole program, which ends the process. */
const BEGIN_AGAIN = `export function main() {
  require("./start.cjs")("mydocker.cjs");
  return new Promise(() => {});
}`;

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const outdir = join(HERE, "dist");
  await Promise.all([bundle(outdir), bundleLibrary(outdir)]);
  await quicken(outdir);
}
