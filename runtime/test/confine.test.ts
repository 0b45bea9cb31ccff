/** The confinement of a container for real, asked of the kernel; needs root and a built bundle. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { busyboxRoot } from "../../checks/src/fixtures/busybox.ts";
import { chosen } from "./attacks/chosen.ts";

const test = chosen(suite("confinement"));

const MYDOCKER = fileURLToPath(new URL("../bin/mydocker", import.meta.url));
const ROOT = busyboxRoot();

function command(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(MYDOCKER, ["run", ...args], { timeout: 30_000 });
  return { status, out: stdout.toString(), err: stderr.toString() };
}

const run = (...args: string[]) => command("--rootfs", ROOT, ...args);

/** Options, and a script whose output is looked at. */
function sh(options: readonly string[], script: string): string {
  const { out, err } = run(...options, "sh", "-c", `${script} 2>&1`);
  return (out + err).trim();
}

const refused = (...options: string[]): string => {
  const { status, err } = run(...options, "true");
  assert.is(status, 125, options.join(" "));
  assert.is(err.trim().split("\n").length, 1, err);
  return err;
};

/** A set of capabilities of the container's, or of ours. */
const caps = (status: string, set: string) =>
  BigInt(`0x${new RegExp(`^${set}:\\s*(\\w+)`, "m").exec(status)?.[1]}`);
const ownBounding = caps(readFileSync("/proc/self/status", "utf8"), "CapBnd");
const bit = (n: number) => 1n << BigInt(n);
const [CHOWN, NET_ADMIN] = [bit(0), bit(12)];
const DEFAULT = 0xa80425fbn;

test("root has docker's 14 capabilities, as root of a user namespace too", () => {
  for (const options of [[], ["--userns"], ["--init"]]) {
    const status = sh(options, "cat /proc/self/status");
    for (const set of ["CapBnd", "CapPrm", "CapEff"]) assert.is(caps(status, set), DEFAULT, set);
    for (const set of ["CapInh", "CapAmb"]) assert.is(caps(status, set), 0n, set);
  }
});

test("who is not root has no capability, and can get no more than 14", () => {
  const status = sh(["-u", "1000:1000"], "cat /proc/self/status");
  for (const set of ["CapPrm", "CapEff", "CapInh", "CapAmb"]) assert.is(caps(status, set), 0n);
  assert.is(caps(status, "CapBnd"), DEFAULT);
  assert.match(status, /^Seccomp:\s2$/m);
});

test("an init that stays as PID 1 is confined as the command is", () => {
  const confined = (status: string) =>
    status.match(/^(Uid|Gid|Groups|Cap\w+|NoNewPrivs|Seccomp|Seccomp_filters):.*$/gm);
  const nothingMore = ["--security-opt", "no-new-privileges"];
  for (const options of [
    [],
    ["-u", "1000:1000"],
    nothingMore,
    ["-u", "7", ...nothingMore],
    ["--cap-add", "SYS_ADMIN", "--cap-drop", "CHOWN"],
    ["--cap-drop", "ALL"],
    ["--privileged"],
    ["--privileged", "-u", "1000"],
    ["--userns"],
    ["--userns", "-t"],
    ["-u", "1000", "-t"],
  ]) {
    const status = (pid: string) => sh(["--init", ...options], `cat /proc/${pid}/status`);
    assert.equal(confined(status("1")), confined(status("self")), options.join(" "));
  }
});

test("--cap-add and --cap-drop, with CAP_ or without, in any case, and ALL", () => {
  const effective = (...options: string[]) => caps(sh(options, "cat /proc/self/status"), "CapEff");
  assert.is(effective("--cap-add", "NET_ADMIN"), DEFAULT | NET_ADMIN);
  assert.is(
    effective("--cap-add=cap_net_admin", "--cap-drop", "CAP_CHOWN"),
    (DEFAULT | NET_ADMIN) & ~CHOWN,
  );
  assert.is(effective("--cap-drop", "ALL"), 0n);
  assert.is(effective("--cap-drop", "all", "--cap-add", "CHOWN"), CHOWN);
  assert.is(effective("--cap-add", "ALL"), ownBounding);
  assert.is(effective("--cap-add", "ALL", "--cap-drop", "NET_ADMIN"), ownBounding & ~NET_ADMIN);
  assert.match(refused("--cap-add", "FLY"), /"FLY": no such capability/);
  assert.match(refused("--cap-drop", ""), /no such capability/);
});

