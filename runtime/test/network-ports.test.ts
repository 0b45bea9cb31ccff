/** Published ports in all their forms, IPv6, and a rate that holds; needs root and a built bundle. */
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { HOST, ROUTER, until } from "./internet.ts";
import { openScene, ROOT, type Scene, tcp, udp } from "./networkscene.ts";

const test = suite("network ports");

let scene: Scene;

test.before.each(() => {
  scene = openScene();
});

test.after.each(() => scene.end());

const ok = (...words: string[]) => scene.ok(...words);
const detached = (name: string, ...words: string[]) =>
  ok("run", "-d", "--name", name, ...words, "--rootfs", ROOT, "sleep", "600");
const portsOf = (name: string) => ok("port", name).trim().split("\n");

test("-P publishes what --expose and the image name, each at a free port", async () => {
  ok("import", "--change", "EXPOSE 80/tcp 80/udp", archive(), "web");
  ok("run", "-d", "--name", "image", "-P", "--expose", "90", "web", "sleep", "600");
  const ports = portsOf("image");
  assert.is(ports.length, 3);
  for (const inside of ["80/tcp", "80/udp", "90/tcp"]) {
    const port = ports.find((line) => line.startsWith(`${inside} -> 0.0.0.0:`));
    const number = Number(port?.split(":")[1]);
    assert.ok(number >= 32768 && number <= 60999, `${inside}: ${port}`);
  }
  await scene.serveAs("served", "-P", "--expose", "80", "-p", "8080:81");
  const port = Number(ok("port", "served", "80").trim().split(":")[1]);
  assert.match(scene.world.outside(...tcp(HOST ?? "", port)).out, /198\.51\.100\.1$/);
  assert.match(ok("port", "served"), /81\/tcp -> 0\.0\.0\.0:8080/);
});

/** An archive of busybox. */
function archive(): string {
  const path = `${scene.world.root}/busybox.tar`;
  assert.is(scene.world.onHost("tar", "-C", ROOT, "-cf", path, ".").status, 0);
  return path;
}

test("-p 80: a port by chance, another one for the second", async () => {
  await scene.serveAs("one", "-p", "80", "-p", "80/udp");
  const [first] = ok("port", "one", "80/tcp").trim().split(":").slice(1).map(Number);
  const [second] = ok("port", "one", "80/udp").trim().split(":").slice(1).map(Number);
  assert.match(scene.world.outside(...tcp(HOST ?? "", first ?? 0)).out, /198\.51\.100\.1$/);
  assert.match(scene.world.outside(...udp(HOST ?? "", second ?? 0)).out, /198\.51\.100\.1$/);
  detached("two", "-p", "80");
  assert.is.not(ok("port", "two", "80"), ok("port", "one", "80"));
});

test("ranges: port by port, or the first free one of a range", () => {
  detached("many", "-p", "8000-8002:80-82", "-p", "8100-8101:90/udp");
  assert.equal(portsOf("many"), [
    "80/tcp -> 0.0.0.0:8000",
    "81/tcp -> 0.0.0.0:8001",
    "82/tcp -> 0.0.0.0:8002",
    "90/udp -> 0.0.0.0:8100",
  ]);
  detached("next", "-p", "8000-8003:80", "-p", "8100-8101:90/udp");
  assert.equal(portsOf("next"), ["80/tcp -> 0.0.0.0:8003", "90/udp -> 0.0.0.0:8101"]);
  assert.match(
    scene.sh("bridge", "true", "-p", "8100-8101:90/udp").err,
    /-p: ports 8100-8101\/udp are already in use by container many/,
  );
});

test("an address before the port: by it alone, and free at another one", async () => {
  scene.world.onHost("ip", "address", "add", "198.51.100.3/24", "dev", "uplink");
  await scene.serve("-p", "198.51.100.3:8080:80");
  assert.match(scene.world.outside(...tcp("198.51.100.3", 8080)).out, /198\.51\.100\.1$/);
  assert.is(scene.world.outside(...tcp(HOST ?? "", 8080)).status, 2);
  assert.is(scene.sh("bridge", "true", "-p", `${HOST}:8080:80`).status, 0);
  assert.match(scene.sh("bridge", "true", "-p", "8080:80").err, /in use/);
});

/** Whether a program of the machine can have a port: 0, or 1 when it is in use. */
const canBind = (port: number, protocol: "tcp" | "udp") => {
  const taker = {
    tcp: `require("net").createServer().on("error", refused).listen(${port}, "0.0.0.0", taken)`,
    udp: `require("dgram").createSocket("udp4").on("error", refused).on("listening", taken).bind(${port})`,
  }[protocol];
  const script = `const taken = () => process.exit(0);
    const refused = ({ code }) => process.exit(code === "EADDRINUSE" ? 1 : 9);
    ${taker}`;
  return scene.world.onHost(process.execPath, "-e", script).status;
};

