/** From inside, as root: what the kernel would do for the machine's root. */
import { join } from "node:path";
import * as assert from "uvu/assert";
import { busyboxRoot } from "../../../checks/src/fixtures/busybox.ts";
import { attacker, attacks, mydocker } from "./attack.ts";

const { attack, run } = attacks("the kernel");

const inside = (options: readonly string[], ...command: string[]) =>
  mydocker("run", "--rootfs", busyboxRoot(), ...options, ...command).out;
const sh = (options: readonly string[], script: string) =>
  inside(options, "sh", "-c", `(${script}) 2>&1`);

const REFUSED = /^(Operation not permitted|Function not implemented)$/;

/** Calls; and whether all capabilities together would still be refused by the filter alone. */
const CALLS = [
  "an algorithm socket",
  "a socket to the hypervisor",
  "the session's keys",
  "a new kernel",
  "a program for the kernel",
  "the machine's counters",
  "faults of its own to handle",
  "a file by its handle",
  "a user namespace, then a mount",
  "a user namespace by clone",
  "a user namespace by clone3",
  "a namespace to join",
  "a mount",
  "the kernel's log",
  "a ring of calls",
  "a device of the machine",
  "a disk",
  ...(process.arch === "x64" ? ["an algorithm socket by way of 32 bits"] : []),
];

for (const call of CALLS) {
  attack(`${call}: refused, as root, as nobody, and as root of a user namespace`, () => {
    const program = ["-v", `${attacker()}:/attacker:ro`];
    const answer = (...options: string[]) => inside([...program, ...options], "/attacker", call);
    assert.not.match(answer("--privileged"), REFUSED, "the attack works where nothing is confined");
    assert.match(answer(), REFUSED);
    assert.match(answer("-u", "1000:1000"), REFUSED);
    assert.match(answer("--userns"), REFUSED);
  });
}

attack("faults of its own to handle: refused, also with the capability that it takes", () => {
  const program = ["-v", `${attacker()}:/attacker:ro`, "--cap-add", "SYS_PTRACE"];
  const answer = (...options: string[]) =>
    inside([...program, ...options], "/attacker", "faults of its own to handle");
  assert.is(answer("--security-opt", "seccomp=unconfined"), "done");
  assert.match(answer(), REFUSED);
});

attack("/proc/sys is not made writable again", () => {
  const program = ["-v", `${attacker()}:/attacker:ro`];
  const answer = (...options: string[]) =>
    inside([...program, ...options], "/attacker", "/proc/sys to write to");
  assert.is(answer("--cap-add", "ALL"), "done");
  assert.match(answer(), REFUSED);
});

/** Files that change the machine: opened for writing, and nothing is written. */
for (const file of [
  "sys/kernel/core_pattern",
  "sys/kernel/modprobe",
  "irq/default_smp_affinity",
  "sysrq-trigger",
]) {
  attack(`/proc/${file} cannot be written to`, () => {
    const script = `[ -e /proc/${file} ] || echo no such; : >> /proc/${file} && echo open`;
    assert.match(sh(["--privileged"], script), /open|no such/);
    assert.not.match(sh([], script), /^open$/m);
    assert.not.match(sh(["--cap-add", "SYS_RESOURCE"], script), /^open$/m);
  });
}

attack("/sys and what the kernel shows of cgroups cannot be written to", () => {
  const script =
    ": >> /sys/kernel/uevent_helper || : >> /sys/kernel/mm/ksm/run || : >> /sys/kernel/profiling";
  assert.not.match(sh(["--privileged"], script), /Read-only[\s\S]*Read-only[\s\S]*Read-only/);
  assert.match(sh([], script), /Read-only/);
});

attack(
  "release_agent: no hierarchy of cgroups can be mounted, and none is there (CVE-2022-0492)",
  () => {
    const script =
      "mkdir /tmp/cg; mount -t cgroup -o freezer cgroup /tmp/cg && echo mounted; umount /tmp/cg; rmdir /tmp/cg";
    assert.not.match(sh([], script), /mounted/);
    assert.not.match(sh(["--userns"], script), /mounted/);
    assert.not.match(sh(["--userns"], `unshare -UrmC sh -c '${script}'`), /mounted/);
    assert.is(sh([], "grep -c cgroup /proc/self/mountinfo"), "0");
  },
);

attack("what tells of the machine is empty: kcore, keys, interrupts, timers, firmware", () => {
  const script =
    "cat /proc/interrupts /proc/kcore /proc/keys /proc/timer_list 2>/dev/null | tr -d ' ' | head -c 1; ls /proc/acpi /proc/scsi /sys/firmware 2>/dev/null | grep -v :";
  assert.is.not(sh(["--security-opt", "systempaths=unconfined"], script), "");
  assert.is(sh([], script), "");
  assert.is(sh(["-u", "1000"], script), "");
});

attack(
  "no set-user-ID program gives more than the 14, and none anything where that is asked for",
  () => {
    const root = busyboxRoot();
    const probe = ["-v", `${join(root, "bin/busybox")}:/busybox`];
    const status = sh(
      [...probe, "-u", "1000", "--security-opt", "no-new-privileges"],
      "cat /proc/self/status",
    );
    assert.match(status, /^NoNewPrivs:\s1$/m);
    assert.match(sh(["-u", "1000"], "cat /proc/self/status"), /^CapBnd:\s00000000a80425fb$/m);
  },
);

attack("a fork bomb and a memory hog end within their limits", () => {
  const bomb = sh(
    ["--pids-limit", "20", "-m", "64m"],
    "i=0; while [ $i -lt 60 ]; do sleep 3 & i=$((i+1)); done; echo; ls /proc | grep -c '^[0-9]'",
  );
  assert.match(bomb, /can't fork|Resource temporarily unavailable/);
  const { status } = mydocker(
    "run",
    "--rootfs",
    busyboxRoot(),
    "-m",
    "16m",
    "sh",
    "-c",
    "x=$(head -c 100000000 /dev/zero | tr '\\0' x); echo survived",
  );
  assert.ok(status === 137 || status === 2 || status === 1, `${status}`);
});

run();
