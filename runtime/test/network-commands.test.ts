/** `mydocker network …` on containers that run and that do not; needs root and a built bundle. */
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { HOST, until } from "./internet.ts";
import { openScene, ROOT, type Scene, SERVER, tcp } from "./networkscene.ts";

const test = suite("network commands");

let scene: Scene;

test.before.each(() => {
  scene = openScene();
});

test.after.each(() => scene.end());

const ok = (...words: string[]) => scene.ok(...words);
const fails = (...words: string[]) => {
  const { status, err } = scene.world.mydocker(...words);
  assert.is.not(status, 0, words.join(" "));
  return err;
};
const detached = (name: string, ...words: string[]) =>
  ok("run", "-d", "--name", name, ...words, "--rootfs", ROOT, "sleep", "600");
const networkOf = (name: string) => JSON.parse(ok("network", "inspect", name))[0];
const settings = (
  container: string,
): { IPAddress: string; IPPrefixLen: number; Networks: Record<string, { IPAddress: string }> } =>
  JSON.parse(ok("inspect", container))[0].NetworkSettings;

test("connect gives a container that runs one more network, disconnect takes it", () => {
  ok("network", "create", "--subnet", "172.28.0.0/16", "one");
  ok("network", "create", "--subnet", "172.29.0.0/16", "two");
  detached("walker", "--network", "one");
  detached("other", "--network", "two");
  ok("network", "connect", "--ip", "172.29.0.77", "--alias", "guest", "two", "walker");
  assert.match(ok("exec", "walker", "ip", "address", "show", "eth1"), /inet 172\.29\.0\.77\/16/);
  assert.match(ok("exec", "walker", "ip", "route"), /default via 172\.28\.0\.1 dev eth0/);
  ok("exec", "walker", "ping", "-c", "1", "-W", "2", "other");
  ok("exec", "other", "ping", "-c", "1", "-W", "2", "guest");
  assert.equal(Object.keys(settings("walker").Networks), ["one", "two"]);
  assert.match(fails("network", "connect", "two", "walker"), /is on network two already/);

  ok("network", "disconnect", "two", "walker");
  assert.match(fails("exec", "walker", "ip", "address", "show", "eth1"), /eth1/);
  assert.not.match(ok("exec", "other", "cat", "/etc/hosts"), /guest/);
  assert.not.match(ok("exec", "walker", "cat", "/etc/hosts"), /other|172\.29/);
  assert.equal(Object.keys(settings("walker").Networks), ["one"]);
  assert.match(fails("network", "disconnect", "two", "walker"), /is not on network two/);
  assert.match(fails("network", "connect", "nowhere", "walker"), /no network "nowhere"/);
  for (const word of ["host", "none", "container:other"]) {
    for (const change of ["connect", "disconnect"]) {
      const said = fails("network", change, word, "walker");
      assert.match(said, new RegExp(`${word} is no network of mydocker's .*run --network ${word}`));
    }
  }
  ok("network", "connect", "bridge", "walker"); // which is made, as run would make it
  assert.equal(Object.keys(settings("walker").Networks), ["one", "bridge"]);
});

test("a network is named by its id too, as 'network create' prints it", () => {
  const id = ok("network", "create", "--subnet", "172.28.0.0/16", "one").trim();
  detached("web", "--network", id);
  detached("other", "--network", id.slice(0, 8));
  ok("exec", "other", "ping", "-c", "1", "-W", "2", "web");
  ok("network", "disconnect", id, "web");
  assert.equal(settings("web").Networks, {});
});

test("off its only network, a container knows nobody any more, and gets eth0 again", () => {
  ok("network", "create", "--subnet", "172.28.0.0/16", "one");
  detached("other", "--network", "one");
  detached("walker", "--network", "one");
  assert.match(ok("exec", "walker", "cat", "/etc/hosts"), /other/);
  ok("network", "disconnect", "one", "walker");
  assert.not.match(ok("exec", "walker", "cat", "/etc/hosts"), /other|172\.28/);
  ok("network", "connect", "one", "walker");
  assert.match(ok("exec", "walker", "ip", "address"), /172\.28\.0\.3\/16 .*eth0/);
  ok("exec", "walker", "ping", "-c", "1", "-W", "2", "other");
});

