/**
 * Starts the bundle beside it with the machine code that V8 kept of an earlier run: parsing and
 * compiling would be a third of the time that a container takes. V8 itself refuses a cache that is
 * not of this very bundle, engine and flags, and then compiles as usual.
 */
"use strict";
const { existsSync, readFileSync } = require("node:fs");
const { Script } = require("node:vm");

// Where every millisecond counts there is a smaller bundle (build.mjs).
const own = `${__dirname}/run.cjs`;
const bundle = process.argv[2] === "run" && existsSync(own) ? own : `${__dirname}/mydocker.cjs`;

function readCache() {
  try {
    return readFileSync(`${bundle}.${process.execArgv.length > 0 ? "quick" : "cache"}`);
  } catch {
    return undefined;
  }
}

const script = new Script(readFileSync(bundle, "latin1"), {
  filename: bundle,
  cachedData: readCache(),
});
script.runInThisContext()(require);
