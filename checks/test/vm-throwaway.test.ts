/** The throw-away machine, as far as it can be tried without one: what it is told, what it says. */
import { execFileSync } from "node:child_process";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { consoleReader } from "../vm/console.mjs";
import { orders } from "../vm/luggage.mjs";
import { qemuCommand } from "../vm/qemu.mjs";

const test = suite("throw-away machine");

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

test("there are processors without an image", () => {
  const machine = { version: "v2", accelerator: "tcg", ...DISKS } as const;
  assert.throws(() => qemuCommand(machine, "ppc64"), /no image for ppc64/);
});

test.run();