const route = (name: string) =>
  ok("exec", name, "ip", "route")
    .match(/default.*/)?.[0]
    .trim();

test("ports and the default route move to the next network that leads out, and come back", async () => {
  for (const [i, name] of ["inner", "one", "two"].entries()) {
    const more = name === "inner" ? ["--internal"] : [];
    ok("network", "create", "--subnet", `172.2${i}.0.0/16`, ...more, name);
  }
  const words = ["--network", "inner", "--network", "one", "-p", "8080:80", "-p", "81/udp"];
  ok("run", "-d", "--name", "web", ...words, "--rootfs", "/", process.execPath, "-e", SERVER);
  const ports = ok("port", "web");
  const rules = () =>
    scene.world.onHost("iptables-save", "-t", "nat").out.match(/DNAT --to\S+ \S+/g);
  const answers = () => scene.world.outside(...tcp(HOST ?? "", 8080)).out.endsWith(":198.51.100.1");
  assert.is(route("web"), "default via 172.21.0.1 dev eth1"); // and not by the internal one
  await until("an answer", answers);

  ok("network", "connect", "two", "web");
  assert.is(route("web"), "default via 172.21.0.1 dev eth1");
  ok("network", "disconnect", "one", "web");
  assert.is(route("web"), "default via 172.22.0.1 dev eth2");
  assert.ok(answers());
  assert.is(ok("port", "web"), ports);
  assert.is(rules()?.length, 2);

  ok("network", "disconnect", "two", "web");
  assert.is(route("web"), undefined);
  assert.is(ok("port", "web"), "");
  assert.is(rules(), null);
  assert.match(scene.sh("bridge", "true", "-p", "8080:80").err, /8080\/tcp is already in use/);
  ok("network", "connect", "two", "web");
  assert.is(route("web"), "default via 172.22.0.1 dev eth1");
  assert.is(ok("port", "web"), ports);
  assert.ok(answers());
  ok("rm", "-f", "web");
  assert.is(rules(), null);
  assert.is(scene.sh("bridge", "true", "-p", "8080:80").status, 0);
});

test("a container that was taken off its network at rest gets its ports when it is on one again", () => {
  ok("network", "create", "--subnet", "172.28.0.0/16", "one");
  ok(
    "create",
    "--name",
    "web",
    "--network",
    "one",
    "-p",
    "8080:80",
    "--rootfs",
    ROOT,
    "sleep",
    "600",
  );
  ok("network", "disconnect", "one", "web");
  ok("start", "web");
  assert.is(ok("port", "web"), "");
  ok("network", "connect", "one", "web");
  assert.is(ok("port", "web"), "80/tcp -> 0.0.0.0:8080\n");
  assert.is(route("web"), "default via 172.28.0.1 dev eth0");
});

test("rename: the others on its networks find it by the new name at once, aliases stay", () => {
  ok("network", "create", "--subnet", "172.28.0.0/16", "one");
  detached("other", "--network", "one");
  detached("walker", "--network", "one", "--network-alias", "guest", "--hostname", "desk");
  const [id] = ok("ps", "-q", "--filter", "name=walker").split("\n");
  ok("rename", "walker", "runner");
  for (const name of ["other", "runner"]) {
    const [line] = ok("exec", name, "cat", "/etc/hosts").match(/172\.28\.0\.3\t.*/) ?? [];
    assert.is(line, `172.28.0.3\trunner ${id} desk guest\t# mydocker`);
  }
  assert.match(fails("rename", "runner", "other"), /other is taken/);
  ok("exec", "other", "ping", "-c", "1", "-W", "2", "runner");
  assert.match(ok("network", "inspect", "one"), /"Name": "runner"/);
});

