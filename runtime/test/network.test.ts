/** Networks: lines and rules as data, and real containers on them; needs root and a built bundle. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { type NetworkOptions, parseNetworking } from "../src/container/networkoption.ts";
import { parseExpose, parsePublish } from "../src/container/publishoption.ts";
import { freeAddress } from "../src/host/network/addresses.ts";
import { overlap, rangeOf, toAddress, toNumber } from "../src/host/network/ranges.ts";
import { missingBase, removal } from "../src/host/network/rules.ts";
import { parseSubnet, parseSubnets } from "../src/host/network/subnetoption.ts";
import { changesOf, killBefore } from "./crash/killed.ts";
import { FAR, HOST, until, type World } from "./internet.ts";
import { ended, openScene, ROOT, type Scene, tcp, udp } from "./networkscene.ts";

const test = suite("network");

test("addresses are read and written, of both families", () => {
  for (const [text, same] of [
    ["192.0.2.1", "192.0.2.1"],
    ["::", "::"],
    ["2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"],
    ["1:0:3:4:5:6:7:8", "1:0:3:4:5:6:7:8"],
    ["::ffff:192.0.2.1", "::ffff:c000:201"],
  ] as const) {
    assert.is(toAddress(toNumber(text) ?? 0n, text), same);
  }
  assert.is(toNumber("192.0.2"), undefined);
  assert.is(toNumber("fe80::1%eth0"), undefined);
});

test("subnets from /8 to /30, the articles' spelling, and what overlaps", () => {
  assert.equal(parseSubnet("192.168.10.1/24"), {
    cidr: "192.168.10.0/24",
    gateway: "192.168.10.1",
  });
  assert.is(parseSubnet("10.0.0.0/8", "10.9.9.9").gateway, "10.9.9.9");
  for (const text of ["192.0.2.0", "192.0.2.0/31", "0.0.0.0/7", "192.0.2/24", "x/24"]) {
    assert.throws(() => parseSubnet(text), /--subnet/);
  }
  assert.ok(overlap("10.0.0.0/8", "10.200.0.0/16"));
  assert.not(overlap("10.0.0.0/9", "10.128.0.0/9"));
});

test("subnets that no container can have: why, and which can", () => {
  for (const [text, why] of [
    ["127.0.0.0/8", "127.0.0.0/8 is loopback"],
    ["127.55.0.0/16", "127.0.0.0/8 is loopback"],
    ["0.0.0.0/8", "0.0.0.0/8 means this machine"],
    ["224.0.0.0/8", "224.0.0.0/4 is multicast"],
    ["239.1.0.0/16", "224.0.0.0/4 is multicast"],
    ["240.0.0.0/24", "240.0.0.0/4 is reserved"],
    ["255.255.255.0/24", "240.0.0.0/4 is reserved"],
    ["169.254.7.0/24", "169.254.0.0/16 is link-local"],
    ["::/8", "::ffff:0:0/96 is IPv4"],
    ["::1/126", "::/8 is loopback"],
    ["64:ff9b::/96", "::/8 is loopback and what else"],
    ["::ffff:10.0.0.0/104", "::ffff:0:0/96 is IPv4"],
    ["fe80::/64", "fe80::/10 is link-local"],
    ["fe00::/8", "fe80::/10 is link-local"],
    ["ff02::/16", "ff00::/8 is multicast"],
  ] as const) {
    const instead = text.includes(":") ? "fd00:28::/64" : "172.28.0.0/16";
    const said = refusal(() => parseSubnet(text));
    assert.ok(said.startsWith(`--subnet ${text}: ${why}`), said);
    assert.ok(said.endsWith(`: use a private range, such as ${instead}`), said);
    assert.not.match(said, /\n/);
  }
  for (const text of [
    "126.0.0.0/8",
    "128.0.0.0/8",
    "169.253.0.0/16",
    "fc00::/8",
    "2001:db8::/32",
  ]) {
    assert.type(parseSubnet(text).gateway, "string");
  }
});

test("a gateway: of its subnet, one of a family, and never what nobody can have", () => {
  const six = "fd00:28::/64";
  assert.equal(parseSubnets([six, "10.0.0.0/24"], ["10.0.0.9", "fd00:28::9"]), [
    { cidr: six, gateway: "fd00:28::9" },
    { cidr: "10.0.0.0/24", gateway: "10.0.0.9" },
  ]);
  for (const [cidrs, gateways, why] of [
    [["10.0.0.0/24"], ["10.0.0.0"], "--gateway 10.0.0.0: that is the name of subnet 10.0.0.0/24"],
    [["10.0.0.0/24"], ["10.0.0.255"], "--gateway 10.0.0.255: that is the last address of"],
    [["10.0.0.0/24"], ["10.0.1.1"], "--gateway 10.0.1.1: not an address of subnet 10.0.0.0/24"],
    [["10.0.0.0/24"], ["ten"], "--gateway ten: no address (choose one from 10.0.0.1 to"],
    [["10.0.0.0/24"], ["10.0.0.1", "10.0.0.2"], "--gateway 10.0.0.2: a network has one of IPv4"],
    [[six], ["fd00:28::1", "fd00:28::2"], "--gateway fd00:28::2: a network has one of IPv6"],
    [["10.0.0.0/24", "10.0.1.0/24"], [], "--subnet 10.0.1.0/24: a network has one of IPv4"],
    [["10.0.0.0/24"], ["fd00::1"], "--gateway fd00::1: the --subnet of IPv6"],
    [[], ["10.0.0.1"], "--gateway 10.0.0.1: the --subnet of IPv4"],
  ] as const) {
    const said = refusal(() => parseSubnets(cidrs, gateways));
    assert.ok(said.startsWith(why), said);
  }
});

/** What an action is refused with. */
function refusal(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    return (error as Error).message;
  }
  return "not refused";
}

