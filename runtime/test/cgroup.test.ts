/** Both versions of cgroups: what is written, where, and what is read; on trees of plain files. */
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { contract } from "../../lessons/2-cgroups/contract.ts";
import { parseLimits } from "../src/container/limits.ts";
import { ranOutOfMemory } from "../src/container/verdict.ts";
import { applySettings, fileOf, prepareCpuset, prepareParent } from "../src/host/cgroup/files.ts";
import { freeze } from "../src/host/cgroup/freeze.ts";
import { makeGroup, sweepGroups } from "../src/host/cgroup/group.ts";
import { findHierarchy, type Hierarchy, PARENT } from "../src/host/cgroup/index.ts";
import { cgroupMounts } from "../src/host/cgroup/mounts.ts";
import { readUsage } from "../src/host/cgroup/usage.ts";

const test = suite("cgroups");

test("the same limits mean the same in both versions, and joining comes before the namespace", async () => {
  const results = await contract((file) => import(`../src/${file}`));
  for (const { id, outcome, did, observed } of results) {
    assert.is(outcome, "passed", `${id}: ${did}: ${observed?.en}`);
  }
  assert.is(results.length, 3);
});

const v1Mount = (point: string, controllers: string) =>
  `33 31 0:30 / ${point} rw,relatime - cgroup cgroup rw,${controllers}`;

const v2Mount = (point: string) => `41 31 0:38 / ${point} rw,relatime - cgroup2 cgroup2 rw`;

test("controllers are found where they are mounted, several in one place or one in each", () => {
  const { v1, v2 } = cgroupMounts(
    [
      v1Mount("/sys/fs/cgroup/cpu,cpuacct", "cpu,cpuacct"),
      v1Mount("/mnt/my\\040memory", "memory"),
      v1Mount("/sys/fs/cgroup/systemd", "xattr,name=systemd"),
      v2Mount("/sys/fs/cgroup/unified"),
    ].join("\n"),
    () => true,
  );
  assert.equal(
    [...v1],
    [
      ["cpu", "/sys/fs/cgroup/cpu,cpuacct"],
      ["cpuacct", "/sys/fs/cgroup/cpu,cpuacct"],
      ["memory", "/mnt/my memory"],
    ],
  );
  assert.is(v2, "/sys/fs/cgroup/unified");
});

test("a machine with controllers in version 1 and an empty version 2 is one of version 1", () => {
  const found = findHierarchy(
    `${v2Mount("/unified")}\n${v1Mount("/memory", "memory")}`,
    () => true,
  );
  assert.is(found?.name, "v1");
  assert.equal(found?.dirs("ab"), ["/memory/mydocker/ab"]);
});

test("without any cgroup mounted there is no hierarchy", () => {
  assert.is(
    findHierarchy("22 1 0:20 / /proc rw - proc proc rw", () => true),
    undefined,
  );
});

const ID = "abc";

/** A directory tree with these files, by path. */
function tree(files: Readonly<Record<string, string>>): string {
  const top = mkdtempSync(join(tmpdir(), "cgroup-"));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(top, path, ".."), { recursive: true });
    writeFileSync(join(top, path), text);
  }
  return top;
}

/** Runs a test on a tree that is a hierarchy of version 2 as far as mydocker can see. */
function onV2(files: Readonly<Record<string, string>>, run: (h: Hierarchy, top: string) => void) {
  const controllers = "cpuset cpu io memory pids\n";
  const top = tree({
    "cgroup.controllers": controllers,
    "cgroup.subtree_control": "memory\n",
    [`${PARENT}/cgroup.controllers`]: controllers,
    [`${PARENT}/cgroup.subtree_control`]: "\n",
    ...Object.fromEntries(
      Object.entries(files).map(([name, text]) => [`${PARENT}/${ID}/${name}`, text]),
    ),
  });
  try {
    const hierarchy = findHierarchy(v2Mount(top), () => true);
    assert.is(hierarchy?.name, "v2");
    if (hierarchy) run(hierarchy, top);
  } finally {
    rmSync(top, { recursive: true });
  }
}

test("version 2: controllers are switched on from the top down", () => {
  onV2({}, (hierarchy, top) => {
    prepareParent(hierarchy, join(top, PARENT));
    for (const dir of [top, join(top, PARENT)]) {
      assert.is(
        readFileSync(join(dir, "cgroup.subtree_control"), "utf8").slice(0, 5),
        "+pids",
        dir,
      );
    }
  });
});

