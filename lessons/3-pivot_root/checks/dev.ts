/** 3.5 and 3.6: /dev has what every container has, nothing of the machine's, and all of it works. */
import {
  closeSync,
  lstatSync,
  openSync,
  readdirSync,
  readlinkSync,
  readSync,
  statSync,
  writeSync,
} from "node:fs";
import {
  both,
  type Container,
  goal,
  insideOf,
  mountsOf,
  type Text,
  topMount,
  verbatim,
} from "../../../checks/src/harness/index.ts";
import { boxIn } from "./box.ts";
import { newRoot } from "./newroot.ts";

/** The default devices of the OCI runtime specification, as major:minor (null(4), random(4), tty(4)). */
const DEVICES = {
  null: "1:3",
  zero: "1:5",
  full: "1:7",
  random: "1:8",
  urandom: "1:9",
  tty: "5:0",
} as const;

const LINKS = {
  fd: "/proc/self/fd",
  stdin: "/proc/self/fd/0",
  stdout: "/proc/self/fd/1",
  stderr: "/proc/self/fd/2",
} as const;

const OTHERS = ["ptmx", "pts", "shm", "mqueue"];
const EXPECTED = [...Object.keys(DEVICES), ...Object.keys(LINKS), ...OTHERS];

/** docker has a link to /proc/kcore, and some runtimes always have a console. */
const ALLOWED = [...EXPECTED, "core", "console"];

goal("3.5", async (t) => {
  const box = await boxIn(t, newRoot());
  expectEntries(box);
  for (const [name, numbers] of Object.entries(DEVICES)) expectDevice(box, name, numbers);
  for (const [name, target] of Object.entries(LINKS)) {
    const link = lstatSync(insideOf(box.pid, `/dev/${name}`));
    const found = link.isSymbolicLink()
      ? readlinkSync(insideOf(box.pid, `/dev/${name}`))
      : "no link";
    box.expect(found.replace("/proc/self/", "") === target.replace("/proc/self/", ""), {
      diagnosis: "dev-links",
      expected: verbatim(`/dev/${name} → ${target}`),
      observed: verbatim(`/dev/${name} → ${found}`),
    });
  }
});

function expectEntries(box: Container): void {
  const names = readdirSync(insideOf(box.pid, "/dev"));
  const expected = both(`in /dev: ${EXPECTED.join(" ")}`, `/dev 中有：${EXPECTED.join(" ")}`);
  const own = topMount(mountsOf(box.pid), "/dev");
  box.expect(own !== undefined, {
    diagnosis: "no-dev",
    expected: both("a file system of its own on /dev", "/dev 上有自己的文件系统"),
    observed: both("the image's own /dev directory", "只有镜像自己的 /dev 目录"),
  });
  const more = names.filter((name) => !ALLOWED.includes(name));
  box.expect(more.length === 0, {
    diagnosis: own?.type === "devtmpfs" ? "dev-of-the-machine" : "dev-more",
    expected,
    observed: listed("too many", "多出", more),
  });
  const missing = EXPECTED.filter((name) => !names.includes(name));
  box.expect(missing.length === 0, {
    diagnosis: missing.every((name) => name in LINKS) ? "dev-links" : "dev-incomplete",
    expected,
    observed: listed("missing", "缺少", missing),
  });
}

const MOST = 8; // named

const listed = (en: string, zh: string, names: readonly string[]): Text => {
  const list = names.slice(0, MOST).join(" ") + (names.length > MOST ? " …" : "");
  return both(`${names.length} ${en}: ${list}`, `${zh} ${names.length} 个：${list}`);
};

function expectDevice(box: Container, name: string, numbers: string): void {
  const node = statSync(insideOf(box.pid, `/dev/${name}`));
  const found = `${node.rdev >> 8}:${node.rdev & 0xff}`;
  box.expect(node.isCharacterDevice() && found === numbers, {
    diagnosis: node.isCharacterDevice() ? "device-number" : "no-device-node",
    expected: both(
      `/dev/${name} is character device ${numbers}`,
      `/dev/${name} 是字符设备 ${numbers}`,
    ),
    observed: both(
      node.isCharacterDevice() ? `it is ${found}` : "it is no character device",
      node.isCharacterDevice() ? `它是 ${found}` : "它不是字符设备",
    ),
  });
  const mode = (node.mode & 0o7777).toString(8);
  box.expect(mode === "666", {
    diagnosis: "device-mode",
    expected: both(
      `everybody may use /dev/${name}: mode 666`,
      `所有用户都能使用 /dev/${name}：权限 666`,
    ),
    observed: both(`mode ${mode}`, `权限 ${mode}`),
  });
}

/** What each device does when it is read and written (null(4), full(4), random(4)). */
const BEHAVIOUR: readonly (readonly [name: string, read: string, write: string])[] = [
  ["null", "end of file", "written"],
  ["zero", "zeros", "written"],
  ["full", "zeros", "ENOSPC"],
  ["random", "noise", "written"],
  ["urandom", "noise", "written"],
];

goal("3.6", async (t) => {
  const box = await boxIn(t, newRoot());
  for (const [name, read, write] of BEHAVIOUR) {
    const path = insideOf(box.pid, `/dev/${name}`);
    const done = [reading(path), writing(path)].join(", ");
    box.expect(done === `${read}, ${write}`, {
      diagnosis: CAUSES.find(([errno]) => done.includes(errno))?.[1] ?? "device-number",
      expected: verbatim(`/dev/${name}: ${read}, ${write}`),
      observed: verbatim(`/dev/${name}: ${done}`),
    });
  }
  expectOwnMemory(box);
});

const CAUSES = [
  ["ENOENT", "device-missing"],
  ["EACCES", "device-dead"],
] as const;

const SAMPLE = 64; // bytes: as noise, all zeros once in 2^512

function reading(path: string): string {
  return attempt(path, "r", (fd) => {
    const bytes = Buffer.alloc(SAMPLE, 1);
    const length = readSync(fd, bytes);
    if (length === 0) return "end of file";
    return bytes.every((byte) => byte === 0) ? "zeros" : "noise";
  });
}

const writing = (path: string): string =>
  attempt(path, "r+", (fd) => {
    writeSync(fd, "x");
    return "written";
  });

function attempt(path: string, flags: string, use: (fd: number) => string): string {
  try {
    const fd = openSync(path, flags);
    try {
      return use(fd);
    } finally {
      closeSync(fd);
    }
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? "?";
  }
}

/** Shared memory and message queues: of the right type, for everybody, and not the machine's. */
function expectOwnMemory(box: Container): void {
  const machine = new Set(mountsOf("self").map(({ device }) => device));
  for (const [point, type] of [
    ["/dev/shm", "tmpfs"],
    ["/dev/mqueue", "mqueue"],
  ] as const) {
    const mount = topMount(mountsOf(box.pid), point);
    box.expect(mount?.type === type && !machine.has(mount.device), {
      diagnosis: "no-shared-memory",
      expected: both(`${point} is a ${type} of its own`, `${point} 是自己的 ${type}`),
      observed: verbatim(`${point}: ${mount?.type ?? "-"}`),
    });
    const mode = (statSync(insideOf(box.pid, point)).mode & 0o7777).toString(8);
    box.expect(mode === "1777", {
      diagnosis: "shared-memory-mode",
      expected: both(
        `everybody may write to ${point}: mode 1777`,
        `所有用户都能写 ${point}：权限 1777`,
      ),
      observed: both(`mode ${mode}`, `权限 ${mode}`),
    });
  }
}
