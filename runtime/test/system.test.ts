/** system df, prune and info, and container prune, for real; needs root, a built bundle, busybox. */
import { spawnSync } from "node:child_process";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { type Running, recordOf, running } from "./running.ts";
import { type Store, storeOf } from "./store.ts";

const test = suite<{ store: Store; bird: Running }>("mydocker system");

test.before(async (context) => {
  context.store = storeOf("system");
  const { store } = context;
  context.bird = await running(store, "bird", "busybox", "sleep", "600");
  const script = "head -c 100000 /dev/zero > /big; head -c 5000 /dev/zero > /data/x";
  store.run("--name", "rest", "-v", "/data", "busybox", "sh", "-c", script);
});

test.after(async ({ store, bird }) => {
  await bird.end();
  store.remove();
});

test("df counts what is on the disk", ({ store }) => {
  const rows = store.mydocker("system", "df", "--json").trim().split("\n");
  const [images, containers, volumes] = rows.map((row) => JSON.parse(row));
  assert.equal([images.Type, images.TotalCount, images.Active], ["Images", "2", "1"]);
  assert.ok(images.Bytes.size > images.Bytes.reclaimable);
  assert.ok(images.Bytes.reclaimable > 100_000, "the other image's own layer");
  assert.equal([containers.TotalCount, containers.Active], ["2", "1"]);
  assert.is(containers.Bytes.reclaimable, 100_000);
  assert.equal([volumes.TotalCount, volumes.Bytes.size], ["1", 5000]);
  const table = store.mydocker("system", "df");
  assert.match(table, /^TYPE +TOTAL +ACTIVE +SIZE +RECLAIMABLE$/m);
  assert.match(table, /^Containers +2 +1 +\S+ +100kB \(\d+%\)$/m);
  assert.match(store.mydocker("system", "df", "--format", "{{.Type}}={{.Active}}"), /^Images=1$/m);
});

test("df -v tells of each image, container and volume", ({ store }) => {
  const [images = "", containers = "", volumes = ""] = store
    .mydocker("system", "df", "-v")
    .split(/\n\n(?=\w.*space usage:)/);
  assert.match(images, /^busybox +latest +[0-9a-f]{12} +.*[1-9]\S*B +0B +\S+B +2$/m);
  assert.match(containers, /"[^"]*" +1 +100kB .*rest$/m);
  assert.match(volumes, /^[0-9a-f]{64} +1 +5kB$/m);
  assert.match(store.try("system", "df", "-v", "--json").err, /-v shows tables/);
});

test("info counts containers and names the machine", ({ store }) => {
  const info = JSON.parse(store.mydocker("info", "--json"));
  assert.equal([info.Containers, info.ContainersRunning, info.Images], [2, 1, 2]);
  assert.is(info.DockerRootDir, store.root);
  assert.match(store.mydocker("system", "info"), /^Containers: 2\n Running: 1\n/);
  assert.is(store.mydocker("info", "-f", "{{.ContainersStopped}}"), "1\n");
});

test("prune asks, and takes only what nobody uses", ({ store }) => {
  const ask = (input: string, ...words: string[]) =>
    spawnSync(store.program, words, { env: store.env, input, encoding: "utf8" });
  const no = ask("n\n", "system", "prune");
  assert.is(no.status, 0);
  assert.match(no.stdout, /^WARNING! This removes:\n {2}- all containers that do not run\n/);
  assert.ok(recordOf(store, "rest"));
  const rest = recordOf(store, "rest")?.id;
  const yes = ask("y\n", "system", "prune", "--volumes");
  assert.match(yes.stdout, new RegExp(`Deleted Containers:\\n${rest}\\n`));
  assert.match(yes.stdout, /Deleted Volumes:\n[0-9a-f]{64}\n/);
  assert.match(yes.stdout, /Total reclaimed space: 105kB\n$/);
  assert.is(recordOf(store, "rest"), undefined);
  assert.ok(recordOf(store, "bird"));
  assert.is(store.mydocker("images", "-q").trim().split("\n").length, 2);
  store.mydocker("system", "prune", "-af");
  assert.is(store.mydocker("images", "-q").trim().split("\n").length, 1, "the one in use");
});

test("prune --filter takes only what is meant; ls --format shows what is asked for", ({
  store,
}) => {
  const none = /^Total reclaimed space: 0B\n$/;
  store.mydocker("create", "--name", "old", "-l", "kind=old", "busybox", "true");
  const prune = (...filters: string[]) =>
    store.mydocker("container", "prune", "-f", ...filters.flatMap((one) => ["--filter", one]));
  assert.match(prune("label=kind=new"), none);
  assert.match(prune("label!=kind=old"), none);
  assert.match(prune("until=1h"), none);
  assert.match(prune("label=kind", "until=1h"), none);
  assert.match(store.mydocker("system", "prune", "-f", "--filter", "until=1h"), none);
  assert.match(prune("label=kind", "until=0s"), /^Deleted Containers:/);
  assert.match(
    store.try("container", "prune", "-f", "--filter", "x=1").err,
    /until, label, label!/,
  );
  store.mydocker("volume", "create", "--label", "kind=old", "named");
  const volumes = (...words: string[]) => store.mydocker("volume", ...words);
  const format = ["ls", "-f", "label=kind", "--format", "{{.Name}} {{.Driver}} {{.Labels}}"];
  assert.is(volumes(...format), "named local kind=old\n");
  assert.match(volumes("prune", "-af", "--filter", "label=other"), none);
  assert.match(volumes("prune", "-af", "--filter", "label=kind=old"), /^Deleted Volumes:\nnamed\n/);
  const images = ["image", "prune", "-af", "--filter"];
  assert.match(store.mydocker(...images, "until=2000-01-01"), none);
  assert.match(store.mydocker(...images, "label=none"), none);
});

test("container prune, and docker's longer names", ({ store }) => {
  store.run("--name", "done", "busybox", "true");
  assert.match(store.mydocker("container", "prune", "-f"), /^Deleted Containers:\n[0-9a-f]{64}\n/);
  assert.match(store.mydocker("container", "ls"), / bird$/m);
  assert.is(store.mydocker("container", "inspect", "-f", "{{.Name}}", "bird"), "/bird\n");
  assert.match(store.try("container", "prun").err, /did you mean .*prune/);
});

test.run();