test("the machine's own root is not confined, unless it is asked for", () => {
  const status = (...options: string[]) => command(...options, "/bin/cat", "/proc/self/status").out;
  assert.is(caps(status(), "CapEff"), ownBounding);
  assert.match(status(), /^Seccomp:\s0$/m);
  assert.is(caps(status("--cap-drop", "ALL"), "CapEff"), 0n);
  assert.is(caps(status("--cap-drop", "CHOWN"), "CapEff"), ownBounding & ~CHOWN);
  assert.match(status("--security-opt", "no-new-privileges"), /^NoNewPrivs:\s1$/m);
});

test("--privileged: all of it is off, and the machine's devices are there", () => {
  const out = sh(
    ["--privileged"],
    "cat /proc/self/status; ls /dev; mount; echo 1 > /proc/sys/net/ipv4/ip_forward && echo written",
  );
  assert.is(caps(out, "CapEff"), ownBounding);
  assert.match(out, /^Seccomp:\s0$/m);
  assert.match(out, /^kmsg$/m);
  assert.match(out, /sysfs on \/sys type sysfs \(rw/);
  assert.match(out, /^written$/m);
  assert.not.match(out, /on \/proc\//);
  assert.is(sh(["--privileged"], "head -c 1 /dev/kmsg > /dev/null && echo open"), "open");
});

test("--security-opt: what can be had, and one line for the rest", () => {
  assert.match(sh([], "cat /proc/self/status"), /^NoNewPrivs:\s0$/m);
  for (const text of ["no-new-privileges", "no-new-privileges=true", "no-new-privileges:true"]) {
    assert.match(sh(["--security-opt", text], "cat /proc/self/status"), /^NoNewPrivs:\s1$/m);
  }
  assert.match(
    sh(["--security-opt", "seccomp=unconfined"], "cat /proc/self/status"),
    /^Seccomp:\s0$/m,
  );
  assert.not.match(sh(["--security-opt", "systempaths=unconfined"], "mount"), /on \/proc\//);
  assert.match(
    refused("--security-opt", "seccomp=/no/such"),
    /"seccomp=\/no\/such": there is no such file/,
  );
  assert.match(refused("--security-opt", "apparmor=mine"), /possible are/);
  assert.match(refused("--security-opt", "no-new-privileges=perhaps"), /true or false/);
});

test("--security-opt seccomp=FILE: docker's format", () => {
  const directory = mkdtempSync(join(tmpdir(), "mydocker-profile-"));
  const profile = join(directory, "profile.json");
  const option = ["--security-opt", `seccomp=${profile}`];
  const write = (content: unknown) =>
    writeFileSync(profile, typeof content === "string" ? content : JSON.stringify(content));
  try {
    const mkdir = { names: ["mkdir", "mkdirat"], action: "SCMP_ACT_ERRNO", errnoRet: 28 };
    write({ defaultAction: "SCMP_ACT_ALLOW", syscalls: [mkdir] });
    assert.match(sh(option, "mkdir /tmp/x"), /No space left on device/);
    assert.match(sh(["-u", "1000", ...option], "mkdir /tmp/x"), /No space left on device/);
    const wait = { names: ["rt_sigtimedwait"], action: "SCMP_ACT_ERRNO" };
    write({ defaultAction: "SCMP_ACT_ALLOW", syscalls: [wait] });
    const idle = `used() { cut -d" " -f14,15 /proc/1/stat; }
      before=$(used); sleep 0.5; [ "$before" = "$(used)" ] && echo idle`;
    assert.is(sh(["--init", ...option], idle), "idle", "an init waits without it");
    const capable = { ...mkdir, includes: { caps: ["CAP_SYS_ADMIN"] } };
    write({ defaultAction: "SCMP_ACT_ALLOW", syscalls: [capable] });
    assert.is(sh(option, "mkdir /tmp/x && rmdir /tmp/x && echo made"), "made");
    assert.match(sh(["--cap-add", "SYS_ADMIN", ...option], "mkdir /tmp/x"), /No space left/);
    for (const [bad, why] of [
      ["{", /not JSON/],
      ["[]", /an object is needed/],
      [{}, /defaultAction is missing/],
      [{ defaultAction: "SCMP_ACT_NOTIFY" }, /SCMP_ACT_NOTIFY/],
      [{ defaultAction: "SCMP_ACT_ALLOW", syscalls: [{ action: "SCMP_ACT_ALLOW" }] }, /no names/],
      [
        {
          defaultAction: "SCMP_ACT_ALLOW",
          syscalls: [{ ...mkdir, args: [{ index: 9, op: "SCMP_CMP_EQ" }] }],
        },
        /no such argument/,
      ],
    ] as const) {
      write(bad);
      assert.match(refused(...option), why);
    }
  } finally {
    rmSync(directory, { recursive: true });
  }
});

test("--device: there with its permissions, and usable only as it was given", () => {
  const use = (text: string, script: string) => sh(["--device", text], script);
  assert.match(
    use("/dev/fuse", "ls -l /dev/fuse; : < /dev/fuse && echo open"),
    /crw[\s\S]*10, 229[\s\S]*open/,
  );
  assert.is(use("/dev/fuse:/dev/sub/mine:r", ": < /dev/sub/mine && echo read"), "read");
  assert.match(use("/dev/fuse:r", ": > /dev/fuse"), /not permitted/);
  assert.is(
    sh(["--userns", "--device", "/dev/full:/dev/mine"], ": < /dev/mine && echo open"),
    "open",
  );
  assert.match(refused("--device", "/dev/nosuch"), /no such device/);
  assert.match(refused("--device", "/etc/passwd"), /no such device/);
  assert.match(refused("--device", "fuse"), /HOST\[:CONTAINER\]/);
  assert.is(command("--device", "/dev/fuse", "/bin/true").status, 125);
});

test("--ulimit: for the command and what it starts", () => {
  const options = ["--ulimit", "nofile=100:200", "--ulimit", "core=0", "--ulimit=stack=-1"];
  assert.is(sh(options, "ulimit -n; ulimit -Hn; ulimit -c; ulimit -s"), "100\n200\n0\nunlimited");
  assert.match(refused("--ulimit", "nofile=2:1"), /soft limit cannot be more/);
  assert.match(refused("--ulimit", "files=1"), /"files" is none of core, cpu/);
  assert.match(refused("--ulimit", "nofile=many"), /NAME=SOFT/);
});

test("--sysctl: the container's own settings, and not the machine's", () => {
  const options = ["--sysctl", "net.ipv4.ip_forward=1", "--sysctl", "kernel/shmmni=77"];
  const before = readFileSync("/proc/sys/kernel/shmmni", "utf8");
  const out = sh(options, "cat /proc/sys/net/ipv4/ip_forward /proc/sys/kernel/shmmni");
  assert.is(out, "1\n77");
  assert.is(readFileSync("/proc/sys/kernel/shmmni", "utf8"), before);
  for (const machines of [
    "kernel.panic=1",
    "vm.swappiness=1",
    "kernel.core_pattern=|/x",
    "fs.file-max=9",
  ]) {
    assert.match(refused("--sysctl", machines), /is the whole machine's/);
  }
  for (const bad of ["net", "net.ipv4=", "net/../kernel/panic=1", "net..x=1", "=1", "/net/x=1"]) {
    assert.is(run("--sysctl", bad, "true").status, 125, bad);
  }
  assert.match(run("--sysctl", "net.nosuch=1", "true").err, /--sysctl/);
});

test("--shm-size, --oom-score-adj and --group-add", () => {
  assert.match(sh(["--shm-size", "1m"], "mount"), /\/dev\/shm type tmpfs .*size=1024k/);
  assert.match(refused("--shm-size", "0"), /at least 1 byte/);
  assert.match(refused("--shm-size", "big"), /a size is needed/);
  assert.is(sh(["--oom-score-adj", "500"], "cat /proc/self/oom_score_adj"), "500");
  assert.is(sh(["--init", "--oom-score-adj=7"], "cat /proc/self/oom_score_adj"), "7");
  assert.match(refused("--oom-score-adj", "1001"), /-1000 to 1000/);
  assert.is(sh(["-u", "7:8", "--group-add", "99", "--group-add", "tty"], "id -G"), "8 5 99");
  assert.is(run("--group-add", "nosuch", "true").status, 125);
});

test.run();
