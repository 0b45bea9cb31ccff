/** `mydocker explain`: what it draws is what the kernel says at that moment. Needs root. */
import { spawn, spawnSync } from "node:child_process";
import {
  existsSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { busyboxRoot } from "../../checks/src/fixtures/busybox.ts";
import { until } from "./running.ts";
import { vacate } from "./vacate.ts";

const MYDOCKER = fileURLToPath(new URL("../bin/mydocker", import.meta.url));

interface Context {
  state: string;
  pid: number;
  end(): Promise<void>;
}

const test = suite<Context>("mydocker explain");

const mydocker = (state: string, ...args: string[]) => {
  const env = { ...process.env, MYDOCKER_ROOT: state, MYDOCKER_NETWORK: "none", NO_COLOR: "1" };
  const { status, stdout, stderr } = spawnSync(MYDOCKER, args, { env, timeout: 30_000 });
  return { status, out: stdout.toString(), err: stderr.toString() };
};

const nsenter = (pid: number, ...words: string[]) => {
  const { status, stderr } = spawnSync("nsenter", ["-t", `${pid}`, "-n", ...words]);
  assert.is(status, 0, stderr.toString());
};

test.before(async (context) => {
  const state = mkdtempSync("/tmp/mydocker-explain-");
  const archive = join(state, "busybox.tar");
  spawnSync("tar", ["-C", busyboxRoot(), "-cf", archive, "."]);
  assert.is(mydocker(state, "import", archive, "busybox").status, 0);
  const env = { ...process.env, MYDOCKER_ROOT: state, MYDOCKER_NETWORK: "none" };
  const words = ["run", "--rm", "--name", "seen", "-m", "64m", "--network", "none", "busybox"];
  const child = spawn(MYDOCKER, [...words, "sh", "-c", "echo ready; exec sleep 60"], { env });
  await new Promise((resolve) => child.stdout.once("data", resolve));
  const picture = () => JSON.parse(mydocker(state, "explain", "--json", "seen").out || "{}");
  await until("it is remembered as running", () => picture().pid !== undefined);
  const ended = new Promise((resolve) => child.once("exit", resolve));
  context.state = state;
  context.pid = picture().pid;
  context.end = async () => {
    process.kill(context.pid, "SIGKILL");
    await ended;
  };
});

test.after(async ({ state, end }) => {
  await end();
  vacate(state);
});

test("the namespaces are those of /proc", ({ state, pid }) => {
  const { out } = mydocker(state, "explain", "seen");
  for (const kind of ["mnt", "pid", "net", "uts", "ipc", "cgroup"]) {
    const [inode] = /\d+/.exec(readlinkSync(`/proc/${pid}/ns/${kind}`)) ?? [];
    assert.match(out, new RegExp(`${kind} +\\d+ +│ ${inode} +own`));
  }
  assert.match(out, /user +\d+ +═ \d+ +the machine's/);
});

test("a limit that is changed by hand shows", ({ state, pid }) => {
  assert.match(mydocker(state, "explain", "seen").out, /memory .* of 64\.0 MiB/);
  const { groups } = JSON.parse(mydocker(state, "explain", "--json", "seen").out);
  const files = groups.flatMap(({ directory }: { directory: string }) =>
    ["memory.limit_in_bytes", "memory.max"].map((file) => join(directory, file)),
  );
  const file = files.find((one: string) => existsSync(one) && /[0-9a-f]{64}/.test(one));
  writeFileSync(file, `${48 << 20}`);
  assert.match(mydocker(state, "explain", "seen").out, /memory .* of 48\.0 MiB/);
  assert.match(readFileSync(`/proc/${pid}/cgroup`, "utf8"), /mydocker/);
});

test("an interface and an address that are given by hand show", ({ state, pid }) => {
  assert.match(mydocker(state, "explain", "seen").out, /only lo/);
  nsenter(pid, "ip", "link", "add", "hand0", "type", "veth", "peer", "name", "hand1");
  nsenter(pid, "ip", "address", "add", "192.0.2.7/24", "dev", "hand0");
  const { out } = mydocker(state, "explain", "seen");
  assert.match(out, /hand0 192\.0\.2\.7\/24/);
});

test("the root's layers are drawn from top to bottom, and every line fits a terminal", ({
  state,
}) => {
  const { out } = mydocker(state, "explain", "seen");
  assert.match(out, /┌ upper .*\/upper {2}what the container writes\n {2}└ lower .*\/layers\//);
  const long = out.split("\n").filter((line) => line.length > 110 && !line.includes("/tmp/"));
  assert.equal(long, []);
});

test("--svg writes to a device, and does not replace it", ({ state }) => {
  const device = join(state, "null");
  spawnSync("mknod", [device, "c", "1", "3"]);
  assert.is(mydocker(state, "explain", "--svg", device, "seen").status, 0);
  assert.is(lstatSync(device).isCharacterDevice(), true);
  assert.not.match(readdirSync(state).join(" "), "null.");
  const lost = mydocker(state, "explain", "--svg", join(state, "none/x.svg"), "seen");
  assert.is(lost.status, 1);
  assert.match(lost.err, /^mydocker: .*none\/x\.svg.*\n$/);
});

test("--svg writes a drawing that XML parsers take", ({ state }) => {
  const file = join(state, "seen.svg");
  assert.equal(mydocker(state, "explain", "--svg", file, "seen"), { status: 0, out: "", err: "" });
  const check = "import sys,xml.dom.minidom as m; m.parse(sys.argv[1])";
  assert.is(spawnSync("python3", ["-c", check, file]).status, 0);
  assert.match(readFileSync(file, "utf8"), /hand0 192\.0\.2\.7/);
});

test("what does not run cannot be drawn, and is named", ({ state }) => {
  const { status, err } = mydocker(state, "explain", "nobody");
  assert.is(status, 1);
  assert.match(err, /no container "nobody"/);
});

test.run();
