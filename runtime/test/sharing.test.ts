/** What a container shares, and what more can be asked of `run`; needs root and a built bundle. */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, readlinkSync, rmSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { recordOf, until } from "./running.ts";
import { type Store, storeOf } from "./store.ts";

const test = suite<{ store: Store }>("what run shares");

test.before((context) => {
  context.store = storeOf("sharing");
});

test.after(({ store }) => store.remove());

const KINDS = ["cgroup", "ipc", "pid", "uts"] as const;

/** Which of its namespaces are the machine's. */
const sharedBy = (store: Store, ...options: string[]) => {
  const script = KINDS.map((kind) => `readlink /proc/self/ns/${kind}`).join("; ");
  const seen = store
    .run("--rm", ...options, "busybox", "sh", "-c", script)
    .trim()
    .split("\n");
  return KINDS.filter((kind, i) => seen[i] === readlinkSync(`/proc/self/ns/${kind}`)).join(" ");
};

const refused = (store: Store, ...words: string[]): string => {
  const { status, err } = store.try("run", ...words);
  assert.is(status, 125, words.join(" "));
  assert.is(err.trim().split("\n").length, 1, err);
  return err;
};

test("by itself nothing; --pid, --ipc, --uts and --cgroupns what they name", ({ store }) => {
  assert.is(sharedBy(store), "");
  const own = ["--pid", "private", "--ipc=private", "--uts", "private", "--cgroupns", "private"];
  assert.is(sharedBy(store, ...own), "");
  assert.is(sharedBy(store, "--pid", "host"), "pid");
  assert.is(sharedBy(store, "--ipc=host"), "ipc");
  assert.is(sharedBy(store, "--uts=host"), "uts");
  assert.is(sharedBy(store, "--cgroupns", "host"), "cgroup");
  assert.is(sharedBy(store, "--pid=host", "--uts=host", "--ipc=host"), "ipc pid uts");
});

test("--pid host: it sees this very process, and its own end with it", async ({ store }) => {
  const seen = store.run("--rm", "--pid", "host", "busybox", "cat", `/proc/${process.pid}/comm`);
  assert.is(seen, readFileSync("/proc/self/comm", "utf8"));
  const script = "sleep 65.25 & echo $!; exec sleep 65.5";
  store.run("-d", "--name", "seer", "--pid", "host", "busybox", "sh", "-c", script);
  await until("it runs", () => store.mydocker("logs", "seer") !== "");
  const child = store.mydocker("logs", "seer").trim();
  assert.ok(existsSync(`/proc/${child}`));
  store.mydocker("rm", "-f", "seer");
  await until("nothing of it is left", () => !existsSync(`/proc/${child}`));
});

test("--uts host: the machine keeps its name, and the container has it", ({ store }) => {
  const before = hostname();
  const script = "hostname; cat /etc/hostname";
  assert.is(
    store.run("--rm", "--uts", "host", "busybox", "sh", "-c", script),
    `${before}\n${before}\n`,
  );
  assert.is(hostname(), before);
  assert.match(refused(store, "--uts=host", "-h", "x", "busybox", "true"), /leave out --hostname/);
});

