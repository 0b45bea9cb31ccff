/** 7.6 to 7.8 and 7.18: published ports, from all four sides, and ports that somebody has. */
import { createServer, type Server } from "node:net";
import {
  both,
  type Container,
  goal,
  guard,
  HOST,
  howItEnded,
  internet,
  OUTSIDE,
  type Text,
  type Trial,
} from "../../../checks/src/harness/index.ts";
import { expectAddress } from "./facts.ts";
import { BIRDS, boxOn, create, discard, newState, PORT } from "./networks.ts";
import { eitherWayBridged } from "./settings.ts";
import { type Asker, ask, askInVain, expectAnswers, type Replies, why } from "./traffic.ts";

/** The host's port for the check's one container. */
const AT = 8080;

const both4 = (port: number, address = "") => {
  const at = address === "" ? `${port}` : `${address}:${port}`;
  return ["-p", `${at}:${PORT}`, "-p", `${at}:${PORT}/udp`];
};

/** A container that is published, and its address. */
async function published(t: Trial, options: readonly string[] = both4(AT)) {
  newState();
  await create(t);
  const box = await boxOn(t, BIRDS.name, options);
  return { box, address: await expectAddress(box) };
}

const THE_HOST = both("the host", "宿主机");

const OUTSIDER = (): Asker => ({
  pid: internet().pid,
  who: both("somebody outside", "外面的人"),
  seenAs: OUTSIDE.asks,
});

goal("7.6", async (t) => {
  const { box } = await published(t);
  const silent = ({ tcp }: Replies) => {
    if (tcp.from !== undefined) return "only-tcp";
    return tcp.trouble === "timed out" ? "not-admitted" : "not-published"; // nobody listens here
  };
  const trouble = { silent, changed: "source-changed" };
  await expectAnswers(box.expect, OUTSIDER(), HOST.address, AT, trouble);
  await discard(t, [box]);
});

goal("7.7", async (t) => {
  const local = both4(8181, "127.0.0.1");
  const { box } = await published(t, [...both4(AT), ...local]);
  for (const [address, port, silent] of [
    [HOST.address, AT, "not-by-own-address"],
    ["127.0.0.1", AT, "not-by-loopback"],
    ["127.0.0.1", 8181, "not-by-loopback"],
  ] as const) {
    await expectThrough(box, { pid: process.pid, who: THE_HOST }, address, port, silent);
  }
  for (const protocol of ["tcp", "udp"] as const) {
    const reply = await askInVain(internet().pid, protocol, HOST.address, 8181);
    box.expect(reply.from === undefined, {
      diagnosis: "published-to-all",
      expected: both("-p 127.0.0.1:… is not for those outside", "-p 127.0.0.1:… 不对外开放"),
      observed: both("somebody outside got an answer", "外面的人得到了回答"),
    });
  }
  await discard(t, [box]);
});

/** Fails unless both get through; as whom the container sees the asker is for mydocker to choose. */
async function expectThrough(
  box: Container,
  { pid, who }: Omit<Asker, "seenAs">,
  address: string,
  port: number,
  diagnosis: string,
): Promise<void> {
  for (const [protocol, reply] of [
    ["TCP", await ask(pid, "tcp", address, port)],
    ["UDP", await ask(pid, "udp", address, port)],
  ] as const) {
    const how = `${protocol} ${address}:${port}`;
    box.expect(reply.from !== undefined, {
      diagnosis,
      expected: both(`${who.en} gets an answer from ${how}`, `${who.zh}从 ${how} 得到回答`),
      observed: why(reply),
    });
  }
}

const POND = { name: "fishpond", subnet: "192.168.20.0/24" } as const;

goal("7.8", async (t) => {
  const { box } = await published(t);
  await create(t, POND.name, POND.subnet);
  const [neighbour, stranger] = await Promise.all([boxOn(t, BIRDS.name), boxOn(t, POND.name)]);
  await expectAddress(neighbour);
  await expectAddress(stranger);
  const askers = [
    [neighbour, both("its neighbour", "它的邻居"), "no-hairpin"],
    [box, both("the container itself", "容器自己"), "no-hairpin-to-itself"],
    [stranger, both("a container of another network", "另一个网络的容器"), "no-way-across"],
  ] as const;
  await eitherWayBridged(async () => {
    for (const [asker, who, diagnosis] of askers) {
      await expectThrough(box, { pid: asker.pid, who }, HOST.address, AT, diagnosis);
    }
  });
  await discard(t, [box, neighbour, stranger], [BIRDS.name, POND.name]);
});

const REFUSED: Text = both(
  "refused with 125, before the container starts, by a line that names the port",
  "在容器启动之前被拒绝，退出码 125，错误信息中有端口号",
);

guard("7.18", async (t) => {
  const { box } = await published(t);
  const server = await listening(8182);
  try {
    for (const port of [AT, 8182]) {
      const options = ["-net", BIRDS.name, "-p", `${port}:${PORT}`];
      const second = await t.probe(["argv"], { options });
      second.expect(second.code !== 0 && second.stdout.length === 0, {
        diagnosis: port === AT ? "published-twice" : "published-over",
        expected: REFUSED,
        observed: both("it ran", "它运行了"),
      });
      second.expect(second.code === 125 && second.stderr.toString().includes(`${port}`), {
        diagnosis: "port-unsaid",
        expected: REFUSED,
        observed: howItEnded(second),
      });
    }
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
  await discard(t, [box]);
});

/** Somebody of the machine has this port. */
function listening(port: number): Promise<Server> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "0.0.0.0", () => resolve(server));
  });
}
