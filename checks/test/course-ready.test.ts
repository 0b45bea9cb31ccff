/** Installing the packages of a project that has none yet, by the real npm, without a network. */
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { suite } from "uvu";
import * as assert from "uvu/assert";

const test = suite<{ project: string }>("ready");

const START = fileURLToPath(new URL("../start", import.meta.url));

test.before.each((context) => {
  context.project = mkdtempSync(join(tmpdir(), "ready-test-"));
  cpSync(START, join(context.project, "checks/start"), { recursive: true });
  mkdirSync(join(context.project, "part"));
  const root = { name: "whole", version: "1.0.0", dependencies: { part: "file:part" } };
  const part = { name: "part", version: "1.0.0" };
  const packages = { "": root, "node_modules/part": { resolved: "part", link: true }, part };
  const lock = { name: "whole", version: "1.0.0", lockfileVersion: 3, packages };
  write(context.project, "package.json", root);
  write(context.project, "part/package.json", part);
  write(context.project, "package-lock.json", lock);
});
test.after.each(({ project }) => rmSync(project, { recursive: true, force: true }));

const write = (project: string, path: string, value: unknown) =>
  writeFileSync(join(project, path), JSON.stringify(value));

// Readers behind slow lines set a mirror there.
test("the global npmrc is heeded", ({ project }) => {
  const prefix = join(project, "prefix");
  mkdirSync(join(prefix, "etc"), { recursive: true });
  writeFileSync(join(prefix, "etc/npmrc"), `cache=${join(project, "npm-cache")}\n`);
  const script = 'import("./checks/start/ready.mjs").then((m) => m.installPackages())';
  const { status, stderr } = spawnSync(process.execPath, ["-e", script], {
    cwd: project,
    env: { PATH: process.env.PATH, HOME: project, PREFIX: prefix },
    encoding: "utf8",
  });
  assert.is(status, 0, stderr);
  assert.ok(existsSync(join(project, "node_modules/part/package.json")));
  assert.ok(existsSync(join(project, "npm-cache/_logs")), "npm read another npmrc");
});

test.run();
