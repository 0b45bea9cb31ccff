/** 7.1 and 7.12: who gets which address, and who gets it next. */
import {
  both,
  type Container,
  goal,
  guard,
  howItEnded,
  type Text,
  type Trial,
  verbatim,
} from "../../../checks/src/harness/index.ts";
import { addressOf, expectAddress } from "./facts.ts";
import { BIRDS, boxOn, create, discard, newState } from "./networks.ts";
import { ping } from "./traffic.ts";

goal("7.1", async (t) => {
  newState();
  await create(t);
  const boxes = [await boxOn(t, BIRDS.name), await boxOn(t, BIRDS.name)];
  for (const [i, box] of boxes.entries()) {
    const address = await expectAddress(box);
    const wanted = `${BIRDS.prefix}.${2 + i}`;
    box.expect(address === wanted, {
      diagnosis: whichOne(address, `${BIRDS.prefix}.2`),
      expected: both(
        `the ${i === 0 ? "first" : "second"} container gets ${wanted}`,
        `第 ${i + 1} 个容器得到 ${wanted}`,
      ),
      observed: verbatim(address),
    });
    const prefix = (await addressOf(box.pid))?.prefixlen;
    box.expect(prefix === 24, {
      diagnosis: "wrong-prefix",
      expected: both(
        "eth0's address has the network's prefix, /24",
        "eth0 的地址带有网络的前缀 /24",
      ),
      observed: verbatim(`${address}/${prefix}`),
    });
  }
  await discard(t, boxes);
});

/** What the mistake is called. */
function whichOne(address: string, first: string): string {
  if (address === `${BIRDS.prefix}.0`) return "network-given";
  if (address === `${BIRDS.prefix}.1`) return "gateway-given";
  return address === first ? "address-twice" : "other-address";
}

/** Eight addresses: the network's, the gateway's, the broadcast's, and five to give. */
const SMALL = { name: "small", subnet: "192.168.17.240/29", prefix: "192.168.17" } as const;
const FREE = [242, 243, 244, 245, 246].map((last) => `${SMALL.prefix}.${last}`);

goal("7.12", async (t) => {
  newState();
  await create(t, SMALL.name, SMALL.subnet);
  const boxes = await Promise.all(FREE.map(() => boxOn(t, SMALL.name)));
  const given = await Promise.all(boxes.map(expectAddress));
  boxes.forEach((box, i) => {
    expectGoodAddress(box, given[i] ?? "", given);
  });
  await expectExhausted(t, given);
  const lowest = given.indexOf(FREE[0] ?? "");
  const gone = boxes[lowest];
  const rest = boxes.filter((_, i) => i !== lowest);
  if (gone) await expectReused(t, gone, FREE[0] ?? "", rest);
});

function expectGoodAddress(box: Container, address: string, given: readonly string[]): void {
  const last = Number(address.split(".").at(-1));
  const mistake = MISTAKES[last - 240];
  box.expect(mistake === undefined, {
    diagnosis: mistake ?? "",
    expected: both(`one of ${FREE.join(", ")}`, `${FREE.join("、")} 之一`),
    observed: verbatim(address),
  });
  const twice = given.filter((one) => one === address).length > 1;
  box.expect(!twice, {
    diagnosis: "address-twice",
    expected: both(
      "five containers that start at once have five addresses",
      "同时启动的五个容器有五个不同的地址",
    ),
    observed: verbatim(given.toSorted().join(" ")),
  });
}

const MISTAKES: Readonly<Record<number, string>> = {
  0: "network-given",
  1: "gateway-given",
  7: "broadcast-given",
};

const REFUSED: Text = both(
  "a sixth container is refused with 125, by a line that names the network",
  "第六个容器被拒绝，退出码 125，错误信息中有网络的名字",
);

async function expectExhausted(t: Trial, given: readonly string[]): Promise<void> {
  const sixth = await t.probe(["exit", "0"], { options: ["-net", SMALL.name] });
  if (sixth.code === 0) {
    const box = await boxOn(t, SMALL.name);
    const address = await expectAddress(box);
    expectGoodAddress(box, address, [...given, address]);
  }
  const told = sixth.code === 125 && sixth.stderr.toString().includes(SMALL.name);
  sixth.expect(told, {
    diagnosis: "exhausted-unsaid",
    expected: REFUSED,
    observed: howItEnded(sixth),
  });
}

/** A neighbour has asked the old one before, so it may remember whose the address was (arp(7)). */
async function expectReused(
  t: Trial,
  gone: Container,
  address: string,
  rest: readonly Container[],
): Promise<void> {
  const [neighbour] = rest;
  if (neighbour) await ping(neighbour.pid, address);
  await gone.end();
  const next = await started(t, address);
  const again = await expectAddress(next);
  next.expect(again === address, {
    diagnosis: "not-reused",
    expected: both(`the free address, ${address}`, `空出来的地址 ${address}`),
    observed: verbatim(again),
  });
  next.expect(neighbour !== undefined && (await ping(neighbour.pid, address)), {
    diagnosis: "stale-neighbour",
    expected: both(
      `a neighbour that knew the last owner of ${address} reaches the new one`,
      `认识 ${address} 上一个主人的邻居也能到达新的主人`,
    ),
    observed: both("no echo comes back", "没有收到回应"),
  });
  await discard(t, [next, ...rest], [SMALL.name]);
}

async function started(t: Trial, address: string): Promise<Container> {
  const probe = await t.probe(["exit", "0"], { options: ["-net", SMALL.name] });
  probe.expect(probe.code === 0, {
    diagnosis: "never-released",
    expected: both(
      `after its container has ended, ${address} is free again`,
      `容器结束后，${address} 重新可用`,
    ),
    observed: howItEnded(probe),
  });
  return boxOn(t, SMALL.name);
}

/** Networks of any size, the smallest one first: two addresses, one of them the gateway's. */
const SIZES = [
  { subnet: "192.168.18.4/30", first: "192.168.18.6" },
  { subnet: "172.30.0.0/16", first: "172.30.0.2" },
  { subnet: "10.0.0.0/8", first: "10.0.0.2" },
] as const;

guard("7.13", async (t) => {
  newState();
  for (const [i, { subnet }] of SIZES.entries()) await create(t, `size${i}`, subnet);
  const boxes = await Promise.all(SIZES.map((_, i) => boxOn(t, `size${i}`)));
  for (const [i, { subnet, first }] of SIZES.entries()) {
    const box = boxes[i];
    const address = box && (await expectAddress(box));
    box?.expect(address === first, {
      diagnosis: "other-size",
      expected: both(
        `in ${subnet}, the first one gets ${first}`,
        `在 ${subnet} 中，第一个得到 ${first}`,
      ),
      observed: verbatim(address ?? ""),
    });
  }
  const [smallest] = boxes;
  const beyond = await t.probe(["exit", "0"], { options: ["-net", "size0"] });
  smallest?.expect(beyond.code !== 0, {
    diagnosis: "beyond-end",
    expected: both("a /30 has an address for one container", "/30 只够一个容器使用"),
    observed: both("a second one runs", "第二个也运行了"),
  });
  await discard(
    t,
    boxes,
    SIZES.map((_, i) => `size${i}`),
  );
});
