/**
 * Starts the bundle beside it with the code that V8 kept of an earlier run of the same command:
 * parsing and compiling would be a third of the time that a container takes. V8 itself refuses code
 * of another engine or of other flags, and then compiles as usual.
 *
 * MYDOCKER_KEEP_CODE says who is to keep it: `missing`, a command for which none is there; `always`,
 * every command, so that all that was ever called is in it. Without, nothing is written.
 */
"use strict";
const { existsSync, readFileSync, renameSync, statSync, writeFileSync } = require("node:fs");
const { Script } = require("node:vm");

module.exports = start;

const [, , command = ""] = process.argv;
const { MYDOCKER_KEEP_CODE: keeping } = process.env;
// Where every millisecond counts there is a smaller bundle (build.mjs).
start(command === "run" && existsSync(`${__dirname}/run.cjs`) ? "run.cjs" : "mydocker.cjs");

/** The smaller one calls it again, with the whole, for what it was made without. */
function start(name) {
  const bundle = `${__dirname}/${name}`;
  // V8 compares no more of the source than its length: the name tells which build it is of.
  const kept = `${bundle}.${statSync(bundle).mtimeMs}.${command.replace(/\W/g, "")}.code`;
  const source = readFileSync(bundle, "latin1");
  const script = new Script(source, { filename: bundle, cachedData: read(kept) });
  if (keeping) process.on("exit", (status) => keep(script, kept, status));
  script.runInThisContext()(require);
}

function read(path) {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}

/** Whole, since others may be reading it; where it cannot be written, it is not kept. */
function keep(script, kept, status) {
  const missing = script.cachedDataRejected !== false;
  if (keeping !== "always" && (status !== 0 || !missing)) return;
  const fresh = `${kept}.${process.pid}`;
  try {
    writeFileSync(fresh, script.createCachedData(), { flag: "wx" });
    renameSync(fresh, kept);
  } catch {}
}
