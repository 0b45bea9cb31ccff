/** Descriptors, working directories and programs of the machine that a container could hold on to. */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, closeSync, openSync, readFileSync, statSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import * as assert from "uvu/assert";
import { busyboxRoot } from "../../../checks/src/fixtures/busybox.ts";
import { attacks, ENV, MYDOCKER, mydocker, rootCopy, STATE } from "./attack.ts";

const { attack, run } = attacks("descriptors");

/** Starts mydocker with the machine's root open as descriptor 20. */
function withRootOpen(...words: string[]) {
  const root = openSync("/", "r");
  const stdio: (number | "ignore" | "pipe")[] = Array(21).fill("ignore");
  stdio[1] = "pipe";
  stdio[2] = "pipe";
  stdio[20] = root;
  try {
    const { status, output } = spawnSync(MYDOCKER, words, {
      stdio,
      env: ENV,
      encoding: "utf8",
      timeout: 20_000,
    });
    return { status, out: `${output[1]}`.trim(), err: `${output[2]}`.trim() };
  } finally {
    closeSync(root);
  }
}

attack(
  "a descriptor of the machine that mydocker was started with is closed (CVE-2024-21626)",
  () => {
    const { out } = withRootOpen("run", "--rootfs", busyboxRoot(), "ls", "/proc/self/fd");
    assert.equal(out.split(/\s+/), ["0", "1", "2", "3"]); // the last one is that of ls
  },
);

for (const fd of [3, 4, 5, 6, 7, 8, 20]) {
  attack(
    `the working directory /proc/self/fd/${fd} is not one of the machine's (CVE-2024-21626)`,
    () => {
      const command = [
        "sh",
        "-c",
        "cat ../../../../../../../../../../etc/hostname; ls /proc/self/cwd/",
      ];
      const { out } = withRootOpen(
        "run",
        "--rootfs",
        busyboxRoot(),
        "-w",
        `/proc/self/fd/${fd}`,
        ...command,
      );
      assert.not.match(out, /^(boot|vmlinuz|lib64)$/m);
    },
  );
}

const FILES = [
  process.execPath,
  "../../../native/build/Release/init",
  "../../../native/build/Release/addon.node",
];
const hashes = () =>
  FILES.map((file) => {
    const path = file.startsWith("/") ? file : fileURLToPath(new URL(file, import.meta.url));
    return createHash("sha256").update(readFileSync(path)).digest("hex");
  });

attack(
  "an entrypoint that is a link to /proc/self/exe overwrites no program (CVE-2019-5736)",
  () => {
    const before = hashes();
    const root = rootCopy("self-exe");
    symlinkSync("/proc/self/exe", join(root, "entry"));
    const { status } = mydocker("run", "--rootfs", root, "/entry", "run");
    assert.ok(status !== 0);
    assert.equal(hashes(), before);
  },
);

attack("the program of PID 1 cannot be written to (CVE-2019-5736)", () => {
  const before = hashes();
  const script = "(echo x > /proc/1/exe) 2>/dev/null && echo written; readlink /proc/1/exe";
  const { out } = mydocker(
    "run",
    "--privileged",
    "--init",
    "--rootfs",
    busyboxRoot(),
    "sh",
    "-c",
    script,
  );
  assert.is(out, "/memfd:init (deleted)");
  assert.equal(hashes(), before);
});

attack("nothing is inheritable or ambient (CVE-2022-24769)", () => {
  for (const options of [[], ["--userns"], ["--cap-add", "ALL"], ["--privileged"], ["-u", "7"]]) {
    const { out } = mydocker(
      "run",
      "--rootfs",
      busyboxRoot(),
      ...options,
      "cat",
      "/proc/self/status",
    );
    assert.match(out, /^CapInh:\s0+$/m);
    assert.match(out, /^CapAmb:\s0+$/m);
  }
});

attack("the state is nobody else's to read", () => {
  assert.is(mydocker("volume", "create", "vol").status, 0);
  assert.is(statSync(STATE).mode & 0o777, 0o700);
  chmodSync(join(STATE, ".."), 0o755);
  const other = spawnSync("ls", [STATE], { encoding: "utf8", uid: 65534, gid: 65534 });
  assert.is.not(other.status, 0);
});

run();
