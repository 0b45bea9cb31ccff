/** The doctor on machines that lack something: made from this one, by taking it away. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { verdict } from "../src/course/doctor/examine.ts";
import type { Finding } from "../src/course/doctor/finding.ts";
import { PROJECT } from "../src/harness/places.ts";
import { both } from "../src/harness/text.ts";

const test = suite("doctor");

interface Said {
  readonly code: number | null;
  readonly verdict: string;
  finding(what: string): { state: string; detail: string; fix?: string };
}

const CLI = [process.execPath, "--import", "tsx", join(PROJECT, "checks/src/cli.ts"), "doctor"];

/** Runs it by way of another program: unshare, setpriv, sh. */
function doctor(...before: readonly string[]): Said {
  const [program = "", ...args] = [...before, ...CLI, "json"];
  const { status, stdout, stderr } = spawnSync(program, args, {
    cwd: PROJECT,
    encoding: "utf8",
    env: { ...process.env, MYDOCKER_LANG: "en", NODE_EXTRA_CA_CERTS: undefined },
  });
  assert.ok(stdout.startsWith("{"), stderr);
  const { verdict, findings } = JSON.parse(stdout);
  return {
    code: status,
    verdict,
    finding(what) {
      const found = findings.find((finding: { what: string }) => finding.what === what);
      assert.ok(found, `${what} in ${stdout}`);
      return found;
    },
  };
}

/** In a mount namespace where something has been changed first. */
const changed = (script: string) =>
  doctor(
    "unshare",
    "--mount",
    "--propagation",
    "private",
    "sh",
    "-euc",
    `${script}; exec "$0" "$@"`,
  );

test("this machine, on which the checks run, is fit", () => {
  const { code, verdict, finding } = doctor();
  assert.is(verdict, "All lessons can be done on this machine.");
  assert.is(code, 0);
  assert.match(finding("control groups").detail, /^v[12]/);
  assert.match(finding("iptables").detail, /nf_tables|legacy/);
});

test("without root it says what can be done all the same", () => {
  const { code, verdict, finding } = doctor(
    "setpriv",
    "--reuid",
    "65534",
    "--regid",
    "65534",
    "--clear-groups",
  );
  assert.is(code, 2);
  assert.is(finding("root").state, "bad");
  assert.match(finding("root").fix ?? "", "sudo");
  assert.match(verdict, /^Here you can read, write and compare/);
});

test("root without its capabilities, as in a container, cannot make others", () => {
  const { code, finding } = doctor(
    "setpriv",
    "--bounding-set",
    "-sys_admin",
    "--inh-caps",
    "-sys_admin",
  );
  assert.is(code, 2);
  assert.match(finding("capabilities of root").detail, "CAP_SYS_ADMIN");
  assert.match(finding("namespaces").detail, "Operation not permitted");
  assert.match(finding("namespaces").fix ?? "", "vagrant up");
  assert.is(finding("overlay file system").state, "bad");
});

test("a container is called one", () => {
  const inside = ["unshare", "--pid", "--fork", "--mount-proc"];
  const { finding } = doctor(...inside, "env", "container=lxc", "sh", "-c", '"$0" "$@"');
  assert.is(finding("a machine, and no container").state, "poor");
  assert.match(finding("a machine, and no container").detail, "(lxc)");
});

test("without control groups lesson 2 cannot be done, and the others can", () => {
  const { code, verdict, finding } = changed("umount -R -l /sys/fs/cgroup");
  assert.is(code, 2);
  assert.match(finding("control groups").detail, "no controller cpu, memory, pids, cpuset");
  assert.match(finding("control groups").fix ?? "", "mount -t cgroup2");
  assert.match(verdict, /^Lessons 1, 3, .* can be done on this machine; lessons 2 when/);
});

test("without iptables lessons 7 and 8 cannot", () => {
  const { finding } = changed("mount --bind /dev/null $(command -v iptables)");
  assert.is(finding("iptables").state, "bad");
  assert.match(finding("iptables").fix ?? "", "./setup");
});

test("a folder from which nothing can be executed is noticed", () => {
  const { finding } = changed(
    `mount --bind ${PROJECT} ${PROJECT} && mount -o remount,bind,noexec ${PROJECT}`,
  );
  assert.match(finding("the project's folder").detail, "noexec");
});

test("the sentence knows which lessons are left", () => {
  const bad = (lessons?: readonly number[]): Finding => ({
    what: both("a", "甲"),
    state: "bad",
    detail: both("b", "乙"),
    ...(lessons && { lessons }),
  });
  const said = (...findings: Finding[]) => verdict(findings, [1, 2, 3]).en;
  assert.is(said(), "All lessons can be done on this machine.");
  assert.is(said({ ...bad(), state: "poor" }), "All lessons can be done on this machine.");
  assert.match(said(bad([2])), "Lessons 1, 3 can be done on this machine; lessons 2 when");
  assert.match(said(bad([2]), bad()), /^Here you can read/);
});

test.run();
