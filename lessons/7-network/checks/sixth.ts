/** 7.23: the same with IPv6, whose addresses are used at once and reach as far. */
import { existsSync } from "node:fs";
import {
  both,
  goal,
  HOST,
  internet,
  MachineProblem,
  OUTSIDE,
  type Trial,
  verbatim,
} from "../../../checks/src/harness/index.ts";
import { linksIn } from "./facts.ts";
import { BIRDS, boxOn, create, discard, newState, PORT } from "./networks.ts";
import { ask, expectAnswers } from "./traffic.ts";

/** Unique local addresses (RFC 4193). */
const SUBNET = "fd17:17:17::/64";
const A_CONTAINER = both("a container", "容器");

goal("7.23", async (t) => {
  if (!existsSync("/proc/sys/net/ipv6")) throw new MachineProblem(WITHOUT);
  newState();
  await create(t, BIRDS.name, BIRDS.subnet, ["--ipv6", "--subnet", SUBNET]);
  const one = await boxWith(t, 2, ["-p", `8080:${PORT}`]);
  const two = await boxWith(t, 3);
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
  await discard(t, [one, two]);
});

/** A container whose address of IPv6 ends in `last`, and can be used from the beginning. */
async function boxWith(t: Trial, last: number, options: readonly string[] = []) {
  const box = await boxOn(t, BIRDS.name, options);
  const found = (await linksIn(box.pid)).flatMap(({ addr_info }) => addr_info);
  const own = found.find(({ local }) => local === `fd17:17:17::${last}`);
  box.expect(own !== undefined, {
    diagnosis: found.some(({ family }) => family === "inet") ? "no-ipv6" : "no-eth0",
    expected: both(`eth0 has fd17:17:17::${last}, too`, `eth0 还有地址 fd17:17:17::${last}`),
    observed: verbatim(found.map(({ local }) => local).join(" ")),
  });
  box.expect(own?.tentative !== true, {
    diagnosis: "tentative",
    expected: both(
      `fd17:17:17::${last} can be used when the command starts`,
      `命令启动时 fd17:17:17::${last} 就能使用`,
    ),
    observed: both("it is tentative", "它还是 tentative"),
  });
  return box;
}

const WITHOUT = both("this kernel has no IPv6", "这个内核没有 IPv6");
