/** Links, and other things, where the runtime expects the container's own. */
import { spawn } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as assert from "uvu/assert";
import { busyboxRoot } from "../../../checks/src/fixtures/busybox.ts";
import { attacks, mydocker, place, rootCopy, victim } from "./attack.ts";

const { attack, run } = attacks("links");

const UP = "../".repeat(20);

/** Replaces a path of a root by a link that leads out of it. */
function link(root: string, path: string, target: string): void {
  rmSync(join(root, path), { recursive: true, force: true });
  symlinkSync(UP + target, join(root, path));
}

for (const path of ["dev", "proc", "sys", "etc"]) {
  attack(`the image's /${path} is a link to the machine (CVE-2026-41579)`, () => {
    const root = rootCopy(`linked-${path}`);
    const { directory, unharmed } = victim(`victim-${path}`);
    link(root, path, directory);
    const { status, err } = mydocker("run", "--rootfs", root, "-t", "--init", "/bin/true");
    if (path === "proc" || path === "sys") {
      assert.is(status, 125);
      assert.match(err, /this image has a link/);
    }
    unharmed();
  });

  attack(`the image's /${path} is a link, and volumes and devices go below it`, () => {
    const root = rootCopy(`below-${path}`);
    const { directory, unharmed } = victim(`victim-below-${path}`);
    link(root, path, directory);
    const words = ["-v", `${busyboxRoot()}:/${path}/deep/er`, "--tmpfs", `/${path}/tmp`];
    mydocker(
      "run",
      "--rootfs",
      root,
      ...words,
      "--device",
      `/dev/null:/${path}/mine/null`,
      "/bin/true",
    );
    mydocker("run", "--rootfs", root, "-w", `/${path}/made/here`, "/bin/true");
    unharmed();
  });
}

attack("/dev/null is another file: nothing is masked with it (CVE-2025-31133)", () => {
  const { directory, unharmed } = victim("victim-null");
  const { status, err } = mydocker(
    "run",
    "--rootfs",
    busyboxRoot(),
    "-v",
    `${directory}/secret:/dev/null`,
    "cat",
    "/proc/keys",
  );
  assert.is(status, 125);
  assert.match(err, /in place of the container's own \/dev\/null/);
  unharmed();
});

attack(
  "/proc is another directory: nothing is written there, and it is not masked (CVE-2019-19921)",
  () => {
    const fake = join(place, "fake-proc");
    mkdirSync(join(fake, "sys/net/ipv4"), { recursive: true });
    writeFileSync(join(fake, "sys/net/ipv4/ip_forward"), "untouched");
    const words = ["-v", `${fake}:/proc`, "--sysctl", "net.ipv4.ip_forward=1"];
    const { status, err } = mydocker("run", "--rootfs", busyboxRoot(), ...words, "true");
    assert.is(status, 125);
    assert.match(err, /in place of the container's own \/proc/);
    assert.is(readFileSync(join(fake, "sys/net/ipv4/ip_forward"), "utf8"), "untouched");
  },
);

attack("/sys is another directory: it is not masked", () => {
  const { directory, unharmed } = victim("victim-other-sys");
  const { status } = mydocker("run", "--rootfs", busyboxRoot(), "-v", `${directory}:/sys`, "true");
  assert.is(status, 125);
  unharmed();
});

attack("the terminal's other end is a link to a file of the kernel (CVE-2025-52565)", () => {
  const pts = join(place, "pts");
  mkdirSync(pts);
  symlinkSync("/proc/sys/kernel/core_pattern", join(pts, "0"));
  symlinkSync("/dev/ptmx", join(pts, "ptmx"));
  const words = ["-t", "-v", `${pts}:/dev/pts`];
  const { out } = mydocker(
    "run",
    "--rootfs",
    busyboxRoot(),
    ...words,
    "sh",
    "-c",
    ": > /dev/console && echo written",
  );
  assert.not.match(out, /written/);
});

attack("a link in a volume leads to no file of the machine (CVE-2024-45310)", () => {
  const { directory, unharmed } = victim("victim-volume");
  const volume = join(place, "volume");
  mkdirSync(volume);
  symlinkSync(directory, join(volume, "link"));
  symlinkSync(UP + directory, join(volume, "up"));
  const options = ["-v", `${volume}:/volume`];
  for (const name of ["link", "up"]) {
    const words = ["-v", `${busyboxRoot()}:/volume/${name}/new`, "--tmpfs", `/volume/${name}/tmp`];
    mydocker(
      "run",
      "--rootfs",
      busyboxRoot(),
      ...options,
      ...words,
      "-w",
      `/volume/${name}/cwd`,
      "true",
    );
    const read = mydocker(
      "run",
      "--rootfs",
      busyboxRoot(),
      ...options,
      "cat",
      `/volume/${name}/secret`,
    );
    assert.not.match(read.out, /untouched/);
  }
  unharmed();
});

attack("a directory and a link are exchanged while containers start (CVE-2021-30465)", async () => {
  const root = rootCopy("exchanged");
  const { directory, unharmed } = victim("victim-exchange");
  const names = ["proc", "sys", "dev", "etc"];
  for (const name of names) symlinkSync(UP + directory, join(root, `${name}.link`));
  const exchanger = spawn(process.execPath, ["-e", EXCHANGE, root, ...names], { stdio: "ignore" });
  const before = readFileSync("/proc/self/mountinfo", "utf8");
  try {
    for (let i = 0; i < Number(process.env.STARTS ?? 25); i++) {
      const script =
        "head -c 1 /proc/keys; echo 1 2>/dev/null >/proc/sys/net/ipv4/ip_forward && echo written; cat /dev/../secret; head -c 100 /secret /proc/secret /sys/secret /dev/secret";
      const { out } = mydocker(
        "run",
        "--rootfs",
        root,
        "/bin/sh",
        "-c",
        `exec 2>/dev/null; ${script}`,
      );
      assert.not.match(out, /written|untouched/);
    }
  } finally {
    exchanger.kill("SIGKILL");
  }
  unharmed();
  assert.is(readFileSync("/proc/self/mountinfo", "utf8"), before);
});

/** Exchanges names again and again; ends by itself. */
const EXCHANGE = `
  const { renameSync } = require("node:fs");
  const [root, ...names] = process.argv.slice(1);
  for (const end = Date.now() + 50000; Date.now() < end; )
    for (const name of names) try {
      const path = root + "/" + name;
      renameSync(path, path + ".x"); renameSync(path + ".link", path); renameSync(path + ".x", path + ".link");
    } catch {}
`;

run();
