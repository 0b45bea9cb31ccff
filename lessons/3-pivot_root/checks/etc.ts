/** 3.8 and 3.9: the files in /etc that belong to the container and not to its image. */
import { appendFileSync, existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  both,
  type Container,
  goal,
  HARNESS,
  hostnameOf,
  insideOf,
  mountOnHost,
  unmountFromHost,
  verbatim,
} from "../../../checks/src/harness/index.ts";
import { boxIn } from "./box.ts";
import { IMAGE_FILES, newRoot } from "./newroot.ts";

const OWN = ["etc/hostname", "etc/hosts", "etc/resolv.conf"];

const readIn = (box: Container, path: string) => readFileSync(insideOf(box.pid, path), "utf8");

const shown = (text: string) => verbatim(JSON.stringify(text));

goal("3.8", async (t) => {
  const [box, named] = await withNameServers(() =>
    Promise.all([
      boxIn(t, newRoot()),
      boxIn(t, newRoot(), { options: ["--hostname", "lesson-three"] }),
    ]),
  );
  for (const one of [box, named]) {
    await expectName(one);
    expectHosts(one);
    expectNameServers(one);
    expectImagesOwn(one);
    expectModes(one);
  }
});

async function expectName(box: Container): Promise<void> {
  const name = await hostnameOf(box.pid);
  const text = readIn(box, "etc/hostname");
  box.expect(text === `${name}\n`, {
    diagnosis: text === IMAGE_FILES["etc/hostname"] ? "etc-of-the-image" : "etc-hostname",
    expected: both(
      `/etc/hostname is ${JSON.stringify(`${name}\n`)}`,
      `/etc/hostname 为 ${JSON.stringify(`${name}\n`)}`,
    ),
    observed: shown(text),
  });
}

function expectHosts(box: Container): void {
  const text = readIn(box, "etc/hosts");
  const lines = text.split("\n").map((line) => line.split(/\s+/));
  const missing = ["127.0.0.1", "::1"].filter(
    (address) =>
      !lines.some(([first, ...names]) => first === address && names.includes("localhost")),
  );
  box.expect(missing.length === 0, {
    diagnosis: text === IMAGE_FILES["etc/hosts"] ? "etc-of-the-image" : "etc-hosts",
    expected: both(
      "localhost is 127.0.0.1 and ::1 in /etc/hosts",
      "/etc/hosts 中 localhost 是 127.0.0.1 和 ::1",
    ),
    observed: shown(text),
  });
}

const NAME_SERVERS = "nameserver 127.0.0.53\nnameserver 192.0.2.53\nsearch machine.example\n";

/** The machine's resolver is given for a moment: one server is a stub that only the machine reaches. */
async function withNameServers<T>(use: () => Promise<T>): Promise<T> {
  const place = "/etc/resolv.conf";
  if (!existsSync(place)) writeFileSync(place, "");
  const ours = join(HARNESS, "resolv.conf");
  writeFileSync(ours, NAME_SERVERS);
  mountOnHost(["--bind", ours], place);
  try {
    return await use();
  } finally {
    unmountFromHost(place);
  }
}

function expectNameServers(box: Container): void {
  const text = readIn(box, "etc/resolv.conf");
  const servers = text.split("\n").flatMap((line) => /^nameserver\s+(\S+)/.exec(line)?.[1] ?? []);
  const cause = () => {
    if (text === IMAGE_FILES["etc/resolv.conf"]) return "etc-of-the-image";
    return servers.includes("127.0.0.53") ? "etc-resolv-stub" : "etc-resolv";
  };
  box.expect(servers.join() === "192.0.2.53", {
    diagnosis: cause(),
    expected: both(
      "the machine's name server 192.0.2.53, and not its 127.0.0.53",
      "使用宿主机的名称服务器 192.0.2.53，而不是它的 127.0.0.53",
    ),
    observed: shown(text),
  });
}

/** Only three files are the container's own; the rest of /etc is the image's. */
function expectImagesOwn(box: Container): void {
  const passwd = insideOf(box.pid, "etc/passwd");
  box.expect(existsSync(passwd) && readFileSync(passwd, "utf8") === IMAGE_FILES["etc/passwd"], {
    diagnosis: "etc-hidden",
    expected: both("/etc/passwd as in the image", "/etc/passwd 与镜像中一样"),
    observed: both("it is gone, or another one", "它不见了，或变成了别的内容"),
  });
}

function expectModes(box: Container): void {
  for (const path of OWN) {
    const mode = (statSync(insideOf(box.pid, path)).mode & 0o777).toString(8);
    box.expect(mode === "644", {
      diagnosis: "etc-mode",
      expected: both(`everybody may read /${path}: mode 644`, `所有用户都能读 /${path}：权限 644`),
      observed: both(`mode ${mode}`, `权限 ${mode}`),
    });
  }
}

const fingerprint = (root: string) =>
  OWN.map((path) => {
    const { ino, mtimeNs, ctimeNs } = statSync(join(root, path), { bigint: true });
    return `${path} ${ino} ${mtimeNs} ${ctimeNs} ${readFileSync(join(root, path))}`;
  });

goal("3.9", async (t) => {
  const root = newRoot();
  const before = fingerprint(root);
  const box = await boxIn(t, root);
  expectUntouched(box, root, before, "image-rewritten");
  for (const path of OWN) appendFileSync(insideOf(box.pid, path), "written inside\n");
  expectUntouched(box, root, before, "image-shines-through");
});

function expectUntouched(
  box: Container,
  root: string,
  before: readonly string[],
  diagnosis: string,
): void {
  const changed = OWN.filter((_, i) => fingerprint(root)[i] !== before[i]);
  box.expect(changed.length === 0, {
    diagnosis,
    expected: both(
      `${OWN.join(", ")} in the image as they were: content, inode, times`,
      `镜像中的 ${OWN.join("、")} 保持原样：内容、inode、时间`,
    ),
    observed: both(`changed: ${changed.join(", ")}`, `被改动：${changed.join("、")}`),
  });
}