test("a container on a dozen networks: interfaces have names of their own", () => {
  const names = Array.from({ length: 12 }, (_, i) => `n${i}`);
  for (const name of names) ok("network", "create", "--internal", name);
  detached("hub", ...names.slice(0, 11).flatMap((name) => ["--network", name]));
  ok("network", "disconnect", "n3", "hub");
  ok("network", "connect", "n11", "hub");
  ok("network", "connect", "n3", "hub");
  const links = ok("exec", "hub", "ip", "-o", "link").match(/ eth\d+@/g);
  assert.equal(
    links?.map((link) => Number(link.slice(4, -1))).sort((a, b) => a - b),
    [...Array.from({ length: 12 }, (_, i) => i)],
  );
});

test("a container on several networks: each one's names, and one default route", () => {
  ok("network", "create", "--subnet", "172.28.0.0/16", "one");
  ok("network", "create", "--subnet", "172.29.0.0/16", "two");
  detached("left", "--network", "one");
  detached("right", "--network", "two");
  detached("middle", "--network", "one", "--network", "two");
  const hosts = ok("exec", "middle", "cat", "/etc/hosts");
  assert.match(hosts, /172\.28\.0\.2\tleft /);
  assert.match(hosts, /172\.29\.0\.2\tright /);
  assert.match(ok("exec", "left", "cat", "/etc/hosts"), /172\.28\.0\.3\tmiddle /);
  assert.match(ok("exec", "right", "cat", "/etc/hosts"), /172\.29\.0\.3\tmiddle /);
  assert.not.match(ok("exec", "left", "cat", "/etc/hosts"), /right/);
  const routes = ok("exec", "middle", "ip", "route").match(/default/g);
  assert.is(routes?.length, 1);
});

test("networks stay over stop and start, and one connected meanwhile is there", () => {
  ok("network", "create", "--subnet", "172.28.0.0/16", "one");
  ok("network", "create", "--subnet", "172.29.0.0/16", "two");
  detached("web", "--network", "one", "--ip", "172.28.0.9");
  ok("network", "connect", "--ip", "172.29.0.9", "two", "web");
  const addresses = () => Object.values(settings("web").Networks).map((one) => one.IPAddress);
  assert.equal(addresses(), ["172.28.0.9", "172.29.0.9"]);
  ok("restart", "-t", "0", "web");
  assert.equal(addresses(), ["172.28.0.9", "172.29.0.9"]);
  ok("stop", "-t", "0", "web");
  ok("network", "disconnect", "one", "web");
  assert.match(fails("network", "disconnect", "one", "web"), /is not on network one/);
  ok("network", "create", "--subnet", "172.30.0.0/16", "three");
  ok("network", "connect", "--alias", "store", "three", "web");
  assert.match(fails("network", "connect", "three", "web"), /is on network three already/);
  ok("start", "web");
  assert.equal(Object.keys(settings("web").Networks), ["two", "three"]);
  assert.match(ok("exec", "web", "ip", "address", "show", "eth1"), /inet 172\.30\.0\.2/);
  detached("other", "--network", "three");
  ok("exec", "other", "ping", "-c", "1", "-W", "2", "store");

  ok("create", "--name", "bare", "--network", "none", "--rootfs", ROOT, "sleep", "600");
  ok("network", "connect", "two", "bare");
  ok("start", "bare");
  assert.match(ok("exec", "bare", "ip", "route"), /default via 172\.29\.0\.1/);
});

test("the machine forwards packets once a network needs it, and not for an internal one", () => {
  const forwards = () => scene.world.onHost("cat", "/proc/sys/net/ipv4/ip_forward").out.trim();
  scene.world.onHost("sysctl", "-qw", "net.ipv4.ip_forward=0");
  ok("network", "create", "--internal", "inner");
  assert.is(forwards(), "0");
  ok("network", "create", "outer");
  assert.is(forwards(), "1");
});

