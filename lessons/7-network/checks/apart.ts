/** 7.9 to 7.11: who is not to be reached. */
import {
  both,
  type Container,
  enter,
  goal,
  HOST,
  internet,
  OUTSIDE,
  type Text,
} from "../../../checks/src/harness/index.ts";
import { expectAddress } from "./facts.ts";
import { BIRDS, boxOn, create, discard, newState, PORT } from "./networks.ts";
import { withForwarding } from "./settings.ts";
import { ask, askInVain, expectAnswers, pingInVain } from "./traffic.ts";

const FISH = { name: "fishpond", subnet: "192.168.20.0/24" } as const;

goal("7.9", async (t) => {
  newState();
  await create(t);
  await create(t, FISH.name, FISH.subnet);
  const [bird, fish] = await Promise.all([boxOn(t, BIRDS.name), boxOn(t, FISH.name)]);
  const addresses = [await expectAddress(bird), await expectAddress(fish)];
  await expectOut(bird);
  await expectOut(fish);
  await expectApart(bird, fish, addresses[1] ?? "", "not-isolated");
  await expectApart(fish, bird, addresses[0] ?? "", "not-isolated");
  await discard(t, [bird, fish], [BIRDS.name, FISH.name]);
});

const A_CONTAINER = both("a container", "容器");

/** To be apart is no art for who cannot go anywhere. */
const expectOut = (box: Container) =>
  expectAnswers(
    box.expect,
    { pid: box.pid, who: A_CONTAINER, seenAs: HOST.address },
    OUTSIDE.address,
    OUTSIDE.port,
    { silent: "cut-off", changed: "other-source" },
  );

/** Neither answers nor questions may get through: a question that does is half an attack. */
async function expectApart(
  from: Container,
  to: Container,
  address: string,
  diagnosis: string,
): Promise<void> {
  const [tcp, udp, echo] = await Promise.all([
    askInVain(from.pid, "tcp", address, PORT),
    askInVain(from.pid, "udp", address, PORT),
    pingInVain(from.pid, address),
  ]);
  const heard = to.command.stdout().includes(udp.question);
  const through = [tcp.from && "TCP", (udp.from ?? heard) && "UDP", echo && "ICMP"].filter(Boolean);
  from.expect(through.length === 0, {
    diagnosis: tcp.from || echo ? diagnosis : "udp-through",
    expected: both("nothing gets from one network into the other", "一个网络的包到不了另一个网络"),
    observed: got(through.join(", "), address),
  });
}

const got = (what: string, where: string): Text =>
  both(`${what} gets to ${where}`, `${what} 到达了 ${where}`);

const INSIDE = { name: "inside", subnet: "192.168.21.0/24" } as const;

/** A container may well be allowed to change its own routes: a missing one keeps nobody in. */
goal("7.10", (t) =>
  withForwarding(true, async () => {
    newState();
    await create(t);
    await create(t, INSIDE.name, INSIDE.subnet, ["--internal"]);
    const boxes = await Promise.all([
      boxOn(t, INSIDE.name),
      boxOn(t, INSIDE.name),
      boxOn(t, BIRDS.name, ["-p", `8080:${PORT}`]),
    ]);
    const [one, two] = boxes;
    await expectAddress(one);
    const address = await expectAddress(two);
    const reply = await ask(one.pid, "tcp", address, PORT);
    one.expect(reply.from !== undefined, {
      diagnosis: "cut-off",
      expected: both(
        "containers of an internal network reach each other",
        "内部网络的容器之间可以互通",
      ),
      observed: both(reply.trouble ?? "", reply.trouble ?? ""),
    });
    await enter(one.pid, ["net"], ["ip", "route", "add", "default", "via", "192.168.21.1"]);
    const [tcp, udp, published] = await Promise.all([
      askInVain(one.pid, "tcp", OUTSIDE.address, OUTSIDE.port),
      askInVain(one.pid, "udp", OUTSIDE.address, OUTSIDE.port),
      askInVain(one.pid, "tcp", HOST.address, 8080),
    ]);
    const out = tcp.from ?? udp.from ?? internet().heard().includes(udp.question);
    one.expect(!out, {
      diagnosis: "way-out",
      expected: both(
        "an internal network has no way out, also for who adds a route himself",
        "内部网络没有出口，自己添加路由也出不去",
      ),
      observed: got("a packet", OUTSIDE.address),
    });
    one.expect(published.from === undefined, {
      diagnosis: "way-across",
      expected: both(
        "an internal network has no way into another one, published ports included",
        "内部网络也到不了另一个网络，包括它发布的端口",
      ),
      observed: got("TCP", `${HOST.address}:8080`),
    });
    await discard(t, boxes, [INSIDE.name, BIRDS.name]);
  }),
);

/** Somebody outside, on the machine's own wire, who has found out how to get to a network. */
async function withWayIn(subnet: string, use: () => Promise<void>): Promise<void> {
  const route = (how: string) =>
    enter(internet().pid, ["net"], ["ip", "route", how, subnet, "via", HOST.address]);
  await route("add");
  try {
    await use();
  } finally {
    await route("delete");
  }
}

const OTHER_PORT = ["-p", `8080:${PORT + 1}`, "-p", `8080:${PORT + 1}/udp`];

goal("7.11", (t) =>
  withWayIn("192.168.10.0/24", async () => {
    newState();
    await create(t);
    const [box, next] = await Promise.all([
      boxOn(t, BIRDS.name, OTHER_PORT),
      boxOn(t, BIRDS.name, ["-p", `8081:${PORT}`]),
    ]);
    const address = await expectAddress(box);
    const published = await expectAddress(next);
    await expectOut(box);
    const [tcp, udp, past] = await Promise.all([
      askInVain(internet().pid, "tcp", address, PORT),
      askInVain(internet().pid, "udp", address, PORT),
      askInVain(internet().pid, "tcp", published, PORT),
    ]);
    const heard = box.command.stdout().includes(udp.question);
    box.expect(tcp.from === undefined && !heard, {
      diagnosis: "open-to-all",
      expected: both(
        "nobody outside gets to a port that is not published",
        "外面的人到不了没有发布的端口",
      ),
      observed: got(tcp.from === undefined ? "UDP" : "TCP", `${address}:${PORT}`),
    });
    next.expect(past.from === undefined, {
      diagnosis: "past-the-port",
      expected: both(
        "a published port is reached by the machine's address only",
        "发布的端口只能经宿主机的地址访问",
      ),
      observed: got("TCP", `${published}:${PORT}`),
    });
    await discard(t, [box, next]);
  }),
);