test("the lowest free address: never the network's, the gateway's, or the last", () => {
  const range = rangeOf(parseSubnet("192.0.2.0/29", "192.0.2.2"));
  const taken = new Set<bigint>();
  const given: string[] = [];
  for (let next = freeAddress(range, taken); next !== undefined; next = freeAddress(range, taken)) {
    taken.add(next);
    given.push(toAddress(next, "192.0.2.0"));
  }
  assert.equal(
    given,
    [1, 3, 4, 5, 6].map((n) => `192.0.2.${n}`),
  );
});

test("-p: all spellings, ranges, and what is refused", () => {
  const one = { protocol: "tcp", hostIp: undefined, hostPorts: [8080, 8080], containerPort: 80 };
  assert.equal(parsePublish("8080:80"), [one]);
  assert.equal(parsePublish("127.0.0.1:8080:80/udp"), [
    { ...one, hostIp: "127.0.0.1", protocol: "udp" },
  ]);
  assert.equal(parsePublish("80"), [{ ...one, hostPorts: undefined }]);
  assert.equal(parsePublish("[2001:db8::1]::80")[0]?.hostIp, "2001:db8::1");
  assert.equal(
    parsePublish("8000-8002:80-82").map(({ hostPorts }) => hostPorts?.[0]),
    [8000, 8001, 8002],
  );
  assert.equal(parsePublish("8000-8010:80")[0]?.hostPorts, [8000, 8010]);
  for (const word of [
    "",
    "x:80",
    "80:",
    "0:80",
    "70000:80",
    "80:80/icmp",
    "1-3:80-81",
    "9-8:9-8",
    "999.0.0.1:1:1",
    "224.0.0.1:1:1/udp",
    "255.255.255.255:1:1",
  ]) {
    assert.throws(
      () => parsePublish(word),
      new RegExp(`^-p ${JSON.stringify(word)}: `.replaceAll(".", "\\.")),
    );
  }
});