test("inspect and ls say what there is, in docker's words", () => {
  ok("network", "create", "--subnet", "172.28.0.0/24", "--label", "a=1", "one");
  ok("network", "create", "--internal", "--ipv6", "--subnet", "fd00:28::/64", "two");
  detached("web", "--network", "one", "--network", "two");
  const one = networkOf("one");
  assert.is(one.Driver, "bridge");
  assert.equal(one.IPAM.Config, [{ Subnet: "172.28.0.0/24", Gateway: "172.28.0.1" }]);
  assert.equal(one.Labels, { a: "1" });
  assert.equal(
    Object.values<Record<string, string>>(one.Containers).map((it) => [
      it.Name,
      it.IPv4Address,
      it.MacAddress,
    ]),
    [["web", "172.28.0.2/24", "02:42:ac:1c:00:02"]],
  );
  const two = networkOf("two");
  assert.is(two.Internal, true);
  assert.is(two.EnableIPv6, true);
  assert.match(JSON.stringify(two.Containers), /"IPv6Address":"fd00:28::2\/64"/);
  assert.is(
    ok("network", "inspect", "--format", "{{.Name}} {{.Internal}}", "two").trim(),
    "two true",
  );
  const listed = ok("network", "ls", "--json").trim().split("\n");
  assert.equal(
    listed.map((line) => JSON.parse(line).Name),
    ["one", "two"],
  );
  assert.match(
    ok("network", "list"),
    /^NETWORK ID +NAME +DRIVER +SCOPE\n\w{12} +one +bridge +local/,
  );
  assert.is(ok("network", "ls", "-q", "--filter", "label=a=1").trim(), one.Id.slice(0, 12));
  const format = ["network", "ls", "--format", "table {{.Name}}\\t{{.Driver}}", "-f"];
  assert.match(ok(...format, "label=a=1"), /^NAME +DRIVER\none +bridge\n$/);
  assert.match(fails("network", "inspect", "three"), /no network "three"/);
});

test("prune takes the networks that nobody is on, and keeps the default one", async () => {
  const before = scene.world.state();
  for (const name of ["one", "two", "three"]) ok("network", "create", name);
  detached("web", "--network", "two");
  ok("run", "--rm", "--network", "bridge", "--rootfs", ROOT, "true");
  const said = ok("network", "prune", "-f");
  assert.match(said, /^Deleted Networks:\none\nthree\n/);
  assert.match(ok("network", "ls"), /bridge[\s\S]*two/);
  assert.match(ok("network", "prune", "-f", "--filter", "label=none"), /^$/);
  ok("rm", "-f", "web");
  assert.match(ok("network", "prune", "--force"), /two/);
  ok("network", "rm", "bridge");
  await until("the state before", () => scene.world.state() === before);
});