test("--ipc: the machine's shared memory, another container's, or none", ({ store }) => {
  const file = `/dev/shm/mydocker-${process.pid}`;
  writeFileSync(file, "of the machine");
  try {
    assert.is(store.run("--rm", "--ipc=host", "busybox", "cat", file), "of the machine");
  } finally {
    rmSync(file);
  }
  const shm = ["busybox", "grep", "-c", " /dev/shm ", "/proc/self/mountinfo"];
  assert.is(store.run("--rm", ...shm), "1\n");
  assert.is(store.try("run", "--rm", "--ipc=none", ...shm).out, "0\n");
  const make = "echo of the other > /dev/shm/x; exec sleep 66.5";
  store.run("-d", "--name", "other", "--ipc", "shareable", "busybox", "sh", "-c", make);
  const join = ["--rm", "--ipc", "container:other", "busybox", "sh", "-c"];
  const script = "until cat /dev/shm/x; do :; done 2>/dev/null; readlink /proc/self/ns/ipc";
  const pid = recordOf(store, "other")?.process?.pid;
  assert.is(store.run(...join, script), `of the other\n${readlinkSync(`/proc/${pid}/ns/ipc`)}\n`);
  assert.is(store.run(...join, "grep -c ' /dev/shm ' /proc/self/mountinfo"), "1\n");
  store.run("-d", "--name", "closed", "busybox", "sleep", "66.75");
  const why = refused(store, "--ipc=container:closed", "busybox", "true");
  assert.match(why, /container closed keeps its own: run it with --ipc shareable/);
  store.mydocker("rm", "-f", "other", "closed");
  assert.match(refused(store, "--ipc=container:closed", "busybox", "true"), /closed/);
});

