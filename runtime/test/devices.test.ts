/**
 * The program that version 2 of cgroups asks about devices, loaded and attached for real: machines
 * with version 1 have an empty version 2 for systemd's sake, where it can be tried too.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmdirSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { attachDeviceProgram } from "../src/host/cgroup/deviceprogram.ts";
import { type DeviceRule, USUAL_DEVICES } from "../src/host/cgroup/devices.ts";

const test = suite("devices on version 2 of cgroups");

const mount = /^(?:\S+ ){4}(\S+) .* - cgroup2 /m.exec(
  readFileSync("/proc/self/mountinfo", "utf8"),
)?.[1];

/** Runs a script in a group of its own that may use these devices. */
function within(rules: readonly DeviceRule[], script: string): string {
  const group = join(mount ?? "", `mydocker-devices-${process.pid}`);
  mkdirSync(group);
  try {
    attachDeviceProgram(group, rules);
    const joined = `echo 0 > ${group}/cgroup.procs; ${script}`;
    return spawnSync("/bin/sh", ["-c", `(${joined}) 2>&1`], { encoding: "utf8" }).stdout.trim();
  } finally {
    rmdirSync(group);
  }
}

/** A device node of the test's own is made, opened and taken away (`:` would end dash when it fails). */
const tryNode = (major: number, minor: number, direction: string) =>
  `n=/tmp/mydocker-node-$$; mknod $n c ${major} ${minor} && true ${direction} $n && echo open; rm -f $n`;

const real = mount ? test : test.skip;

real("without the program, the machine's log can be read", () => {
  const script = tryNode(1, 11, "<");
  assert.is(spawnSync("/bin/sh", ["-c", script], { encoding: "utf8" }).stdout.trim(), "open");
});

real("a usual device can be used, another one only be made", () => {
  assert.is(within(USUAL_DEVICES, tryNode(1, 3, ">")), "open");
  assert.is(within(USUAL_DEVICES, tryNode(1, 5, "<")), "open");
  assert.match(
    within(USUAL_DEVICES, tryNode(1, 11, "<")),
    /^[^\n]*(cannot open|not permitted)[^\n]*$/i,
  );
});

real("a rule is about its type, its numbers and its ways of use", () => {
  const log = (access: string, more: Partial<DeviceRule> = {}): DeviceRule[] => [
    { type: "c", major: 1, minor: 11, access, ...more },
  ];
  assert.is(within(log("rm"), tryNode(1, 11, "<")), "open");
  assert.not.match(within(log("rm"), tryNode(1, 11, ">")), /open$/);
  assert.is(within(log("rwm"), tryNode(1, 11, ">")), "open");
  assert.not.match(within(log("rw"), tryNode(1, 11, "<")), /^open$/m);
  assert.not.match(within(log("rwm", { type: "b" }), tryNode(1, 11, "<")), /^open$/m);
  assert.is(within(log("rwm", { minor: undefined }), tryNode(1, 5, "<")), "open");
  assert.not.match(within(log("rwm", { major: 2 }), tryNode(1, 11, "<")), /^open$/m);
});

real("no rule: no device at all, not even null", () => {
  assert.not.match(within([], tryNode(1, 3, "<")), /^open$/m);
});

test.run();