test("a published port is the container's: nobody else gets it, until it ends", async () => {
  detached("back", "-p", "8080:80", "-p", "8080:80/udp");
  await scene.up("-p", "8081:80", "--rootfs", ROOT, "sh", "-c", "echo ready; exec sleep 60");
  const ports = [
    [8080, "tcp"],
    [8080, "udp"],
    [8081, "tcp"],
  ] as const;
  for (const [port, protocol] of ports) assert.is(canBind(port, protocol), 1, `${port}`);
  assert.is(canBind(8082, "tcp"), 0);
  ok("restart", "-t", "0", "back");
  assert.is(canBind(8080, "tcp"), 1, "after a restart");
  ok("rm", "-f", "back");
  assert.is(canBind(8080, "tcp"), 0);
  assert.is(canBind(8080, "udp"), 0);
  const { err } = scene.sh("bridge", "true", "-p", "192.0.2.7:8080:80");
  assert.match(err, /-p: the machine does not have the address 192\.0\.2\.7/);
});

/** Sends from one port all the time, and says what comes back. */
const ASKER = (address: string) => `
  const s = require("dgram").createSocket("udp${address.includes(":") ? 6 : 4}");
  s.on("message", (m) => console.log(String(m)));
  s.bind(${address.includes(":") ? 5556 : 5555}, () => console.log("ready"));
  setInterval(() => s.send("?", 8080, "${address}"), 50);`;

const ANSWERER = (word: string) => `
  const s = require("dgram").createSocket("udp6");
  s.on("message", (_, { port, address }) => s.send("${word}", port, address));
  s.bind(80);`;

test("UDP that goes on from one port reaches whoever is published now", async () => {
  scene.world.onHost("ip", "-6", "address", "add", `${HOST6}/64`, "dev", "uplink", "nodad");
  ok("network", "create", "--subnet", "172.28.0.0/16", "--subnet", "fd00:28::/64", "six");
  const answer = (word: string, ip: string) => {
    const words = ["--network", "six", "--ip", ip, "-p", "8080:80/udp", "--rootfs", "/"];
    ok("run", "-d", "--name", word, ...words, process.execPath, "-e", ANSWERER(word));
  };
  const askers = [HOST ?? "", HOST6 ?? ""].map(async (address) => {
    const words = ["--network", "host", "--rootfs", "/", process.execPath, "-e"];
    const heard: string[] = [];
    const asker = await scene.up(...words, ASKER(address));
    asker.stdout?.on("data", (data) => heard.push(String(data)));
    return (word: string) => until(`${word} by ${address}`, () => heard.join("").includes(word));
  });
  const hear = await Promise.all(askers);
  answer("first", "172.28.0.7"); // they have been asking for longer than it is there
  for (const one of hear) await one("first");
  ok("rm", "-f", "first");
  answer("second", "172.28.0.8");
  for (const one of hear) await one("second");
});

/** A program that has a port of TCP, and does not listen on it. */
const BOUND = `import socket, time
s = socket.socket()
s.bind(("0.0.0.0", 7070))
print("ready", flush=True)
time.sleep(60)`;

test("a port that a program is bound to without listening is in use as well", async () => {
  await scene.up("--network", "host", "--rootfs", "/", "python3", "-c", BOUND);
  assert.match(scene.sh("bridge", "true", "-p", "7070:80").err, /7070\/tcp is already in use/);
  detached("next", "-p", "7070-7071:80");
  assert.equal(portsOf("next"), ["80/tcp -> 0.0.0.0:7071"]);
});

test("a thousand ports of one container are held by its monitor alone", () => {
  detached("many", "-p", "20000-20999:20000-20999");
  assert.is(canBind(20000, "tcp"), 1);
  assert.is(canBind(20999, "tcp"), 1);
  ok("rm", "-f", "many");
  assert.is(canBind(20500, "tcp"), 0);
});

const [HOST6, ROUTER6, FAR6] = ["2001:db8:1::2", "2001:db8:1::1", "2001:db8:ffff::10"];

/** IPv6 between the machine and its internet. */
function connectV6(): void {
  const { onHost, outside } = scene.world;
  for (const line of [
    `address add ${HOST6}/64 dev uplink nodad`,
    `route add default via ${ROUTER6} dev uplink`,
  ]) {
    const { status, err } = onHost("ip", "-6", ...line.split(" "));
    assert.is(status, 0, err);
  }
  outside("ip", "-6", "address", "add", `${ROUTER6}/64`, "dev", "downlink", "nodad");
  outside("ip", "-6", "address", "add", `${FAR6}/128`, "dev", "lo", "nodad");
}