test("what cannot be shared says why, and what to do instead", ({ store }) => {
  const run = (...options: string[]) => refused(store, ...options, "busybox", "true");
  assert.match(run("--pid", "container:x"), /'mydocker exec x /);
  assert.match(run("--pid", "other"), /"other": host or private is possible/);
  assert.match(run("--ipc", "container:"), /container:NAME is possible/);
  assert.match(
    refused(store, "--userns", "--pid=host", "--rootfs", "/", "true"),
    /cannot be shared from a user namespace/,
  );
});

test("--domainname, --annotation, --cpu-period and --cpu-quota", ({ store }) => {
  const options = ["--domainname", "example.org", "-h", "nest", "--annotation", "a.b=c=d"];
  const cpu = ["--cpu-period", "50000", "--cpu-quota", "25000"];
  store.mydocker(
    "create",
    "--name",
    "made",
    ...options,
    ...cpu,
    "busybox",
    "cat",
    "/proc/sys/kernel/domainname",
  );
  assert.is(store.mydocker("start", "-a", "made"), "example.org\n");
  const format =
    "{{.Config.Domainname}} {{json .HostConfig.Annotations}} {{.HostConfig.CpuPeriod}} {{.HostConfig.CpuQuota}}";
  const shown = store.mydocker("inspect", "-f", format, "made");
  assert.is(shown, 'example.org {"a.b":"c=d"} 50000 25000\n');
  const plan = store.mydocker("run", "--plan", ...cpu, "--rootfs", "/", "true");
  assert.match(plan, /execve/);
  assert.match(refused(store, "--cpus=1", "--cpu-quota=1000", "busybox", "true"), /give one/);
  assert.match(refused(store, "--cpu-quota=10", "busybox", "true"), /1000 to/);
  assert.match(refused(store, "--annotation", "=x", "busybox", "true"), /the name is missing/);
  store.mydocker("rm", "made");
});

test("a quota in a period of its own is the kernel's, and update changes it", ({ store }) => {
  store.run(
    "-d",
    "--name",
    "slow",
    "--cpu-period=50000",
    "--cpu-quota=25000",
    "busybox",
    "sleep",
    "67",
  );
  const pid = recordOf(store, "slow")?.process?.pid;
  const groups = readFileSync(`/proc/${pid}/cgroup`, "utf8");
  const v1 = /^\d+:[^:]*\bcpu\b[^:]*:(.*)$/m.exec(groups)?.[1];
  const read = () => {
    if (v1 === undefined) {
      const path = /^0::(.*)$/m.exec(groups)?.[1];
      return readFileSync(`/sys/fs/cgroup${path}/cpu.max`, "utf8").trim();
    }
    const file = (name: string) =>
      readFileSync(`/sys/fs/cgroup/cpu${v1}/cpu.cfs_${name}_us`, "utf8").trim();
    return `${file("quota")} ${file("period")}`;
  };
  assert.is(read(), "25000 50000");
  store.mydocker("update", "--cpu-period", "20000", "--cpu-quota", "30000", "slow");
  assert.is(read(), "30000 20000");
  store.mydocker("rm", "-f", "slow");
});

test("--volumes-from: the same places, by another container, and read-only where asked", ({
  store,
}) => {
  const first = ["-v", "kept:/kept", "-v", "/nameless", "-v", `${store.directory}/bind:/bind:ro`];
  store.mydocker("create", "--name", "first", ...first, "busybox", "true");
  store.run(
    "--rm",
    "--volumes-from",
    "first",
    "busybox",
    "sh",
    "-c",
    "echo 1 > /kept/x; echo 2 > /nameless/x",
  );
  const look =
    "cat /kept/x /nameless/x; for d in kept nameless bind; do touch /$d/y 2>/dev/null && echo $d; done";
  const second = (word: string) =>
    store.try("run", "--rm", "--volumes-from", word, "busybox", "sh", "-c", look).out;
  assert.is(second("first"), "1\n2\nkept\nnameless\n");
  assert.is(second("first:ro"), "1\n2\n");
  const covered = ["--volumes-from=first", "-v", "other:/kept", "busybox", "ls", "/kept"];
  assert.is(store.run("--rm", ...covered), "");
  assert.match(refused(store, "--volumes-from", "nobody", "busybox", "true"), /nobody/);
  assert.match(refused(store, "--volumes-from", "first:x", "busybox", "true"), /CONTAINER:ro/);
  store.mydocker("rm", "-v", "first");
});

test("-a: only what is named is shown, and read", ({ store }) => {
  const script = "echo out; echo err >&2; cat";
  const run = (...options: string[]) => {
    const words = ["run", "--rm", ...options, "busybox", "sh", "-c", script];
    const { status, stdout, stderr } = spawnSync(store.program, words, {
      env: store.env,
      input: "in\n",
      encoding: "utf8",
    });
    return [status, stdout, stderr];
  };
  assert.equal(run("-a", "STDOUT"), [0, "out\n", ""]);
  assert.equal(run("-a", "stderr"), [0, "", "err\n"]);
  assert.equal(run("-i", "-a", "stdin", "-a", "stdout"), [0, "out\nin\n", ""]);
  assert.match(refused(store, "-a", "stdlog", "busybox", "true"), /STDIN, STDOUT or STDERR/);
  assert.match(refused(store, "-d", "-a", "stdout", "busybox", "true"), /-a and -d/);
});

test("docker's options that there will not be say so", ({ store }) => {
  for (const option of ["--gpus", "--isolation", "--runtime", "--health-cmd", "--link"]) {
    const err = refused(store, option, "x", "busybox", "true");
    assert.match(err, new RegExp(`^mydocker: ${option} is not supported by mydocker: \\w`));
    const made = store.try("create", `${option}=x`, "busybox", "true");
    assert.is(made.status, 125);
    assert.is(made.err, err);
  }
});

test("a user namespace that cannot be had says how one can", ({ store }) => {
  const why = refused(store, "--userns", "busybox", "true");
  assert.match(why, /'mydocker export' of a container of it, then tar -x\), and use --rootfs DIR/);
  assert.match(refused(store, "--userns=host", "busybox", "true"), /--userns takes no value/);
  assert.is(
    store.run("--rm=true", "--read-only=true", "--init=false", "busybox", "echo", "x"),
    "x\n",
  );
});

test("--pull is for images, and never is what happens without it", ({ store }) => {
  assert.is(store.run("--rm", "--pull=never", "busybox", "echo", "here"), "here\n");
  assert.is(store.run("--rm", "--pull", "missing", "-q", "busybox", "echo", "here"), "here\n");
  assert.match(refused(store, "--pull=never", "nosuch", "true"), /no image "nosuch" here/);
  assert.match(refused(store, "--pull=often", "busybox", "true"), /always, missing or never/);
  assert.match(refused(store, "--pull=always", "--rootfs", "/", "true"), /needs an image/);
});

test.run();
