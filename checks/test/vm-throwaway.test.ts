/** The throw-away machine, as far as it can be tried without one: what it is told, what it says. */
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { constants, tmpdir } from "node:os";
import { basename, join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { ROOT } from "../start/machine.mjs";
import { consoleReader } from "../vm/console.mjs";
import { orders } from "../vm/luggage.mjs";
import { qemuCommand } from "../vm/qemu.mjs";
import { scratch } from "../vm/scratch.mjs";

const test = suite("throw-away machine");

const GUEST = join(ROOT, "checks/vm/guest");
const SCRATCH = join(ROOT, "checks/vm/scratch.mjs");
const RESULTS = join(ROOT, "checks/vm/results.mjs");
const CHILD = join(ROOT, "checks/start/child.mjs");

const NONCE = "5eed";
const BOOT = "Loading …\r\nlogin\r\n";
const OUTPUT = `1 passed\n@${NONCE} is no mark, nor is\n@5eee exit 3\nno newline`;
const CONSOLE = `${BOOT}\n@${NONCE} start\n${OUTPUT}\n@${NONCE} exit 42\nPowering off.\n`;

function readInPieces(length: number) {
  const reader = consoleReader(NONCE);
  let output = "";
  for (let at = 0; at < CONSOLE.length; at += length) {
    output += reader.read(CONSOLE.slice(at, at + length));
  }
  return { output, status: reader.status(), boot: reader.boot() };
}

test("the command's output is told from the console's, wherever it is cut", () => {
  for (const length of [1, 2, 7, 30, CONSOLE.length]) {
    const expected = { output: OUTPUT, status: 42, boot: BOOT.replaceAll("\r", "") };
    assert.equal(readInPieces(length), expected, `pieces of ${length}`);
  }
});

test("output is shown as it comes, but for what may be the beginning of a mark", () => {
  const reader = consoleReader(NONCE);
  reader.read(`\n@${NONCE} start\n`);
  assert.is(reader.read("one\ntwo"), "one\ntwo");
  assert.is(reader.read(`\n@${NONCE} ex`), "");
  assert.is(reader.read("pect more\n"), `\n@${NONCE} expect more`);
  assert.is(reader.read("\n"), "\n");
});

test("a console without a nonce has no status, whatever it says", () => {
  const reader = consoleReader(NONCE);
  reader.read("\n@5eee start\nKernel panic\n@5eee exit 0\n");
  assert.is(reader.status(), undefined);
  assert.match(reader.boot(), "Kernel panic");
});

test("orders are read by a shell as they were meant", () => {
  const command = ["printf", "%s\n", "it's", 'a "b"  $HOME', "*", "-n", ""];
  const environment = { MYDOCKER_LANG: "zh", EMPTY: "", SPACE: "a b", UNSET: undefined };
  const text = orders({ nonce: NONCE, project: "/a b/it's", environment, command });
  const script = `${text}"$@"; printf '%s\n' "$NONCE" "$PROJECT" "$SPACE" "\${EMPTY-unset}" "\${UNSET-unset}"`;
  const lines = execFileSync("sh", ["-c", script], { encoding: "utf8" }).split("\n");
  const expected = [...command.slice(2), NONCE, "/a b/it's", "a b", "", "unset", ""];
  assert.equal(lines, expected);
});

const DISKS = { image: "/cache/image", luggage: "/tmp/a,b.tar", results: "/tmp/r.tar" };

test("a version is a word for systemd on the kernel's command line", () => {
  const kernel = (version: "v1" | "v2") => {
    const argv = qemuCommand({ version, accelerator: "tcg", ...DISKS }, "x64");
    return argv[argv.indexOf("-append") + 1] ?? "";
  };
  assert.match(kernel("v2"), "systemd.unified_cgroup_hierarchy=1");
  assert.match(kernel("v1"), "systemd.unified_cgroup_hierarchy=0");
});

test("the image is never written to, and a comma in a path is no option of qemu's", () => {
  const argv = qemuCommand({ version: "v2", accelerator: "kvm", ...DISKS }, "x64");
  const drives = argv.filter((_, i) => argv[i - 1] === "-drive");
  assert.match(drives[0] ?? "", "file=/cache/image/root.img,if=virtio,format=raw,snapshot=on");
  assert.match(drives[1] ?? "", "file=/tmp/a,,b.tar,if=virtio,format=raw,readonly=on");
});

/** Compiles a library that asks for version 9.9 of another one, of which there is `version`. */
function libraryAskingFor99(directory: string, version: string): string {
  const cc = (...args: string[]) =>
    execFileSync("cc", ["-shared", "-fPIC", ...args], { cwd: directory });
  const other = (v: string) => {
    writeFileSync(join(directory, "versions"), `OTHER_${v} { f; };`);
    cc("-o", "libother.so", "other.c", "-Wl,--version-script=versions");
  };
  writeFileSync(join(directory, "other.c"), "int f(void) { return 1; }");
  writeFileSync(join(directory, "asks.c"), "int f(void); int g(void) { return f(); }");
  other("9.9");
  cc("-o", "asks.so", "asks.c", "-L.", "-lother", "-Wl,-rpath,$ORIGIN");
  other(version);
  return join(directory, "asks.so");
}

test("what was built for newer libraries than the guest's is told so, in one line", () => {
  const directory = mkdtempSync(join(tmpdir(), "mydocker-fits-"));
  const fits = (version: string, MYDOCKER_LANG: string) => {
    const file = libraryAskingFor99(directory, version);
    const env = { ...process.env, MYDOCKER_LANG };
    return spawnSync(join(GUEST, "fits"), [file], { encoding: "utf8", env });
  };
  try {
    assert.equal([fits("9.9", "en").status, fits("9.9", "en").stdout], [0, ""]);
    const { status, stdout } = fits("1.0", "en");
    assert.is(status, 2);
    assert.match(stdout, /^\S+asks\.so was built on a newer system: it asks for OTHER_9\.9 .*\n$/);
    assert.match(fits("1.0", "zh").stdout, /需要 OTHER_9\.9 .*C 库/);
  } finally {
    rmSync(directory, { recursive: true });
  }
});

test("what a killed run left behind the next one removes, and nothing of one that lives", () => {
  const parent = mkdtempSync(join(tmpdir(), "mydocker-scratch-"));
  try {
    const script = `import { scratch } from ${JSON.stringify(SCRATCH)};
      scratch(${JSON.stringify(parent)}, "vm"); process.kill(process.pid, "SIGKILL");`;
    spawnSync(process.execPath, ["--input-type=module", "-e", script]);
    assert.is(readdirSync(parent).length, 1);
    writeFileSync(join(parent, "vm-notours"), "");
    const own = scratch(parent, "vm");
    assert.equal(readdirSync(parent).sort(), [basename(own), "vm-notours"].sort());
    const second = scratch(parent, "vm");
    assert.equal(
      readdirSync(parent).sort(),
      [basename(own), basename(second), "vm-notours"].sort(),
    );
  } finally {
    rmSync(parent, { recursive: true });
  }
});

test("a program run for us ends when we are killed, and by every signal to us", async () => {
  for (const signal of ["SIGKILL", "SIGTERM", "SIGINT"] as const) {
    const script = `import { runWithUs } from ${JSON.stringify(CHILD)};
      process.exit(await runWithUs("sh", ["-c", "echo $$; exec sleep 60"], "/"));`;
    const us = spawn(process.execPath, ["--input-type=module", "-e", script]);
    const [data] = await once(us.stdout, "data");
    const pid = String(data).trim();
    us.kill(signal);
    const [code] = await once(us, "exit");
    assert.is(code, signal === "SIGKILL" ? null : 128 + constants.signals[signal]);
    await gone(pid);
  }
});

/** Waits until a process is no more, or is only waited for. */
async function gone(pid: string) {
  const patience = AbortSignal.timeout(10_000);
  const lives = () => {
    try {
      return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
    } catch {
      return false;
    }
  };
  while (lives()) await setTimeout(5, undefined, { signal: patience });
}

test("only an empty ledger is a clean machine", () => {
  const home = mkdtempSync(join(tmpdir(), "mydocker-ledger-"));
  const script = `import { showLedger } from ${JSON.stringify(RESULTS)};
    process.exit(showLedger(${JSON.stringify(home)}) ? 0 : 1);`;
  const show = () =>
    spawnSync(process.execPath, ["--input-type=module", "-e", script], { encoding: "utf8" });
  try {
    assert.is(show().status, 1, "none");
    writeFileSync(join(home, "ledger"), "");
    assert.equal([show().status, show().stderr], [0, ""]);
    writeFileSync(join(home, "ledger"), "left: mount /mnt ext4\n");
    assert.is(show().status, 1);
    assert.match(show().stderr, "left: mount /mnt ext4");
  } finally {
    rmSync(home, { recursive: true });
  }
});

test("`npm run vm` says what it is for, and wrong words too", () => {
  const run = (...words: string[]) =>
    spawnSync(process.execPath, [join(ROOT, "checks/run.mjs"), "vm", ...words], {
      encoding: "utf8",
      env: { ...process.env, MYDOCKER_LANG: "en" },
    });
  const alone = run();
  assert.is(alone.status, 0);
  assert.match(alone.stdout, /^npm run vm v1\|v2 \[COMMAND…\]\n/);
  const wrong = run("v3", "true");
  assert.is(wrong.status, 2);
  assert.match(wrong.stderr, '"v3" is no version of cgroups: v1 or v2.');
  assert.match(wrong.stderr, alone.stdout.trim());
});

test("there are processors without an image", () => {
  const machine = { version: "v2", accelerator: "tcg", ...DISKS } as const;
  assert.throws(() => qemuCommand(machine, "ppc64"), /no image for ppc64/);
});

test.run();