test("IPv6: out by the machine's address, and published to all sides but ::1", async () => {
  connectV6();
  const taken = scene.world.mydocker("network", "create", "--subnet", "2001:db8:1:0:8::/80", "x");
  assert.match(taken.err, /overlaps 2001:db8:1::\/64, which the machine has on uplink/);
  ok("network", "create", "--ipv6", "six");
  const out = scene.sh("six", `ping -6 -c 1 -W 2 ${FAR6}`);
  assert.is(out.status, 0, out.err + out.out);
  assert.not.match(scene.world.outside("ip", "-6", "neigh").out, /^fd/m);

  await scene.serveAs("web", "--network", "six", "-p", "8080:80", "-p", "8080:80/udp");
  assert.equal(portsOf("web"), [
    "80/tcp -> 0.0.0.0:8080",
    "80/tcp -> [::]:8080",
    "80/udp -> 0.0.0.0:8080",
    "80/udp -> [::]:8080",
  ]);
  for (const call of [tcp, udp]) {
    assert.is(scene.world.outside(...call(HOST6, 8080)).out, ROUTER6);
    assert.match(scene.world.outside(...call(HOST ?? "", 8080)).out, new RegExp(`${ROUTER}$`));
    assert.match(scene.world.onHost(...call(HOST6, 8080)).out, /:/);
    const hairpin = ["run", "--network", "six", "--rootfs", "/", ...call(HOST6, 8080)];
    assert.match(ok(...hairpin), /:/);
    assert.is.not(scene.world.onHost(...call("::1", 8080)).status, 0); // why it is refused below
  }
  const refused = (network: string, address: string) =>
    scene.sh(network, "true", "-p", `[${address}]:8081:80`).err;
  for (const network of ["six", "bridge"]) {
    assert.match(
      refused(network, "::1"),
      /^mydocker: -p \[::1\]:8081:80: .*publish at 127\.0\.0\.1/,
    );
    assert.match(refused(network, "fe80::1"), /-p \[fe80::1\]:8081:80: .*forwards nothing/);
  }
  assert.match(refused("bridge", HOST6), /bridge has no addresses of IPv6: make one with --ipv6/);
  detached("older", "--network", "six", "-p", "0.0.0.0:8084:80");
  assert.equal(portsOf("older"), ["80/tcp -> 0.0.0.0:8084"]);
  const saved = (tool: string) => scene.world.onHost(tool, "-t", "nat").out;
  assert.match(saved("iptables-save"), /-A MYDOCKER-PUBLISH -p tcp -m tcp --dport 8084 /);
  assert.not.match(saved("ip6tables-save"), /8084/);
  for (const address of ["", "0.0.0.0:", "127.0.0.1:"]) {
    const said = scene.sh("six", "true", "-p", `${address}8084:80`).err;
    assert.match(said, /8084\/tcp is already in use by container older/);
  }
  detached("four", "-p", "[::ffff:127.0.0.1]:8081:80", "-p", "8082:80");
  assert.equal(portsOf("four"), ["80/tcp -> 127.0.0.1:8081", "80/tcp -> 0.0.0.0:8082"]);
});

test("IPv6: the bridge's own address is usable as soon as a container is there", async () => {
  ok("network", "create", "--ipv6", "six");
  const [bridge = ""] = /br-\w+/.exec(ok("network", "inspect", "six")) ?? [];
  await scene.up("--network", "six", "--rootfs", ROOT, "sh", "-c", "echo ready; sleep 60");
  const addresses = scene.world.onHost("ip", "-6", "address", "show", "dev", bridge).out;
  assert.match(addresses, /fe80/);
  assert.not.match(addresses, /tentative/);
});

/** Sends what it gets a megabyte of, and says how long that took. */
const transfer = (address: string, bytes: number) => `
  const s = require("net").connect(80, "${address}");
  const from = performance.now();
  let got = 0;
  s.on("data", (data) => { got += data.length; });
  s.on("end", () => console.log(got === ${bytes} ? performance.now() - from : "short"));`;

const sender = (bytes: number) => `
  require("net").createServer((s) => s.end(Buffer.alloc(${bytes}))).listen(80, "0.0.0.0", () =>
    console.log("ready"));`;

test("--net-rate: a transfer takes as long as the rate says, and without it far less", async () => {
  const bytes = 1_000_000;
  ok("network", "create", "--subnet", "172.28.0.0/16", "one");
  const run = ["--network", "one", "--rootfs", "/", process.execPath, "-e"];
  await scene.up("--net-rate", "8mbit", ...run, sender(bytes));
  await scene.up(...run, sender(bytes));
  const took = (address: string) => Number(ok("run", ...run, transfer(address, bytes)));
  const slow = took("172.28.0.2");
  const fast = took("172.28.0.3");
  assert.ok(slow > 800 && slow < 4000, `8 Mbit at 8 Mbit/s: ${slow} ms`);
  assert.ok(fast < slow / 2, `without a rate: ${fast} ms, with it: ${slow} ms`);
});

test.run();
