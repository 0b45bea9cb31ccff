/** Where a command runs, for every kind of host; and whether Vagrant understands the Vagrantfile. */
import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { decide } from "../vm/dispatch.mjs";
import { inside } from "../vm/vagrant.mjs";

const test = suite("Vagrant");

type Facts = Parameters<typeof decide>[1];

const LINUX: Facts = { platform: "linux", root: true, vagrant: false, up: [] };
const USER: Facts = { ...LINUX, root: false };
const MAC: Facts = { platform: "darwin", root: false, vagrant: true, up: [] };
const BOTH = ["ubuntu", "centos"] as const;

/** `here lesson 3`, `centos lesson 3`, or the English text of what to do. */
function decided(line: string, facts: Facts): string {
  const decision = decide(line.split(" "), facts);
  if (decision.place === "nowhere") return decision.why.en;
  const where = decision.place === "here" ? "here" : decision.machine;
  return [where, ...decision.words].join(" ");
}

test("root on Linux runs it here, whatever else is up", () => {
  assert.is(decided("lesson 3", LINUX), "here lesson 3");
  assert.is(decided("lesson 3", { ...LINUX, vagrant: true, up: BOTH }), "here lesson 3");
  assert.is(decided("lesson 3 on here", LINUX), "here lesson 3");
});

test("everybody else runs it in the machine that is up, the usual one first", () => {
  for (const host of [MAC, { ...USER, vagrant: true }]) {
    assert.is(decided("lesson 3", { ...host, up: BOTH }), "ubuntu lesson 3");
    assert.is(decided("lesson 3", { ...host, up: ["centos"] }), "centos lesson 3");
  }
});

test("`on centos` chooses the other, in any place but the end of a tried command line", () => {
  const host = { ...MAC, up: BOTH };
  assert.is(decided("lesson 3 on centos", host), "centos lesson 3");
  assert.is(decided("lesson on centos 3 watch", host), "centos lesson 3 watch");
  assert.is(
    decided("lesson 3 on centos", { ...LINUX, vagrant: true, up: BOTH }),
    "centos lesson 3",
  );
  assert.is(decided("try on centos run / echo on here", host), "centos try run / echo on here");
  assert.is(decided("try run / echo on here", host), "ubuntu try run / echo on here");
});

test("where no machine is up, it says what to type", () => {
  const run = (line: string) => `Run:\n  ${line}`;
  assert.match(decided("lesson 3", MAC), run("vagrant up && npm run lesson 3"));
  const centos = run("vagrant up centos && npm run lesson 3 on centos");
  assert.match(decided("lesson 3 on centos", { ...MAC, up: ["ubuntu"] }), centos);
  const tried = run("vagrant up centos && npm run try -- on centos run -it / sh");
  assert.match(decided("try on centos run -it / sh", MAC), tried);
  assert.match(decided("lesson 3", { ...MAC, vagrant: false }), "Install Vagrant");
});

test("Linux without root has the choice, unless it was made", () => {
  const sudo = 'sudo env "PATH=$PATH" npm run lesson 3\n';
  assert.match(decided("lesson 3", USER), sudo);
  assert.match(decided("lesson 3", USER), "vagrant up && npm run lesson 3");
  assert.match(`${decided("lesson 3 on here", USER)}\n`, sudo);
  assert.not.match(decided("lesson 3 on here", USER), "vagrant");
});

test("`on here` is refused where there is no Linux", () => {
  assert.match(decided("lesson 3 on here", { ...MAC, up: BOTH }), "Containers need Linux");
});

test("a machine that was left over where Vagrant is gone is none", () => {
  assert.match(decided("lesson 3", { ...MAC, vagrant: false, up: BOTH }), "Install Vagrant");
});

test("words reach the machine as they were typed", () => {
  const words = ["try", "run", "/", "sh", "-c", "echo 'a  b' $HOME"];
  const variables = { MYDOCKER_LANG: "zh", NO_COLOR: undefined };
  const line = inside("inside.sh", words, variables).replace(/^sudo /, "printf '%s\\n' ");
  const { stdout } = spawnSync("sh", ["-c", line], { encoding: "utf8" });
  const script = "/vagrant/checks/vm/vagrant/inside.sh";
  assert.equal(stdout.trimEnd().split("\n"), ["env", "MYDOCKER_LANG=zh", "sh", script, ...words]);
});

test("Ctrl-C is answered by what runs in the machine, and the code goes out", async () => {
  const guest = mkdtempSync(join(tmpdir(), "mydocker-guest-"));
  try {
    mkdirSync(join(guest, "checks/vm/vagrant"), { recursive: true });
    for (const name of ["checks/vm/vagrant/disk.sh", "environment"])
      writeFileSync(join(guest, name), "");
    const program =
      'process.on("SIGINT", () => process.exit(9)); console.log("ready"); setInterval(() => {}, 1e6);';
    writeFileSync(join(guest, "checks/run.mjs"), program);
    const script = readFileSync(new URL("../vm/vagrant/inside.sh", import.meta.url), "utf8")
      .replace("cd /vagrant ", `cd ${guest} `)
      .replace("/etc/environment", "./environment")
      .replace("/run/", "./");
    const child = spawn("sh", ["-c", script], {
      detached: true, // a process group, as a terminal has one
      stdio: ["ignore", "pipe", "inherit"],
    });
    const ended = new Promise((resolve) => child.on("close", resolve));
    child.stdout.once("data", () => process.kill(-(child.pid ?? 0), "SIGINT"));
    assert.is(await ended, 9);
  } finally {
    rmSync(guest, { recursive: true, force: true });
  }
});

const installed = spawnSync("vagrant", ["--version"]).error === undefined;

(installed ? test : test.skip)("Vagrant understands the Vagrantfile", () => {
  const data = mkdtempSync(join(tmpdir(), "mydocker-vagrant-"));
  try {
    const { status, stdout, stderr } = spawnSync("vagrant", ["validate", "--ignore-provider"], {
      cwd: fileURLToPath(new URL("../..", import.meta.url)),
      env: {
        ...process.env,
        VAGRANT_HOME: data,
        VAGRANT_DOTFILE_PATH: join(data, "project"),
        VAGRANT_CHECKPOINT_DISABLE: "1",
      },
      encoding: "utf8",
    });
    assert.is(status, 0, stdout + stderr);
    for (const machine of BOTH) assert.match(stdout, `==> ${machine}:`);
  } finally {
    rmSync(data, { recursive: true, force: true });
  }
});

test.run();
