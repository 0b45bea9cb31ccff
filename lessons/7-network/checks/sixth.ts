/** 7.23: the same with IPv6, whose addresses are used at once and reach as far. */
import { existsSync } from "node:fs";
import {
  both,
  goal,
  HOST,
  internet,
  MachineProblem,
  OUTSIDE,
  verbatim,
} from "../../../checks/src/harness/index.ts";
import { expectAddress, linksIn } from "./facts.ts";
import { BIRDS, boxOn, create, discard, newState, PORT } from "./networks.ts";
import { ask, expectAnswers } from "./traffic.ts";

/** Unique local addresses (RFC 4193). */
const SUBNET = "fd17:17:17::/64";
const A_CONTAINER = both("a container", "容器");

goal("7.23", async (t) => {
  if (!existsSync("/proc/sys/net/ipv6")) throw new MachineProblem(WITHOUT);
  newState();
  await create(t, BIRDS.name, BIRDS.subnet, ["--ipv6", "--subnet", SUBNET]);
  const boxes = [await boxOn(t, BIRDS.name, ["-p", `8080:${PORT}`]), await boxOn(t, BIRDS.name)];
  for (const [i, box] of boxes.entries()) {
    await expectAddress(box);
    const links = await linksIn(box.pid);
    const found = links.flatMap(({ addr_info }) => addr_info.map(({ local }) => local));
    box.expect(found.includes(`fd17:17:17::${2 + i}`), {
      diagnosis: "no-ipv6",
      expected: both(`eth0 has fd17:17:17::${2 + i}, too`, `eth0 还有地址 fd17:17:17::${2 + i}`),
      observed: verbatim(found.join(" ")),
    });
  }
  const [one, two] = boxes;
  if (!one || !two) return;
  const asker = { pid: one.pid, who: A_CONTAINER, seenAs: "fd17:17:17::2" };
  await expectAnswers(one.expect, asker, "fd17:17:17::3", PORT, {
    silent: "not-reached-6",
    changed: "source-changed",
  });
  await expectAnswers(
    one.expect,
    { ...asker, seenAs: HOST.address6 },
    OUTSIDE.address6,
    OUTSIDE.port,
    {
      silent: "no-way-out-6",
      changed: "other-source",
    },
  );
  const { from, trouble = "" } = await ask(internet().pid, "tcp", HOST.address6, 8080);
  one.expect(from !== undefined, {
    diagnosis: "not-published-6",
    expected: both("the published port answers by IPv6", "发布的端口通过 IPv6 应答"),
    observed: both(trouble, trouble),
  });
  await discard(t, boxes);
});

const WITHOUT = both("this kernel has no IPv6", "这个内核没有 IPv6");
