/** `mydocker run` for real; needs root, a built bundle, and the machine's static busybox. */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { busyboxRoot } from "../../checks/src/fixtures/busybox.ts";

const test = suite("mydocker run");

const MYDOCKER = fileURLToPath(new URL("../bin/mydocker", import.meta.url));
const ROOT = busyboxRoot();

const run = (...args: string[]) => command(["run", "--rootfs", ROOT, ...args]);

function command(args: string[], input: string | Buffer = "") {
  const { status, stdout, stderr } = spawnSync(MYDOCKER, args, { input, timeout: 20_000 });
  return { status, out: stdout.toString(), err: stderr.toString(), bytes: stdout };
}

/** Waits for what must become true; the kernel tells, not the clock. */
async function until(what: string, check: () => boolean): Promise<void> {
  for (const deadline = Date.now() + 20_000; !check(); await setTimeout(5)) {
    if (Date.now() > deadline) throw new Error(`in vain: ${what}`);
  }
}

const children = (pid: number): number[] =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").split(" ").filter(Boolean).map(Number);

const alive = (pid: number) => {
  try {
    return !/^State:\sZ/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return false;
  }
};

/** Starts a container and returns it once its command runs. */
async function started(...args: string[]): Promise<{ mydocker: ChildProcess; pid: number }> {
  const mydocker = spawn(MYDOCKER, ["run", "--rootfs", ROOT, ...args], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  await new Promise((resolve) => mydocker.stdout?.once("data", resolve));
  const [pid = 0] = children(mydocker.pid ?? 0);
  return { mydocker, pid };
}

const ended = (process: ChildProcess) =>
  new Promise<number | null>((resolve) => process.on("exit", resolve));

test("the exit code is the container's", () => {
  assert.is(run("sh", "-c", "exit 7").status, 7);
  assert.is(run("true").status, 0);
  assert.is(run("sh", "-c", "kill -9 $$").status, 0, "PID 1 ignores even SIGKILL from inside");
  assert.is(run("--init", "sh", "-c", "kill -TERM $$").status, 128 + 15);
});

test("126 and 127 as docker has them, one line each", () => {
  const missing = run("nosuch");
  assert.is(missing.status, 127);
  assert.match(
    missing.err,
    /^mydocker: command "nosuch" not found along the container's PATH.*\n$/,
  );
  assert.is(run("/nosuch").status, 127);
  assert.is(run("/etc/passwd/x").status, 127);
  const forbidden = run("/etc/passwd");
  assert.is(forbidden.status, 126);
  assert.match(
    forbidden.err,
    /"\/etc\/passwd" cannot be executed: it is not an executable file\n$/,
  );
  assert.is(run("/etc").status, 126);
});

test("125 for what is mydocker's own, and nothing is run", () => {
  for (const args of [
    ["run"],
    ["run", "--rotfs", "/", "true"],
    ["run", "--rootfs", "/nonexistent", "true"],
    ["run", "--rootfs", MYDOCKER, "true"],
    ["run", "--rootfs", ROOT, "-w", "relative", "true"],
    ["run", "--rootfs", ROOT, "-u", "nosuchuser", "true"],
    ["run", "--rootfs", ROOT, "--hostname", "x".repeat(65), "true"],
    ["run", "--rootfs", ROOT, "-e", "=x", "true"],
    ["run", "--rootfs", ROOT, "--uidmap", "0:0", "true"],
    ["run", "nosuchimage", "true"],
    ["nosuchcommand"],
  ]) {
    const { status, out, err } = command(args);
    assert.is(status, 125, args.join(" "));
    assert.is(out, "");
    assert.match(err, /^mydocker: /);
  }
});

test("a name that is no image shows both ways out", () => {
  const { err } = command(["run", "busybox", "sh"]);
  assert.match(err, /mydocker pull busybox/);
  assert.match(err, /mydocker run --rootfs \/ busybox/);
});

test("a typing error is answered with what was meant", () => {
  assert.match(command(["rnu"]).err, /did you mean run\?/);
  assert.match(command(["run", "--hostnme", "x"]).err, /did you mean --hostname\?/);
  assert.match(command(["run", "--roofts=/x", "y"]).err, /did you mean --rootfs\?/);
});

test("help is on standard output, and its exit code is 0", () => {
  for (const args of [["--help"], ["run", "--help"]]) {
    const { status, out, err } = command(args);
    assert.is(status, 0);
    assert.match(out, /^Usage: mydocker /);
    assert.is(err, "");
  }
  assert.match(command(["--version"]).out, /^mydocker \d+\.\d+\.\d+\n$/);
});

test("arguments arrive as they were given", () => {
  assert.is(
    run("sh", "-c", 'echo "a  b"; echo "$1"', "sh", "c  'd' \"e\" -v").out,
    "a  b\nc  'd' \"e\" -v\n",
  );
  assert.is(run("echo", "-v", "-name", "x", "--help").out, "-v -name x --help\n");
});

test("the articles' spellings work", () => {
  assert.is(command([`run`, "-it", `-rootfs=${ROOT}`, "/bin/echo", "x"]).out, "x\r\n");
  assert.is(
    command(["run", "-i", "-rootfs", ROOT, "-hostname", "bird", "/bin/hostname"]).out,
    "bird\n",
  );
});

test("standard input is binary-clean up to its end, and only with -i", () => {
  const bytes = Buffer.from(Array.from({ length: 300_000 }, (_, i) => (i * 7) % 256));
  const { bytes: copied } = command(["run", "-i", "--rootfs", ROOT, "cat"], bytes);
  assert.ok(copied.equals(bytes));
  assert.is(command(["run", "--rootfs", ROOT, "cat"], "unseen").out, "");
});

test("long arguments, long variables and many volumes arrive whole", () => {
  const long = "x".repeat(100_000);
  assert.is(run("sh", "-c", 'printf %s "$1" | wc -c', "sh", long).out, "100000\n");
  assert.is(run("-e", `V=${long}`, "sh", "-c", 'printf %s "$V" | wc -c').out, "100000\n");
  const many = Array.from({ length: 3000 }, (_, i) => `word${i}`);
  assert.is(run("sh", "-c", "echo $#", "sh", ...many).out, "3000\n");
  const volumes = Array.from({ length: 60 }, (_, i) => ["-v", `${tmpdir()}:/tmp/v${i}`]).flat();
  assert.is(run(...volumes, "sh", "-c", "grep -c /tmp/v /proc/mounts").out, "60\n");
  for (let i = 0; i < 60; i++) rmSync(join(ROOT, `tmp/v${i}`), { recursive: true });
});

test("a terminal's output arrives whole, however slowly it is read", () => {
  const slow = `${MYDOCKER} run -t --rootfs ${ROOT} seq 200000 | (sleep 0.5; wc -l)`;
  assert.is(spawnSync("sh", ["-c", slow]).stdout.toString().trim(), "200000");
});

test("nobody reading a terminal's output is no crash", () => {
  for (const reader of ["| head -1", "> /dev/full"]) {
    const script = `${MYDOCKER} run -t --rootfs ${ROOT} seq 50000 ${reader}`;
    const { stderr } = spawnSync("sh", ["-c", script], { timeout: 20_000 });
    assert.is(stderr.toString(), "");
  }
});

test("piped input on a terminal ends without a newline, too", () => {
  assert.match(command(["run", "-it", "--rootfs", ROOT, "cat"], "abc").out, /abc/);
});

test("an empty option is not the working directory", () => {
  const { status, err } = command(["run", "--rootfs=", "/bin/true"]);
  assert.is(status, 125);
  assert.match(err, /--rootfs needs a directory/);
});

test("a missing interpreter is not a missing command", () => {
  writeFileSync(join(ROOT, "tmp/script"), "#!/no/such/interpreter\n", { mode: 0o755 });
  const { status, err } = run("/tmp/script");
  assert.is(status, 127);
  assert.match(err, /"\/tmp\/script" cannot start .*: it is there, but its interpreter/);
  rmSync(join(ROOT, "tmp/script"));
});

test("standard output and standard error stay apart", () => {
  const { out, err } = run("sh", "-c", "echo out; echo err >&2");
  assert.is(out, "out\n");
  assert.is(err, "err\n");
});

test("the environment is docker's", () => {
  const { out } = run("-e", "A=1", "-e", "MYDOCKER_NOT_SET", "env");
  assert.match(out, /^PATH=\/usr\/local\/sbin:/m);
  assert.match(out, /^A=1$/m);
  assert.match(out, /^HOME=\/root$/m);
  assert.match(out, /^HOSTNAME=[0-9a-f]{12}$/m);
  assert.not.match(out, /MYDOCKER|npm_/);
});

test("-w makes the directory, -u is looked up in the container's own files", () => {
  assert.is(run("-w", "/tmp/deep/er", "pwd").out, "/tmp/deep/er\n");
  assert.is(run("-u", "nobody", "id", "-un").out, "nobody\n");
  assert.is(run("-u", "1234:77", "sh", "-c", "id -u; id -g").out, "1234\n77\n");
  rmSync(join(ROOT, "tmp/deep"), { recursive: true });
});

test("nothing of mydocker's is open in the container", () => {
  assert.is(run("ls", "/proc/self/fd").out, "0\n1\n2\n3\n", "3 is ls reading the directory");
});

test("signals and the limit of open files are as the caller had them", () => {
  const status = run("cat", "/proc/self/status").out;
  assert.match(status, /^SigBlk:\s0+$/m);
  assert.match(status, /^SigIgn:\s0+$/m);
  const soft = spawnSync("sh", [
    "-c",
    'ulimit -Sn 777; exec "$0" "$@"',
    "sh",
    "-c",
    `${MYDOCKER} run --rootfs ${ROOT} sh -c 'ulimit -Sn'; :`,
  ]);
  assert.is(soft.stdout.toString(), "777\n");
});

test("cgroups that another mount covers are none: ip netns exec gives a new /sys", () => {
  const world = ["--mount", "sh", "-c", 'mount -t tmpfs none /sys/fs/cgroup; exec "$0" "$@"'];
  const inWorld = (...words: string[]) =>
    spawnSync("unshare", [...world, MYDOCKER, "run", ...words, "--rootfs", ROOT, "true"], {
      timeout: 10_000,
    });
  assert.is(inWorld().status, 0);
  const { status, stderr } = inWorld("-m", "64m");
  assert.is(status, 125);
  assert.match(stderr.toString(), /cannot limit memory: no cgroups are mounted here/);
});

test("a hard limit that was lowered for mydocker alone holds, though its parent has more", () => {
  const lower = ["--nofile=100:200", MYDOCKER, "run", "--rootfs", ROOT, "sh", "-c"];
  const { stdout, stderr } = spawnSync("prlimit", [...lower, "ulimit -Sn; ulimit -Hn"]);
  assert.is(stderr.toString(), "");
  assert.is(stdout.toString(), "200\n200\n");
});

test("no capability is inheritable or ambient", () => {
  for (const options of [[], ["--userns"]]) {
    const { out } = run(...options, "cat", "/proc/self/status");
    assert.match(out, /^CapInh:\s0+$/m);
    assert.match(out, /^CapAmb:\s0+$/m);
  }
});

test("a user namespace: root inside, the caller outside", async () => {
  const { mydocker, pid } = await started("--userns", "sh", "-c", "id -u; exec sleep 60");
  assert.match(readFileSync(`/proc/${pid}/uid_map`, "utf8"), /^\s+0\s+0\s+1\n$/);
  assert.is.not(readlinkSync(`/proc/${pid}/ns/user`), readlinkSync("/proc/self/ns/user"));
  mydocker.kill("SIGKILL");
  await until("the container is gone", () => !alive(pid));
});

test("without root a user namespace is made by itself", () => {
  const dir = mkdtempSync(join(tmpdir(), "mydocker-unprivileged-"));
  spawnSync("cp", ["-a", `${ROOT}/.`, dir]);
  spawnSync("chown", ["-R", "65534:65534", dir]);
  const args = [
    "--reuid=65534",
    "--regid=65534",
    "--clear-groups",
    MYDOCKER,
    "run",
    "--rootfs",
    dir,
  ];
  const { stdout, stderr } = spawnSync("setpriv", [
    ...args,
    "sh",
    "-c",
    "id -u; ls /proc | grep -c '^[0-9]'",
  ]);
  assert.is(stdout.toString(), "0\n3\n", stderr.toString());
  rmSync(dir, { recursive: true });
});

test("where user namespaces are forbidden, the way to allow them is said", () => {
  const script = `echo 0 > /proc/sys/user/max_user_namespaces; exec ${MYDOCKER} run --userns /bin/true`;
  const { status, stderr } = spawnSync("unshare", [
    "--user",
    "--map-root-user",
    "sh",
    "-c",
    script,
  ]);
  assert.is(status, 125);
  assert.match(
    stderr.toString(),
    /^mydocker: no user namespace: .*sysctl -w user\.max_user_namespaces/,
  );
});

test("the map of the articles, id 1, leaves no capabilities", () => {
  const { out } = run(
    "--uidmap",
    "1:0:1",
    "--gidmap",
    "1:0:1",
    "sh",
    "-c",
    "id -u; grep CapEff /proc/self/status",
  );
  assert.is(out, "1\nCapEff:\t0000000000000000\n");
});

test("a map without the caller: the container's root is the range's first id", () => {
  const dir = mkdtempSync(join(tmpdir(), "mydocker-mapped-"));
  spawnSync("cp", ["-a", `${ROOT}/.`, dir]);
  spawnSync("chmod", ["755", dir]);
  const maps = ["--uidmap", "0:100000:10", "--gidmap", "0:100000:10"];
  const { status, stdout, stderr } = spawnSync(MYDOCKER, [
    "run",
    ...maps,
    "--rootfs",
    dir,
    "id",
    "-u",
  ]);
  assert.is(stdout.toString(), "0\n", stderr.toString());
  assert.is(status, 0);
  rmSync(dir, { recursive: true });
});

test("a map that the kernel refuses is named", () => {
  const { status, err } = run("--uidmap", "0:0:10", "--uidmap", "5:5:10", "true");
  assert.is(status, 125);
  assert.match(err, /^mydocker: the kernel refused "0 0 10\\n5 5 10\\n" as uid_map: EINVAL/);
});

test("signals reach PID 1", async () => {
  const script = 'trap "exit 5" TERM; trap "exit 6" USR1; echo ready; while :; do sleep 1; done';
  for (const [signal, code] of [
    ["SIGTERM", 5],
    ["SIGUSR1", 6],
  ] as const) {
    const { mydocker } = await started("sh", "-c", script);
    mydocker.kill(signal);
    assert.is(await ended(mydocker), code);
  }
});

test("a PID 1 without a handler ignores SIGTERM, and --init is the way out", async () => {
  const plain = await started("sh", "-c", "echo ready; exec sleep 60");
  plain.mydocker.kill("SIGTERM");
  const withInit = await started("--init", "sh", "-c", "echo ready; exec sleep 60");
  withInit.mydocker.kill("SIGTERM");
  assert.is(await ended(withInit.mydocker), 128 + 15);
  assert.ok(alive(plain.pid));
  plain.mydocker.kill("SIGKILL");
  await until("the container is gone", () => !alive(plain.pid));
});

test("--init reaps what nobody waits for", async () => {
  const orphans =
    "for i in 1 2 3 4 5; do (sleep 0.01 & ) ; done; while ps -o comm | grep -q sleep; do :; done; echo none";
  assert.is(run("--init", "sh", "-c", orphans).out, "none\n");
});

test("kill -9 of mydocker ends the container", async () => {
  const { mydocker, pid } = await started("sh", "-c", "sleep 60 & echo ready; exec sleep 61");
  const before = mounts();
  const inside = children(pid);
  mydocker.kill("SIGKILL");
  await until("all of the container is gone", () => ![pid, ...inside].some(alive));
  assert.is(mounts(), before);
});

test("so does kill -9 when the container runs as somebody else", async () => {
  const { mydocker, pid } = await started("-u", "1234", "sh", "-c", "echo ready; exec sleep 61");
  mydocker.kill("SIGKILL");
  await until("the container is gone", () => !alive(pid));
});

const mounts = () => readFileSync("/proc/self/mountinfo", "utf8").split("\n").length;

test("a second container on the same root works, also beside a left-over .pivot_root", () => {
  mkdirSync(join(ROOT, ".pivot_root"), { recursive: true });
  assert.is(run("true").status, 0);
  assert.is(run("true").status, 0);
  rmSync(join(ROOT, ".pivot_root"), { recursive: true });
  assert.equal(readdirSync(join(ROOT, "dev")), [], "nothing was made in the root itself");
});

test("a root with a link in its path, or given as a relative path", () => {
  const dir = mkdtempSync(join(tmpdir(), "mydocker-links-"));
  symlinkSync(ROOT, join(dir, "link"));
  assert.is(command(["run", "--rootfs", join(dir, "link"), "true"]).status, 0);
  const { status } = spawnSync(MYDOCKER, ["run", "--rootfs", "./link", "true"], { cwd: dir });
  assert.is(status, 0);
  rmSync(dir, { recursive: true });
});

test("a terminal where asked, of the caller's size, and none where not", async () => {
  const script = [
    "-qec",
    `stty rows 33 cols 99; ${MYDOCKER} run -it --rootfs ${ROOT} sh -c 'tty; stty size'`,
    "/dev/null",
  ];
  const terminal = spawn("script", script); // whose input does not end: that would be echoed
  let seen = "";
  terminal.stdout.on("data", (data) => {
    seen += data;
  });
  await new Promise((resolve) => terminal.once("close", resolve));
  assert.match(seen, /^\/dev\/pts\/0\r\n33 99\r\n/);
  assert.is(run("tty").out, "not a tty\n");
});

test("--plan runs nothing and prints the calls, --trace runs and prints them on standard error", () => {
  const plan = run("--plan", "touch", "/made");
  assert.match(plan.out, /^clone\(CLONE_NEWNS\|/);
  assert.match(
    plan.out,
    /^mount\("proc", "\/proc", "proc", MS_NOSUID\|MS_NODEV\|MS_NOEXEC, NULL\)$/m,
  );
  const trace = run("--trace", "echo", "out");
  assert.is(trace.out, "out\n");
  assert.match(trace.err, /^clone\(.*CLONE_NEWPID.*SIGCHLD\) = \d+ <0\.\d{6}>$/m);
  assert.match(trace.err, /^pivot_root\("\.", "\."\) = 0 <0\.\d{6}>$/m);
  assert.match(trace.err, /^execve\("\/usr\/local\/sbin\/echo".* = -1 ENOENT/m);
  assert.match(trace.err, /^execve\("\/bin\/echo", \["echo", "out"\], \[\/\* 3 vars \*\/\]\) = 0/m);
});

test("a failed call names itself, its errno and the line that wrote it", () => {
  const dir = mkdtempSync(join(tmpdir(), "mydocker-broken-"));
  writeFileSync(join(dir, "proc"), "a file where a directory is needed");
  const { status, stderr } = spawnSync(MYDOCKER, ["run", "--rootfs", dir, "/true"]);
  assert.is(status, 125);
  assert.match(
    stderr.toString(),
    /^mydocker: open\("\/proc", .*\) = <\w+> failed: ENOTDIR \(Not a directory\)\n {2}at \w+ \(.*inside\/root\.ts:\d+\)\n {2}hint: /,
  );
  rmSync(dir, { recursive: true });
});

test.run();
