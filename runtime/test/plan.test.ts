import { suite } from "uvu";
import * as assert from "uvu/assert";
import { environment } from "../src/container/environment.ts";
import { gidMap, uidMap } from "../src/container/idmap.ts";
import { parseIdMapping } from "../src/container/idoptions.ts";
import { hasRoot } from "../src/container/ids.ts";
import { commandPlan, enterPlan, furnishPlan, settlePlan } from "../src/container/plan.ts";
import { DEFAULT, limitsOf, securityOf, UNCONFINED } from "../src/container/security.ts";
import type { Spec } from "../src/container/spec.ts";
import type { Plan } from "../src/kernel/call.ts";
import { format } from "../src/kernel/format.ts";

const test = suite("plans");

const spec: Spec = {
  id: "0".repeat(64),
  argv: ["sh"],
  env: [],
  hostname: "bird",
  root: "/tmp/busybox",
  workdir: "/",
  terminal: false,
  interactive: false,
  init: false,
  limits: {},
  readOnly: false,
  tmpfs: [],
  volumes: [],
};

const found = {
  ...limitsOf(DEFAULT),
  identity: { uid: 1000, gid: 1000, groups: [1000] },
  mayChooseGroups: true,
  files: [1024n, 4096n] as const,
};

const names = (plan: Plan) => plan.map(({ name }) => name);
const place = (plan: Plan, start: string) => plan.findIndex((c) => format(c).startsWith(start));

test("mounts are made private before anything is mounted", () => {
  const plan = enterPlan(spec, []);
  assert.ok(place(plan, 'mount(NULL, "/"') < place(plan, 'mount("/tmp/busybox"'));
});

test("the root is entered before /proc is mounted", () => {
  const plan = enterPlan(spec, []);
  assert.ok(place(plan, "pivot_root") < place(plan, 'mount("proc"'));
});

test("the machine's own root is neither entered nor furnished", () => {
  const plan = enterPlan({ ...spec, root: undefined }, []);
  assert.not.ok(names(plan).includes("pivot_root"));
  assert.is(place(plan, 'mount("tmpfs", "/dev"'), -1);
  assert.ok(place(plan, 'mount("proc"') > 0);
});

test("the user changes late, groups before ids, and the death signal is set again after", () => {
  const plan = settlePlan(spec, { ...found, filter: undefined }).slice(-4);
  assert.equal(names(plan), ["setgroups", "setresgid", "setresuid", "prctl"]);
  assert.is(plan.map(format).at(-1), "prctl(PR_SET_PDEATHSIG, 9, 0, 0, 0)");
});

test("the bounding set is limited before the user changes, and the filter comes last of all", () => {
  const plan = settlePlan(spec, found);
  const last = plan.findLastIndex((c) => format(c).startsWith("prctl(PR_CAPBSET_DROP"));
  assert.ok(last > 0 && last < names(plan).indexOf("setresuid"));
  assert.is(names(plan).at(-1), "seccomp");
});

test("who is not root keeps one capability until the filter is there, unless none is needed", () => {
  const kept = settlePlan(spec, found).map(format);
  assert.ok(kept.includes("prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0)"));
  assert.match(
    kept.join("\n"),
    /capset\(.*effective=0x200000, permitted=0x200000, inheritable=0x0/,
  );
  for (const other of [
    { ...found, noNewPrivileges: true },
    { ...found, filter: undefined },
    { ...found, identity: { uid: 0, gid: 0, groups: [] } },
  ]) {
    assert.not.ok(names(settlePlan(spec, other)).includes("capset"));
  }
});

test("the machine's own root is not confined, and nothing of it is masked", () => {
  assert.is(securityOf({ ...spec, root: undefined }), UNCONFINED);
  assert.is(place(furnishPlan({ ...spec, root: undefined }, 2), "fstatfs"), -1);
  assert.ok(place(furnishPlan(spec, 2), "fstatfs") > 0);
});

test("a user namespace without root chooses no groups", () => {
  const plan = settlePlan(spec, { ...found, mayChooseGroups: false });
  assert.not.ok(names(plan).includes("setgroups"));
});

test("with --init the command is a child of one that is as confined", () => {
  const plan = names(settlePlan({ ...spec, init: true }, { ...found, terminal: "/dev/pts/0" }));
  assert.equal(plan.slice(plan.indexOf("seccomp")), [
    "seccomp",
    "capset",
    "setsid",
    "clone",
    "setsid",
    "ioctl",
  ]);
});

test("a command without a slash is tried along the container's PATH", () => {
  const tried = commandPlan(spec, ["PATH=/bin::/usr/bin"]).map(({ args }) => args[0]);
  assert.equal(tried, ["/bin/sh", "./sh", "/usr/bin/sh"]);
  assert.is(commandPlan({ ...spec, argv: ["./sh"] }, ["PATH=/bin"])[0]?.args[0], "./sh");
});

test("the environment is docker's, and what was asked for wins", () => {
  const env = environment({ ...spec, env: ["A=1=2", "HOME=/x", "A=3"] }, "/root");
  assert.equal(env, [
    "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
    "HOSTNAME=bird",
    "HOME=/x",
    "A=3",
  ]);
});

test("id maps: root inside is the caller outside, unless ranges are given", () => {
  const caller = { uid: 1000, gid: 100 };
  const range = { container: 1, host: 0, size: 1 };
  assert.is(uidMap({ uids: [], gids: [], caller }), "0 1000 1\n");
  assert.is(gidMap({ uids: [], gids: [], caller }), "0 100 1\n");
  assert.is(uidMap({ uids: [range], gids: [], caller }), "1 0 1\n");
  assert.not.ok(hasRoot({ uids: [range], gids: [], caller }));
});

test("an id mapping is three numbers", () => {
  assert.equal(parseIdMapping("--uidmap", "0:100000:65536"), {
    container: 0,
    host: 100000,
    size: 65536,
  });
  for (const bad of [
    "",
    "1",
    "1:2",
    "1:2:3:4",
    "a:0:1",
    "0:0:0",
    "-1:0:1",
    "0:0:4294967296",
    "+1:0:1",
  ]) {
    assert.throws(() => parseIdMapping("--uidmap", bad), /CONTAINER:HOST:SIZE/, bad);
  }
});

test.run();