test("--expose: a port or a range, never a mapping, and its own words for a wrong one", () => {
  const ports = (word: string) =>
    parseExpose(word).map(({ protocol, containerPort }) => `${containerPort}/${protocol}`);
  assert.equal(ports("80"), ["80/tcp"]);
  assert.equal(ports("53/UDP"), ["53/udp"]);
  assert.equal(ports("80-82/udp"), ["80/udp", "81/udp", "82/udp"]);
  for (const word of ["80:80", "127.0.0.1:80:80", "x", "", "80/icmp", "9-8", "0", "70000", "80-"]) {
    const said = refusal(() => parseExpose(word));
    assert.ok(said.startsWith(`--expose ${JSON.stringify(word)}: `), said);
  }
  assert.match(
    refusal(() => parseExpose("80:80")),
    /-p makes a port of the machine lead to it/,
  );
  const asked = (publishAll: boolean, expose: string[], exposed: string[]) =>
    parseNetworking({ publishAll, expose }, { usual: "bridge", isRoot: true, exposed })?.ports;
  assert.is(asked(true, ["80", "80-81"], ["80/tcp"])?.length, 2);
  assert.is(asked(false, ["80"], ["80/tcp"])?.length, 0);
  assert.match(
    refusal(() => asked(false, ["80:80"], [])),
    /^--expose "80:80"/,
  );
  assert.match(
    refusal(() => asked(true, [], ["80/sctp"])),
    /^the image's EXPOSE "80\/sctp"/,
  );
});

test("--network: what goes together, and what contradicts it, with the reason", () => {
  const ask = (options: NetworkOptions) =>
    parseNetworking(options, { usual: "bridge", isRoot: true, exposed: [] });
  const networks = (...network: string[]) => ask({ network })?.networks.map((one) => one.network);
  assert.equal(networks("one", "two"), ["one", "two"]);
  assert.equal(networks("default", "one"), ["bridge", "one"]);
  const other = { network: ["container:web"] };
  for (const [options, why] of [
    [{ network: ["one", "one"] }, "--network one is given twice"],
    [{ network: ["default", "bridge"] }, "--network bridge is given twice"],
    [{ network: ["one", "host"] }, "--network host cannot be had with --network one: who is in"],
    [{ network: ["none", "one"] }, "--network none cannot be had with --network one: that is no"],
    [
      { network: ["one", "container:web"] },
      "--network container:web cannot be had with --network one",
    ],
    [
      { network: ["host"], publish: ["80:80"] },
      "-p cannot be had with --network host: the container's",
    ],
    [
      { network: ["none"], ip: "10.0.0.2" },
      "--ip cannot be had with --network none: there is nothing",
    ],
    [{ ...other, hostname: "x" }, "--hostname cannot be had with --network container:web: it has"],
    [{ ...other, publish: ["80:80"] }, "-p cannot be had with --network container:web: the ports"],
    [{ ...other, publishAll: true }, "-P cannot be had with --network container:web: the ports"],
    [
      { ...other, expose: ["80"] },
      "--expose cannot be had with --network container:web: the ports",
    ],
    [{ ...other, dns: ["192.0.2.1"] }, "--dns cannot be had with --network container:web: it has"],
    [
      { ...other, addHost: ["a:192.0.2.1"] },
      "--add-host cannot be had with --network container:web",
    ],
    [
      { ...other, networkAlias: ["a"] },
      "--network-alias cannot be had with --network container:web",
    ],
    [{ networkAlias: ["a"] }, "--network-alias a: on network bridge there are no names"],
  ] as const) {
    const said = refusal(() => ask(options as unknown as NetworkOptions));
    assert.ok(said.startsWith(why), said);
  }
});

