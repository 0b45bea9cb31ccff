/** `mydocker inspect` for real; needs root, a built bundle and busybox. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { type Running, running } from "./running.ts";
import { type Store, storeOf } from "./store.ts";

const test = suite<{ store: Store; bird: Running }>("mydocker inspect");

test.before(async (context) => {
  const store = storeOf("inspect");
  context.store = store;
  const here = join(store.directory, "here");
  mkdirSync(here);
  const limits = ["-m", "64m", "--cpus", "0.5", "-l", "kind=owl", "-e", "A=1", "-h", "nest"];
  const volumes = ["-v", `${here}:/here:ro`, "-v", "named:/named"];
  const words = [...limits, ...volumes, "busybox", "sleep", "600"];
  context.bird = await running(store, "bird", ...words);
  store.try("run", "--name", "rest", "busybox", "sh", "-c", "exit 3");
});

test.after(async ({ store, bird }) => {
  await bird.end();
  store.remove();
});

test("a container in docker's words", ({ store, bird }) => {
  const [one] = JSON.parse(store.mydocker("inspect", "bird"));
  assert.is(one.Id, bird.id);
  assert.is(one.Name, "/bird");
  assert.is(one.Path, "sleep");
  assert.equal(one.Args, ["600"]);
  assert.is(one.State.Status, "running");
  assert.is(one.State.Pid, bird.pid);
  assert.is(one.Config.Hostname, "nest");
  assert.is(one.Config.Labels.kind, "owl");
  assert.ok(one.Config.Env.includes("A=1"));
  assert.is(one.HostConfig.Memory, 2 ** 26);
  assert.is(one.HostConfig.NanoCpus, 500_000_000);
  const mounts = one.Mounts.map((mount: Record<string, unknown>) => [
    mount.Type,
    mount.Name,
    mount.Destination,
    mount.RW,
  ]);
  assert.equal(mounts, [
    ["bind", undefined, "/here", false],
    ["volume", "named", "/named", true],
  ]);
});

test("what an image exposes, and what is exposed beside it", ({ store }) => {
  const changes = ["--change", "EXPOSE 80", "--change", "VOLUME /data"];
  store.mydocker("commit", ...changes, "rest", "exposing");
  store.mydocker("create", "--name", "open", "--expose", "90-91/udp", "exposing");
  const [{ Config }] = JSON.parse(store.mydocker("inspect", "open"));
  assert.equal(Config.ExposedPorts, { "80/tcp": {}, "90/udp": {}, "91/udp": {} });
  assert.equal(Config.Volumes, { "/data": {} });
});

test("--format is Go's template, for several names a line each", ({ store, bird }) => {
  const format = (text: string, ...names: string[]) =>
    store.mydocker("inspect", "--format", text, ...names);
  assert.is(format("{{.State.Pid}}", "bird"), `${bird.pid}\n`);
  assert.is(format("{{.Name}} {{.State.ExitCode}}", "bird", "rest"), "/bird 0\n/rest 3\n");
  assert.is(format("{{json .Config.Cmd}}", "rest"), '["sh","-c","exit 3"]\n');
  assert.is(format("{{range .Mounts}}{{.Destination}} {{end}}", "bird"), "/here /named \n");
  assert.is(format("{{.State.Status}}", bird.id.slice(0, 12)), "running\n");
  assert.match(store.mydocker("inspect", "-f={{.Id}}", "busybox"), /^sha256:[0-9a-f]{64}\n$/);
  assert.match(store.mydocker("volume", "inspect", "-f", "{{.Name}}", "named"), /^named\n$/);
});

test("what is not there is named, and the rest is shown; 1", ({ store }) => {
  const { status, out, err } = store.try("inspect", "nosuch", "rest");
  assert.is(status, 1);
  assert.is(JSON.parse(out).length, 1);
  assert.is(err, 'mydocker: there is no container, image, volume or network "nosuch"\n');
  assert.is(store.try("inspect", "--type", "image", "rest").status, 1);
  assert.is(store.try("inspect", "--type", "bird", "rest").status, 125);
  assert.match(
    store.try("inspect", "-f", "{{.Nosuch}}", "rest").err,
    /there is no \.Nosuch; there/,
  );
  assert.is(store.try("inspect", "-f", "{{.Id", "rest").status, 125);
});

test.run();
