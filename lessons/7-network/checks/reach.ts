/** 7.3 to 7.5: neighbours, and the way out, with each policy that a machine may have for forwarding. */
import { execFileSync } from "node:child_process";
import {
  both,
  type Container,
  type Expect,
  goal,
  HOST,
  internet,
  OUTSIDE,
  type Trial,
  verbatim,
} from "../../../checks/src/harness/index.ts";
import { expectAddress } from "./facts.ts";
import { BIRDS, boxOn, create, discard, newState, PORT } from "./networks.ts";
import { forwards, withForwarding } from "./settings.ts";
import { expectAnswers, ping, type Replies } from "./traffic.ts";

const A_CONTAINER = both("a container", "容器");
const THE_HOST = both("the host", "宿主机");

/** Two containers on the article's network, and their addresses. */
async function twoBirds(t: Trial, options: readonly string[] = []) {
  newState();
  await create(t);
  const boxes = await Promise.all([boxOn(t, BIRDS.name, options), boxOn(t, BIRDS.name)]);
  const [one, two] = boxes;
  const [first, second] = [await expectAddress(one), await expectAddress(two)];
  return { boxes, one, two, first, second };
}

goal("7.3", async (t) => {
  const { boxes, one, two, first, second } = await twoBirds(t);
  const gateway = `${BIRDS.prefix}.1`;
  const trouble = { silent: "not-reached", changed: "source-changed" };
  for (const [from, to] of [
    [{ pid: one.pid, who: A_CONTAINER, seenAs: first }, second],
    [{ pid: two.pid, who: A_CONTAINER, seenAs: second }, first],
    [{ pid: process.pid, who: THE_HOST, seenAs: gateway }, first],
  ] as const) {
    await expectEcho(one.expect, from.pid, to);
    await expectAnswers(one.expect, from, to, PORT, trouble);
  }
  await expectEcho(one.expect, one.pid, gateway);
  await discard(t, boxes);
});

async function expectEcho(expect: Expect, pid: number, address: string): Promise<void> {
  expect(await ping(pid, address), {
    diagnosis: "not-reached",
    expected: both(`an echo of ICMP comes back from ${address}`, `${address} 有 ICMP 回应`),
    observed: both("none", "没有"),
  });
}

goal("7.4", (t) =>
  withForwarding(false, async () => {
    const { boxes, one, first } = await twoBirds(t);
    await expectWayOut(one, first, "no-way-out");
    await discard(t, boxes);
  }),
);

async function expectWayOut(box: Container, address: string, stopped: string): Promise<void> {
  const asker = { pid: box.pid, who: A_CONTAINER, seenAs: HOST.address };
  const silent = ({ udp }: Replies) => {
    if (!forwards()) return "no-forwarding";
    if (heard(udp.question, address)) return "no-masquerade";
    return heard(udp.question, HOST.address) ? "replies-dropped" : stopped;
  };
  await expectAnswers(box.expect, asker, OUTSIDE.address, OUTSIDE.port, {
    silent,
    changed: "other-source",
  });
  box.expect(await ping(box.pid, OUTSIDE.address), {
    diagnosis: "no-ping",
    expected: both(`an echo comes back from ${OUTSIDE.address}`, `${OUTSIDE.address} 有回应`),
    observed: both("none", "没有"),
  });
}

/** Whether a datagram has come there under some address. */
const heard = (question: string, from: string) =>
  internet().heard().includes(`udp ${from} ${question}`);

/** As Docker, or a firewall, leaves a machine: nothing is forwarded that nobody has allowed. */
async function withPolicyDrop(use: () => Promise<void>): Promise<void> {
  execFileSync("iptables", ["-w", "-P", "FORWARD", "DROP"]);
  try {
    await use();
  } finally {
    execFileSync("iptables", ["-w", "-P", "FORWARD", "ACCEPT"]);
  }
}

goal("7.5", (t) =>
  withForwarding(false, () =>
    withPolicyDrop(async () => {
      const { boxes, one, first } = await twoBirds(t, [
        "-p",
        `8085:${PORT}`,
        "-p",
        `8085:${PORT}/udp`,
      ]);
      await expectWayOut(one, first, "forward-dropped");
      const outside = {
        pid: internet().pid,
        who: both("somebody outside", "外面的人"),
        seenAs: OUTSIDE.asks,
      };
      await expectAnswers(one.expect, outside, HOST.address, 8085, {
        silent: "published-dropped",
        changed: "source-changed",
      });
      expectPolicy(one.expect);
      await discard(t, boxes);
    }),
  ),
);

function expectPolicy(expect: Expect): void {
  const policy = execFileSync("iptables", ["-w", "-S", "FORWARD"], { encoding: "utf8" }).split(
    "\n",
  )[0];
  expect(policy === "-P FORWARD DROP", {
    diagnosis: "policy-changed",
    expected: both("the machine's own policy stays as it is", "机器自己的策略保持不变"),
    observed: verbatim(policy ?? ""),
  });
}