test("--network container:NAME: one network for two, also when the first one goes", async () => {
  ok("network", "create", "--subnet", "172.28.0.0/16", "one");
  const before = scene.world.state();
  detached("first", "--network", "one");
  detached("second", "--network", "container:first");
  const [hosts, hostname] = ["/etc/hosts", "/etc/hostname"].map((file) => () => {
    const [one, other] = ["first", "second"].map((name) => ok("exec", name, "cat", file));
    assert.is(one, other);
    return one;
  });
  detached("third", "--network", "one", "--dns", "192.0.2.53", "--hostname", "desk");
  assert.match(hosts?.() ?? "", /third/); // who comes later is known to both
  assert.is(hostname?.(), ok("exec", "second", "hostname"));
  ok("exec", "second", "sh", "-c", "echo 192.0.2.9 by-hand >> /etc/hosts");
  assert.match(hosts?.() ?? "", /by-hand/);
  for (const root of [ROOT, "/"]) {
    const words = ["run", "--rm", "--network", "container:third", "--rootfs", root, "sh", "-c"];
    const script = "cat /etc/resolv.conf /etc/hostname; hostname; echo $HOSTNAME";
    assert.is(ok(...words, script), `nameserver 192.0.2.53\n${"desk\n".repeat(3)}`);
  }
  const chained = ["run", "--rm", "--network", "container:second", "--rootfs", ROOT];
  assert.is(ok(...chained, "hostname"), hostname?.());
  ok("rm", "-f", "third");
  assert.not.match(hosts?.() ?? "", /third/);
  const address = (name: string) => ok("exec", name, "ip", "-4", "address", "show", "eth0");
  assert.is(address("second"), address("first"));
  assert.match(
    fails("run", "--network", "container:first", "-p", "80:80", "--rootfs", ROOT, "true"),
    /-p cannot be had with --network container:first/,
  );
  assert.match(
    fails("run", "--userns", "--network", "container:first", "--rootfs", ROOT, "true"),
    /--network container:first cannot be had with a user namespace/,
  );
  assert.match(fails("network", "connect", "one", "second"), /has no network of its own/);
  ok("rm", "-f", "first");
  assert.match(fails("run", "--network", "container:first", "--rootfs", ROOT, "true"), /first/);
  ok("rm", "-f", "second");
  await until("the state before", () => scene.world.state() === before);
});

test("--ip, --ip6: the address itself, nobody else's, and one that can be given", () => {
  ok("network", "create", "--subnet", "172.28.0.0/16", "--subnet", "fd00:28::/64", "six");
  detached("web", "--network", "six", "--ip", "172.28.9.9", "--ip6", "fd00:28::99");
  const addresses = ok("exec", "web", "ip", "address", "show", "eth0");
  assert.match(addresses, /inet 172\.28\.9\.9\/16/);
  assert.match(addresses, /inet6 fd00:28::99\/64/);
  const asks = (...words: string[]) =>
    fails("run", "--network", "six", ...words, "--rootfs", ROOT, "true");
  assert.match(asks("--ip", "172.28.9.9"), /--ip 172\.28\.9\.9 is taken by container web/);
  assert.match(asks("--ip6", "fd00:28:0:0::99"), /--ip6 fd00:28::99 is taken by container web/);
  for (const address of ["172.28.0.0", "172.28.0.1", "172.28.255.255", "192.0.2.1"]) {
    assert.match(asks("--ip", address), new RegExp(`--ip ${address}: network six cannot give it`));
  }
  assert.match(asks("--ip6", "fd00:29::1"), /--ip6 fd00:29::1: network six cannot give it/);
  ok("network", "create", "four");
  assert.match(
    fails("run", "--network", "four", "--ip6", "fd00:28::1", "--rootfs", ROOT, "true"),
    /--ip6 fd00:28::1: network four has no addresses of IPv6/,
  );
});

test("/30: one container, and a clear word for the second; /8 costs no more", () => {
  ok("network", "create", "--subnet", "10.0.0.0/30", "small");
  detached("only", "--network", "small");
  assert.is(settings("only").IPAddress, "10.0.0.2");
  assert.is(settings("only").IPPrefixLen, 30);
  assert.match(
    fails("run", "--network", "small", "--rootfs", ROOT, "true"),
    /network small: all addresses of 10\.0\.0\.0\/30 are taken/,
  );
  ok("rm", "-f", "only");
  ok("network", "rm", "small");
  ok("network", "create", "--subnet", "10.0.0.0/8", "large");
  assert.match(
    fails("network", "create", "--subnet", "10.200.0.0/16", "part"),
    /overlaps 10\.0\.0\.0\/8, which network large has/,
  );
  const last = scene.sh("large", "ip -4 address show eth0", "--ip", "10.255.255.254");
  assert.match(last.out, /inet 10\.255\.255\.254\/8/);
});

test.run();
