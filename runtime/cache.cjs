/**
 * Runs commands of a bundle, one after the other, and keeps what V8 compiled for them:
 * `node cache.cjs DIRECTORY BUNDLE OUTPUT COMMANDS`, the last as JSON. Called by rehearse.mjs.
 */
"use strict";
const { readFileSync, writeFileSync } = require("node:fs");
const { join } = require("node:path");
const { Script } = require("node:vm");

const [node = "node", , directory = "", bundle = "", output = "", commands = "[]"] = process.argv;
const filename = join(directory, bundle);
const script = new Script(readFileSync(filename, "latin1"), { filename });
const left = JSON.parse(commands);

// A command ends the process by the addon's exit: here the next one begins instead.
const { dlopen } = process;
process.dlopen = (module, path) => {
  dlopen.call(process, module, path);
  module.exports = { ...module.exports, exit: next };
};

function next() {
  const command = left.shift();
  if (command === undefined) {
    writeFileSync(join(directory, output), script.createCachedData());
    process.exit();
  }
  process.argv = [node, join(directory, "start.cjs"), ...command];
  script.runInThisContext()(require);
}

next();
