/** 7.20 and 7.21: names of containers, and of all others. */
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  both,
  type Container,
  goal,
  guard,
  HARNESS,
  insideOf,
  type Trial,
  verbatim,
} from "../../../checks/src/harness/index.ts";
import { newRoot } from "../../3-pivot_root/checks/newroot.ts";
import { expectAddress } from "./facts.ts";
import { BIRDS, boxOn, create, discard, newState } from "./networks.ts";
import { lookUp } from "./traffic.ts";

const readIn = (box: Container, path: string): string[] =>
  readFileSync(insideOf(box.pid, path), "utf8").split("\n");

/** What a name means in a container, as a resolver of the C library finds out. */
async function resolve(box: Container, name: string): Promise<string | undefined> {
  const hosts = readIn(box, "/etc/hosts").map((line) => line.replace(/#.*/, "").split(/\s+/));
  const [address] = hosts.find(([, ...names]) => names.includes(name)) ?? [];
  if (address) return address;
  for (const server of servers(box)) {
    const found = await lookUp(box.pid, server, name);
    if (found) return found;
  }
  return undefined;
}

const servers = (box: Container): string[] =>
  readIn(box, "/etc/resolv.conf").flatMap((line) => /^nameserver\s+(\S+)/.exec(line)?.[1] ?? []);

/** A container with a name and a root of its own, without which it has no files of its own. */
const named = (t: Trial, name: string) =>
  boxOn(t, BIRDS.name, ["--name", name, `-rootfs=${newRoot()}`]);

goal("7.20", async (t) => {
  newState();
  await create(t);
  const robin = await named(t, "robin");
  const wren = await named(t, "wren");
  const addresses = { robin: await expectAddress(robin), wren: await expectAddress(wren) };
  await expectName(wren, "robin", addresses.robin, "no-names");
  await expectName(robin, "wren", addresses.wren, "late-name");
  await robin.end();
  const gone = await resolve(wren, "robin");
  wren.expect(gone === undefined, {
    diagnosis: "name-left",
    expected: both(
      "robin has ended and means nothing any more",
      "robin 已结束，这个名字不再有意义",
    ),
    observed: verbatim(gone ?? ""),
  });
  await discard(t, [wren]);
});

async function expectName(
  box: Container,
  name: string,
  address: string,
  diagnosis: string,
): Promise<void> {
  const found = await resolve(box, name);
  box.expect(found === address, {
    diagnosis: found ? "other-name" : diagnosis,
    expected: both(`${name} means ${address}`, `${name} 解析为 ${address}`),
    observed: found ? verbatim(found) : both("nothing", "没有结果"),
  });
}

/** The machine's resolv.conf is another one for as long as `use` takes. */
async function withResolvConf(text: string, use: () => Promise<void>): Promise<void> {
  const file = join(HARNESS, "resolv.conf");
  writeFileSync(file, text);
  execFileSync("mount", ["-n", "--bind", file, "/etc/resolv.conf"]);
  try {
    await use();
  } finally {
    execFileSync("umount", ["-n", "/etc/resolv.conf"]);
  }
}

guard("7.21", (t) =>
  withResolvConf("nameserver 127.0.0.53\nnameserver 198.51.100.53\n", async () => {
    newState();
    await create(t);
    const boxes = await Promise.all([
      boxOn(t, BIRDS.name, [`-rootfs=${newRoot()}`]),
      boxOn(t, BIRDS.name, ["--dns", "198.51.100.54", `-rootfs=${newRoot()}`]),
    ]);
    const [usual, asked] = boxes.map(servers);
    const [one, two] = boxes;
    one.expect(!usual?.includes("127.0.0.53"), {
      diagnosis: "loopback-server",
      expected: both(
        "no name server on the machine's own loopback",
        "没有指向宿主机回环地址的 DNS 服务器",
      ),
      observed: verbatim(usual?.join(" ") ?? ""),
    });
    one.expect(usual?.length !== 0, {
      diagnosis: "no-server",
      expected: both("a name server that can be reached", "有一个可以到达的 DNS 服务器"),
      observed: both("none", "没有"),
    });
    two.expect(asked?.join(" ") === "198.51.100.54", {
      diagnosis: "dns-ignored",
      expected: both(
        "--dns 198.51.100.54 is the only server",
        "--dns 198.51.100.54 是唯一的服务器",
      ),
      observed: verbatim(asked?.join(" ") ?? ""),
    });
    await discard(t, boxes);
  }),
);