test("version 2: settings go into the container's own group", () => {
  onV2({ "memory.max": "max\n", "cpu.max": "max 100000\n" }, (hierarchy, top) => {
    applySettings(hierarchy, ID, hierarchy.settings({ memory: 104857600, cpus: 0.5 }));
    const read = (file: string) => readFileSync(join(top, PARENT, ID, file), "utf8");
    assert.is(read("memory.max"), "104857600");
    assert.is(read("cpu.max").slice(0, 12), "50000 100000");
  });
});

test("what this kernel does not have is an error that names the file and the value", () => {
  onV2({}, (hierarchy) => {
    assert.throws(
      () => applySettings(hierarchy, ID, [["io.weight", "500"]]),
      /cannot write "500" to .*\/io\.bfq\.weight: this kernel does not have it/,
    );
    assert.throws(
      () => applySettings(hierarchy, ID, [["hugetlb.2MB.max", "0"]]),
      /no hugetlb controller, so hugetlb\.2MB\.max cannot be set to 0/,
    );
  });
});

test("a weight of block I/O goes to the scheduler that has weights", () => {
  onV2({ "io.bfq.weight": "100\n" }, (hierarchy, top) => {
    applySettings(hierarchy, ID, hierarchy.settings({ blkioWeight: 500 }));
    assert.is(readFileSync(join(top, PARENT, ID, "io.bfq.weight"), "utf8").slice(0, 3), "500");
  });
});

test("version 1: a new cpuset gets its parent's processors and nodes, or nobody could join it", () => {
  const top = tree({
    "mydocker/cpuset.cpus": "0-3\n",
    "mydocker/cpuset.mems": "0\n",
    [`mydocker/${ID}/cpuset.cpus`]: "\n",
    [`mydocker/${ID}/cpuset.mems`]: "\n",
  });
  const hierarchy = findHierarchy(v1Mount(top, "cpuset"), () => true);
  if (hierarchy) prepareCpuset(hierarchy, ID);
  const read = (file: string) => readFileSync(join(top, PARENT, ID, file), "utf8").trim();
  assert.equal([read("cpuset.cpus"), read("cpuset.mems")], ["0-3", "0"]);
  rmSync(top, { recursive: true });
});

test("usage is read alike from both versions", () => {
  const expected = {
    memory: 4096,
    memoryPeak: 8192,
    memoryLimit: 20971520,
    oomKills: 1,
    cpu: 1500,
    pids: 3,
  };
  onV2(
    {
      "memory.current": "4096\n",
      "memory.peak": "8192\n",
      "memory.max": "20971520\n",
      "memory.events": "low 0\noom 1\noom_kill 1\n",
      "cpu.stat": "usage_usec 1500\nuser_usec 900\n",
      "pids.current": "3\n",
    },
    (hierarchy) => assert.equal(readUsage(hierarchy, ID), expected),
  );
  const group = `mydocker/${ID}`;
  const top = tree({
    [`${group}/memory.usage_in_bytes`]: "4096\n",
    [`${group}/memory.max_usage_in_bytes`]: "8192\n",
    [`${group}/memory.limit_in_bytes`]: "20971520\n",
    [`${group}/memory.oom_control`]: "oom_kill_disable 0\nunder_oom 0\noom_kill 1\n",
    [`${group}/cpuacct.usage`]: "1500000\n",
    [`${group}/pids.current`]: "3\n",
  });
  const hierarchy = findHierarchy(v1Mount(top, "memory,pids,cpuacct"), () => true);
  if (hierarchy) assert.equal(readUsage(hierarchy, ID), expected);
  rmSync(top, { recursive: true });
});

test("no limit is no limit, however the kernel writes it", () => {
  onV2({ "memory.max": "max\n" }, (hierarchy) => {
    assert.is(readUsage(hierarchy, ID).memoryLimit, undefined);
  });
});

test("out of memory: killed, and by the out-of-memory killer", () => {
  const exit = (how: { code?: number; signal?: number }) =>
    how as Parameters<typeof ranOutOfMemory>[0];
  assert.ok(ranOutOfMemory(exit({ signal: 9 }), { oomKills: 1 }));
  assert.ok(ranOutOfMemory(exit({ code: 137 }), { oomKills: 1 }), "behind an init");
  assert.not.ok(ranOutOfMemory(exit({ signal: 9 }), { oomKills: 0 }), "kill -9");
  assert.not.ok(ranOutOfMemory(exit({ code: 3 }), { oomKills: 1 }), "it lived on");
});

