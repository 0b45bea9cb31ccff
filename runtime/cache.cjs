/**
 * Runs a bundle once and keeps what V8 compiled for it: `node cache.cjs BUNDLE ARGUMENTS…`.
 * Called by build.mjs with a command that goes through everything a start needs.
 */
"use strict";
const { readFileSync, writeFileSync } = require("node:fs");
const { Script } = require("node:vm");

const [bundle = "", ...args] = process.argv.slice(2);
const script = new Script(readFileSync(bundle, "latin1"), { filename: bundle });
process.argv = [process.argv[0] ?? "node", bundle, ...args];
process.on("exit", () => writeFileSync(`${bundle}.cache`, script.createCachedData()));
script.runInThisContext()(require);