test("only the owner's rules go, and with the last owner what all share", () => {
  const saved = `*filter
:INPUT ACCEPT [0:0]
:FORWARD DROP [0:0]
:MYDOCKER-FORWARD - [0:0]
:MYDOCKER-br-1 - [0:0]
:OTHER - [0:0]
-A FORWARD -m comment --comment mydocker -j MYDOCKER-FORWARD
-A FORWARD -m comment --comment "mydocker network b (br-2)" -j ACCEPT
-A OTHER -i br-1 -j DROP
-A MYDOCKER-br-1 -m comment --comment "mydocker network a (br-1)" -j DROP
COMMIT
`;
  const [a, b] = ["mydocker network a (br-1)", "mydocker network b (br-2)"];
  assert.equal(removal(saved, new Set([a])).get("filter"), [
    `-D MYDOCKER-br-1 -m comment --comment "${a}" -j DROP`,
    "-X MYDOCKER-br-1",
  ]);
  assert.equal(
    removal(saved, new Set([a, b]))
      .get("filter")
      ?.slice(-2),
    ["-X MYDOCKER-FORWARD", "-X MYDOCKER-br-1"],
  );
  assert.not(
    missingBase(saved)
      .get("filter")
      ?.some((line) => line.includes(":MYDOCKER-FORWARD ")),
  );
});

let scene: Scene;
let world: World;

test.before.each(() => {
  scene = openScene();
  world = scene.world;
});

test.after.each(() => scene.end());

const ok = (...words: string[]) => scene.ok(...words);
const up = (...words: string[]) => scene.up(...words);
const serve = (...words: string[]) => scene.serve(...words);
const sh: Scene["sh"] = (...words) => scene.sh(...words);

test("inside: eth0, its address, a way out, lo, a MAC of the address; the host's address outside", () => {
  ok("network", "create", "--driver", "bridge", "--subnet", "192.168.10.1/24", "testbridge");
  const { out } = sh("testbridge", "ip address; ip route; ping -c 1 -W 2 203.0.113.10");
  assert.match(out, /inet 192\.168\.10\.2\/24 .*eth0/);
  assert.match(out, /link\/ether 02:42:c0:a8:0a:02/);
  assert.match(out, /lo: <LOOPBACK,UP/);
  assert.match(out, /default via 192\.168\.10\.1 dev eth0/);
  assert.match(out, /1 packets received/);
  assert.match(world.outside("ip", "neigh").out, new RegExp(HOST ?? ""));
  assert.not.match(world.outside("ip", "neigh").out, /192\.168\.10/);
});

test("a published port, TCP and UDP: from outside, the machine's addresses, 127.0.0.1, and hairpin", async () => {
  ok("network", "create", "--subnet", "172.28.0.0/16", "one");
  ok("network", "create", "--subnet", "172.29.0.0/16", "two");
  await serve("--network", "one", "-p", "8080:80", "-p", "8080:80/udp");
  for (const call of [tcp, udp]) {
    assert.match(world.outside(...call(HOST ?? "", 8080)).out, /198\.51\.100\.1$/);
    assert.match(world.onHost(...call(HOST ?? "", 8080)).out, /\d$/);
    assert.match(world.onHost(...call("127.0.0.1", 8080)).out, /172\.28\.0\.1$/);
    for (const network of ["one", "two"]) {
      const words = ["run", "--network", network, "--rootfs", "/", ...call(HOST ?? "", 8080)];
      assert.match(ok(...words), /\d$/);
    }
  }
});

test("networks are closed to each other and to outside, but for what is published", async () => {
  ok("network", "create", "--subnet", "172.28.0.0/16", "one");
  ok("network", "create", "two");
  await serve("--network", "one", "--name", "web");
  assert.is(sh("one", "ping -c 1 -W 2 172.28.0.2").status, 0);
  assert.is(sh("two", "ping -c 1 -W 1 172.28.0.2").status, 1);
  world.outside("ip", "route", "add", "172.28.0.0/16", "via", HOST ?? "");
  assert.is(world.outside(...tcp("172.28.0.2", 80)).status, 3);
  assert.is(world.onHost(...tcp("172.28.0.2", 80)).status, 0);
});