for (const [options, error] of [
  [{ cpus: "4096" }, /--cpus "4096": 0\.01 to \d+ is possible here \(\d+ processors\)/],
  [{ cpu: "0" }, /--cpu "0"/],
  [{ memory: "100" }, /--memory "100": at least 6m is needed; is a suffix missing, as in 100m\?/],
  [{ memory: "64m", memorySwap: "32m" }, /--memory-swap "32m": it counts memory and swap together/],
  [{ memorySwap: "32m" }, /--memory-swap "32m": --memory must be given too/],
  [{ memory: "64m", memoryReservation: "65m" }, /--memory-reservation "65m": it cannot be more/],
  [{ cpusetCpus: "4095" }, /--cpuset-cpus "4095": 4095 is not among this machine's: /],
  [{ cpusetCpus: "1-0" }, /--cpuset-cpus "1-0": a list is needed/],
  [{ cpuShares: "1" }, /--cpu-shares "1": 2 to 262144 is possible/],
  [{ pidsLimit: "few" }, /--pids-limit "few"/],
  [{ blkioWeight: "9" }, /--blkio-weight "9": 10 to 1000 is possible/],
  [{ deviceReadBps: ["/dev/null:1m"] }, /\/dev\/null is not a block device/],
] as const) {
  test(`refused: ${JSON.stringify(options)}`, () => {
    assert.throws(() => parseLimits(options), error);
  });
}

const machines = process.geteuid?.() === 0 ? findHierarchy() : undefined;

/** A test on the machine's own cgroups, where there are any and we may. */
const real = machines ? test : test.skip;

const TEST = `test-${process.pid}`;

real(
  "memory without a word on swap: as much swap as memory, where the kernel counts it",
  async () => {
    if (!machines) return;
    const group = await makeGroup(machines, TEST, { memory: 67108864 });
    try {
      const file = fileOf(machines, TEST, machines.swapFile) ?? "";
      const expected = machines.name === "v1" ? "134217728" : "67108864";
      if (existsSync(file)) assert.is(readFileSync(file, "utf8").trim(), expected);
    } finally {
      await group.remove();
    }
    assert.equal(group.dirs.filter(existsSync), []);
  },
);

real("a limit that the kernel refuses leaves no group behind", async () => {
  if (!machines) return;
  const refused = makeGroup(machines, TEST, { memory: 67108864, memorySwap: 1e30 });
  await refused.then(
    () => assert.unreachable(),
    (error) => assert.match(error.message, /cannot write "1e\+30"/),
  );
  assert.equal(machines.dirs(TEST).filter(existsSync), []);
});

real("a group whose owner has gone is swept away, with whoever is in it; others stay", async () => {
  if (!machines) return;
  const left = `${TEST}-left`;
  const own = await makeGroup(machines, TEST, {});
  for (const dir of machines.dirs(left)) mkdirSync(dir);
  prepareCpuset(machines, left);
  const sleeper = spawn("sleep", ["60"]);
  const ended = new Promise((resolve) => sleeper.on("exit", (_, signal) => resolve(signal)));
  for (const dir of machines.dirs(left)) writeFileSync(join(dir, "cgroup.procs"), `${sleeper.pid}`);
  try {
    await sweepGroups(machines);
    assert.is(await ended, "SIGKILL");
    assert.equal(machines.dirs(left).filter(existsSync), []);
    assert.equal(own.dirs.filter(existsSync), own.dirs);
  } finally {
    sleeper.kill("SIGKILL");
    await own.remove();
  }
});

real("a left-over that stands still is thawed, as what is frozen does not die", async () => {
  if (!machines) return;
  const left = `${TEST}-frozen`;
  const dirs = machines.dirs(left);
  for (const dir of dirs) mkdirSync(dir);
  prepareCpuset(machines, left);
  const sleeper = spawn("sleep", ["60"]);
  const ended = new Promise((resolve) => sleeper.on("exit", (_, signal) => resolve(signal)));
  for (const dir of dirs) writeFileSync(join(dir, "cgroup.procs"), `${sleeper.pid}`);
  await freeze(machines, left);
  await sweepGroups(machines);
  assert.is(await ended, "SIGKILL");
  assert.equal(dirs.filter(existsSync), []);
});

test("limits as a person writes them", () => {
  const { memory, cpus, pids } = parseLimits({ memory: "1.5G", cpu: "20", pidsLimit: "0" });
  assert.equal([memory, cpus, pids], [1.5 * 1024 ** 3, 0.2, -1]);
});

test.run();
