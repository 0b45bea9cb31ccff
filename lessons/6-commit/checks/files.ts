/** 6.11 and 6.12: files of every kind, and the one kind that no archive can hold. */
import { once } from "node:events";
import { createServer } from "node:net";
import {
  both,
  guard,
  howItEnded,
  insideOf,
  type Trial,
  verbatim,
} from "../../../checks/src/harness/index.ts";
import { BASE, changedBy, committed, nest, savedImage, seenIn } from "./containers.ts";

const MAKE = [
  "echo x > /opt/a",
  "ln /opt/a /opt/b",
  "chmod 4711 /opt/a",
  "echo y > /opt/owned",
  "chmod 640 /opt/owned",
  "chown 1717:1718 /opt/owned",
  "touch -d '2026-02-03 04:05:06' /opt/owned",
  "mkfifo /opt/fifo",
  "ln -s ../nowhere /opt/link",
].join("; ");

/** Kind and mode, owner, group, number of links, of each. */
const LOOK = "cd /opt && stat -c '%n %f %u %g %h' a b owned fifo link && stat -c %Y owned";

const AS_MADE = [
  "a 89c9 0 0 2",
  "b 89c9 0 0 2",
  "owned 81a0 1717 1718 1",
  "fifo 11a4 0 0 1",
  "link a1ff 0 0 1",
  `${Date.UTC(2026, 1, 3, 4, 5, 6) / 1000}`,
];

/** What is wrong, from the first line that differs. */
const CAUSES: readonly (readonly [diagnosis: string, wrong: RegExp])[] = [
  ["links-split", /^[ab] .* 1$/],
  ["mode-lost", /^[ab] 8/],
  ["owner-lost", /^owned .* 0 0 /],
  ["time-lost", /^\d+$/],
];

guard("6.11", async (t) => {
  await nest(t);
  await changedBy(t, "grebe", MAKE);
  await committed(t, "grebe", "grebe:1");
  const { ended, lines } = await seenIn(t, "grebe:1", LOOK);
  if (lines.length === 0) return; // nothing was committed at all, which 6.3 is about
  const wrong = lines.filter((line) => !AS_MADE.includes(line));
  ended.expect(wrong.length === 0 && lines.length === AS_MADE.length, {
    diagnosis: CAUSES.find(([, sign]) => wrong.some((line) => sign.test(line)))?.[0] ?? "kind-lost",
    expected: verbatim(AS_MADE.join(", ")),
    observed: verbatim(lines.join(", ")),
  });
});

guard("6.12", async (t) => {
  await nest(t);
  await withSocket(t, "ibis", "/opt/socket", async () => {
    const ended = await t.mydocker(["commit", "ibis", "ibis:1"]);
    ended.expect(ended.code === 0, {
      diagnosis: "commit-refused",
      expected: both("a socket does not stand in the way", "套接字不妨碍提交"),
      observed: howItEnded(ended),
    });
    const names = (await savedImage(t, "ibis:1")).layers.at(-1)?.names ?? [];
    if (names.length === 0) return; // as above
    ended.expect(!names.includes("opt/socket"), {
      diagnosis: "socket-in-image",
      expected: both("no /opt/socket in the image", "镜像中没有 /opt/socket"),
      observed: verbatim(names.join(" ")),
    });
    ended.expect(ended.stderr.toString().includes("/opt/socket"), {
      diagnosis: "not-said",
      expected: both("a warning that names /opt/socket", "有一条提到 /opt/socket 的警告"),
      observed: verbatim(ended.stderr.toString().trim() || "-"),
    });
  });
});

/** While a container runs that has a socket. */
async function withSocket(
  t: Trial,
  name: string,
  path: string,
  use: () => Promise<void>,
): Promise<void> {
  const box = await t.container(["pause"], { options: ["--name", name, BASE] });
  const server = createServer().listen(insideOf(box.pid, path));
  await once(server, "listening");
  try {
    await use();
  } finally {
    server.close();
    await box.end();
  }
}
