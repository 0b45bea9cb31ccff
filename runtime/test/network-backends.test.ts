/** Other machines' firewalls: iptables' older back end, and firewalld; needs root and a built bundle. */
import { chmodSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { FAR } from "./internet.ts";
import { openScene, ROOT, type Scene } from "./networkscene.ts";

const test = suite("network back ends");

let scene: Scene;

test.before.each(() => {
  scene = openScene();
});

test.after.each(() => scene.end());

/** mydocker where some programs of a directory are others: an overlay in a mount namespace of its own. */
function where(directory: string, put: (place: string) => void) {
  const place = `${scene.world.root}/programs`;
  mkdirSync(place);
  put(place);
  const cover = `mount -t overlay overlay -o lowerdir=${place}:${directory} ${directory}`;
  return (...words: string[]) => {
    const { status, out, err } = scene.world.onHost(
      ...["unshare", "-m", "sh", "-c", `${cover} && exec "$@"`, "sh", ...words],
    );
    assert.is(status, 0, `${words.join(" ")}: ${err}`);
    return out;
  };
}

test("iptables-legacy: the same rules, which are gone afterwards", () => {
  const run = where("/usr/sbin", (place) => {
    for (const name of ["iptables", "ip6tables"]) {
      for (const end of ["", "-restore", "-save"]) {
        symlinkSync("xtables-legacy-multi", `${place}/${name}${end}`);
      }
    }
  });
  const { program } = scene.world;
  const rules = () =>
    run("iptables-save")
      .split("\n")
      .filter((line) => line.startsWith("-A"));
  assert.equal(rules(), []);
  run(program, "network", "create", "--ipv6", "old");
  const words = ["run", "--network", "old", "-p", "8080:80", "--rootfs", ROOT];
  run(program, ...words, "ping", "-c", "1", "-W", "2", FAR ?? "");
  assert.ok(rules().length > 5);
  assert.not.match(scene.world.onHost("iptables-nft-save").out, /MYDOCKER/);
  run(program, "network", "rm", "old");
  assert.equal(rules(), []);
});

test("firewalld: a network's bridge is in its trusted zone for as long as it is there", () => {
  const log = `${scene.world.root}/firewall-cmd.log`;
  const run = where("/usr/bin", (place) => {
    writeFileSync(`${place}/firewall-cmd`, `#!/bin/sh\necho "$@" >> ${log}\n`);
    chmodSync(`${place}/firewall-cmd`, 0o755);
  });
  const { program } = scene.world;
  run(program, "network", "create", "guarded");
  const [bridge] = /br-\w+/.exec(run(program, "network", "inspect", "guarded")) ?? [];
  run(program, "network", "rm", "guarded");
  assert.equal(readFileSync(log, "utf8").trim().split("\n"), [
    `--zone=trusted --add-interface=${bridge}`,
    `--zone=trusted --remove-interface=${bridge}`,
  ]);
});

test.run();
