/**
 * Starts the bundle beside it with the machine code that V8 kept of an earlier run: parsing and
 * compiling would be a third of the time that a container takes. V8 itself refuses a cache that is
 * not of this very bundle, engine and flags, and then compiles as usual.
 */
"use strict";
const { existsSync, readFileSync } = require("node:fs");
const { Script } = require("node:vm");

module.exports = start;

// Where every millisecond counts there is a smaller bundle (build.mjs).
const own = process.argv[2] === "run" && existsSync(`${__dirname}/run.cjs`);
start(own ? "run.cjs" : "mydocker.cjs");

/** The smaller one calls it again, with the whole, for what it was made without. */
function start(name) {
  const bundle = `${__dirname}/${name}`;
  const source = readFileSync(bundle, "latin1");
  const script = new Script(source, { filename: bundle, cachedData: readCache(bundle) });
  script.runInThisContext()(require);
}

function readCache(bundle) {
  try {
    return readFileSync(`${bundle}.${process.execArgv.length > 0 ? "quick" : "cache"}`);
  } catch {
    return undefined;
  }
}