test("--internal: no way out, not even for who makes a route of his own", () => {
  ok("network", "create", "--internal", "--subnet", "172.28.0.0/16", "inner");
  assert.not.match(sh("inner", "ip route").out, /default/);
  const script = `ip route add default via 172.28.0.1; ping -c 1 -W 1 ${FAR}`;
  assert.is(sh("inner", script, "--privileged").status, 1);
  assert.match(sh("inner", "true", "-p", "80:80").err, /inner is internal/);
});

test("where FORWARD drops everything, containers get out, and nothing else does", () => {
  world.onHost("iptables", "-P", "FORWARD", "DROP");
  assert.is(sh("bridge", `ping -c 1 -W 2 ${FAR}`).status, 0);
  assert.match(world.onHost("iptables-save").out, /:FORWARD DROP/);
});

test("IPv6: an address, a way to its gateway", () => {
  ok("network", "create", "--ipv6", "six");
  const { out, status, err } = sh(
    "six",
    "ip -6 address show eth0; ping -6 -c 1 -W 2 $(ip -6 route | sed -n 's/default via \\([^ ]*\\).*/\\1/p')",
  );
  assert.is(status, 0, err + out);
  assert.match(out, /inet6 fd[0-9a-f:]+::2\/64/);
});

test("names: each other's, while they are there", async () => {
  ok("network", "create", "names");
  await up(
    "--network",
    "names",
    "--name",
    "db",
    "--network-alias",
    "store",
    "--rootfs",
    ROOT,
    "sh",
    "-c",
    "echo ready; exec sleep 60",
  );
  const { out } = sh(
    "names",
    "ping -c 1 -W 2 db >/dev/null && ping -c 1 -W 2 store; cat /etc/hosts",
    "--add-host",
    "far:203.0.113.10",
  );
  assert.match(out, /1 packets received/);
  assert.match(out, /203\.0\.113\.10\tfar/);
  assert.not.match(readFileSync("/etc/hosts", "utf8"), /# mydocker/);
});

test("--mac-address is its card's, and its domain is the network's to know", () => {
  const named = ["--mac-address", "02:AA:bb:09:00:01", "-h", "nest"];
  const { out } = sh("bridge", "ip link; cat /etc/hosts", ...named, "--domainname", "example.org");
  assert.match(out, /link\/ether 02:aa:bb:09:00:01/);
  assert.match(out, /\tnest\.example\.org .*\bnest\b/);
  for (const wrong of ["01:00:5e:00:00:01", "02:42", "00:00:00:00:00:00"]) {
    assert.match(sh("bridge", "true", "--mac-address", wrong).err, /an address of one card/);
  }
});

test("--dns, --dns-search: in place of the machine's", () => {
  const { out } = sh(
    "bridge",
    "cat /etc/resolv.conf",
    "--dns",
    "192.0.2.53",
    "--dns-search",
    "x.example",
  );
  assert.match(out, /^nameserver 192\.0\.2\.53\nsearch x\.example\n/);
  assert.is(out.match(/nameserver/g)?.length, 1);
});

test("refusals name who has it, and the container does not start", async () => {
  ok("network", "create", "--subnet", "172.28.0.0/30", "small");
  assert.match(
    world.mydocker("network", "create", "--subnet", "172.28.0.0/16", "x").err,
    /which network small has/,
  );
  assert.match(
    world.mydocker("network", "create", "--subnet", "198.51.100.0/25", "x").err,
    /on uplink/,
  );
  assert.match(world.mydocker("network", "create", "small").err, /exists already/);
  assert.match(sh("nowhere", "true").err, /no network "nowhere"/);
  assert.match(sh("small", "true", "--ip", "172.28.0.3").err, /--ip 172\.28\.0\.3/);
  await up(
    "--network",
    "small",
    "--name",
    "web",
    "-p",
    "8080:80",
    "--rootfs",
    ROOT,
    "sh",
    "-c",
    "echo ready; exec sleep 60",
  );
  assert.match(sh("small", "true").err, /all addresses of 172\.28\.0\.0\/30 are taken/);
  assert.match(
    sh("bridge", "true", "-p", "8080:80").err,
    /8080\/tcp is already in use by container/,
  );
  assert.match(world.mydocker("network", "rm", "small").err, /in use by container/);
  const script = "require('net').createServer().listen(7777, () => console.log('on'))";
  const listener = world.start(
    "run",
    "--network",
    "host",
    "--rootfs",
    "/",
    process.execPath,
    "-e",
    script,
  );
  scene.running.push(listener);
  await until("a listener", () => world.onHost("ss", "-tln").out.includes(":7777"));
  assert.match(sh("bridge", "true", "-p", "7777:80").err, /in use by node \(pid \d+\)/);
});

test("create and remove, and containers' ends, leave links, routes and rules as they were", async () => {
  const before = world.state();
  ok("network", "create", "--ipv6", "six");
  assert.is.not(world.state(), before);
  assert.is(sh("six", "true", "-p", "8080:80", "-P").status, 0);
  assert.match(sh("six", "ip address show eth0").out, /\.2\//);
  ok("network", "rm", "six");
  await until("the state before", () => world.state() === before);
});

test("after kill -9 in the middle the next command mends it", async () => {
  const before = world.state();
  ok("network", "create", "--subnet", "172.28.0.0/16", "one");
  const child = await up(
    "--network",
    "one",
    "-p",
    "8080:80",
    "--rootfs",
    ROOT,
    "sh",
    "-c",
    "echo ready; exec sleep 60",
  );
  child.kill("SIGKILL");
  await ended(child);
  assert.match(world.onHost("iptables-save").out, /mydocker container/);
  ok("network", "ls");
  assert.not.match(world.onHost("iptables-save").out, /mydocker container/);
  assert.equal(readdirSync(join(world.root, "networks/one/leases")), []);
  const creation = (name: string) => {
    const onHost = ["nsenter", "-t", `${world.host}`, "-n", "env", `MYDOCKER_ROOT=${world.root}`];
    return [...onHost, world.program, "network", "create", name];
  };
  const changes = changesOf(creation("whole"));
  for (const part of [0.3, 0.5, 0.7, 0.9]) {
    const change = changes[Math.round(changes.length * part)]; // the first are Node's own start
    const { name, nth } = change ?? { name: "", nth: 0 };
    assert.ok(killBefore({ name, nth }, creation(`cut${part}`)), `killed before ${name} ${nth}`);
  }
  const left = ok("network", "ls", "-q").split("\n").filter(Boolean);
  ok("network", "rm", ...left);
  await until("the state before", () => world.state() === before);
});

test("50 containers at once: 50 addresses, and nothing left", async () => {
  const before = world.state();
  ok("network", "create", "--subnet", "10.0.0.0/8", "many");
  const words = [
    "run",
    "--network",
    "many",
    "--init",
    "--rootfs",
    ROOT,
    "sh",
    "-c",
    "ip -4 address show eth0; exec sleep 60",
  ];
  const children = Array.from({ length: 50 }, () => world.start(...words));
  const said = children.map(() => "");
  children.forEach((child, i) => {
    child.stdout?.on("data", (data) => {
      said[i] += data;
    });
  });
  scene.running.push(...children);
  const addresses = () => said.flatMap((text) => /inet (\S+)/.exec(text)?.[1] ?? []);
  await until("50 addresses", () => addresses().length === children.length, 60_000);
  assert.is(new Set(addresses()).size, children.length);
  for (const child of children) child.kill("SIGTERM");
  await Promise.all(children.map(ended));
  ok("network", "rm", "many");
  await until("the state before", () => world.state() === before);
});

test("--net-rate slows it down; host and container: are somebody else's", async () => {
  assert.match(sh("bridge", "true", "--net-rate", "fast").err, /--net-rate "fast"/);
  assert.is(sh("bridge", "true", "--net-rate", "10mbit").status, 0);
  assert.match(sh("host", "ip address").out, /uplink/);
  assert.not.match(sh("none", "ip address").out, /eth0/);
});

test.run();
