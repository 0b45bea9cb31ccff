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

const [, , command = ""] = process.argv;
// Where every millisecond counts there is a smaller bundle (build.mjs).
const own = `${__dirname}/run.cjs`;
const bundle = command === "run" && existsSync(own) ? own : `${__dirname}/mydocker.cjs`;
// V8 compares no more of the source than its length: the name tells which build it is of.
const kept = `${bundle}.${statSync(bundle).mtimeMs}.${command.replace(/\W/g, "")}.code`;

const script = new Script(readFileSync(bundle, "latin1"), {
  filename: bundle,
  cachedData: read(kept),
});
const { MYDOCKER_KEEP_CODE: keeping } = process.env;
if (keeping) process.on("exit", keep);
script.runInThisContext()(require);

function read(path) {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}

/** Whole, since others may be reading it; where it cannot be written, it is not kept. */
function keep(status) {
  const missing = script.cachedDataRejected !== false;
  if (keeping !== "always" && (status !== 0 || !missing)) return;
  const fresh = `${kept}.${process.pid}`;
  try {
    writeFileSync(fresh, script.createCachedData(), { flag: "wx" });
    renameSync(fresh, kept);
  } catch {}
}
