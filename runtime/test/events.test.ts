/** `mydocker events` for real; needs root, a built bundle and busybox. */
import { spawn } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { parseTime } from "../src/commands/time.ts";
import { until } from "./running.ts";
import { type Store, storeOf } from "./store.ts";

const test = suite<{ store: Store }>("mydocker events");

test.before((context) => {
  context.store = storeOf("events");
});

test.after(({ store }) => store.remove());

const past = (store: Store, ...words: string[]) =>
  store.mydocker("events", "--since", "1h", "--until", "0s", ...words);

const actions = (store: Store, ...words: string[]) =>
  past(store, "--format", "{{.Type}} {{.Action}}", ...words)
    .trim()
    .split("\n");

test("the life of a container, in docker's words", ({ store }) => {
  store.try("run", "--name", "bird", "-l", "kind=owl", "busybox", "sh", "-c", "exit 3");
  store.mydocker("rename", "bird", "wren");
  store.mydocker("commit", "wren", "nest");
  store.mydocker("rm", "wren");
  assert.equal(actions(store, "--filter", "type=container"), [
    "container create",
    "container start",
    "container die",
    "container rename",
    "container commit",
    "container destroy",
  ]);
  const [die] = past(store, "--filter", "event=die", "--json").split("\n");
  const { Actor, status, from, time, timeNano } = JSON.parse(die ?? "");
  assert.is(status, "die");
  assert.is(from, "busybox");
  assert.equal(Actor.Attributes, { exitCode: "3", image: "busybox", kind: "owl", name: "bird" });
  assert.ok(Math.abs(time - Date.now() / 1000) < 60);
  assert.is(Math.floor(timeNano / 1e9), time);
  const line =
    /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}(Z|[+-]\d\d:\d\d) container start [0-9a-f]{64} \(image=busybox, kind=owl, name=bird\)$/m;
  assert.match(past(store), line);
});

test("images, volumes and networks are heard of; filters of one name add up", ({ store }) => {
  store.mydocker("tag", "busybox", "other");
  store.mydocker("rmi", "other");
  store.mydocker("volume", "create", "data");
  store.mydocker("volume", "rm", "data");
  const filters = ["--filter", "type=image", "--filter", "type=volume"];
  const seen = actions(store, ...filters).filter((line) => !/load|save/.test(line));
  assert.equal(seen, ["image tag", "image untag", "volume create", "volume destroy"]);
  assert.equal(actions(store, "--filter", "container=wren", "--filter", "event=rename"), [
    "container rename",
  ]);
  assert.is(past(store, "--filter", "label=kind=wren"), "");
  assert.match(past(store, "--filter", "label=kind", "--filter", "event=start"), /name=bird/);
  assert.is(store.try("events", "--filter", "nosuch=1").status, 125);
  assert.is(store.try("events", "--since", "yesterday").status, 125);
});

test("they are shown as they happen, until the time has come", async ({ store }) => {
  const events = spawn(store.program, ["events", "--until", `${Date.now() / 1000 + 4}`], {
    env: store.env,
  });
  let out = "";
  events.stdout.on("data", (bytes) => {
    out += bytes;
  });
  const ended = new Promise((resolve) => events.once("exit", resolve));
  store.run("--rm", "--name", "live", "busybox", "true"); // and takes longer than its start
  store.run("--rm", "--name", "lively", "busybox", "true");
  await until("all of it is seen", () => /destroy .*name=lively/.test(out));
  assert.not.match(out, /name=bird/, "what has been is not shown without --since");
  assert.is(await ended, 0);
});

test("many commands at once lose nothing", async ({ store }) => {
  const create = (i: number) =>
    new Promise((resolve) =>
      spawn(store.program, ["volume", "create", `v${i}`], { env: store.env }).once("exit", resolve),
    );
  await Promise.all(Array.from({ length: 12 }, (_, i) => create(i)));
  assert.is(
    past(store, "--filter", "event=create", "--filter", "type=volume").match(/ v\d+ /g)?.length,
    12,
  );
});

test("the log is bounded, a line that was cut off is none, and a log that cannot be written stops nobody", ({
  store,
}) => {
  const file = join(store.root, "events.log");
  const filler = `${JSON.stringify({ kind: "volume", action: "x", id: "y", attributes: {}, at: 0 })}\n`;
  writeFileSync(file, filler.repeat(Math.ceil((1024 * 1024) / filler.length) + 1));
  store.mydocker("volume", "create", "turn");
  assert.ok(statSync(file).size < 1000);
  assert.ok(statSync(`${file}.1`).size > 1024 * 1024);
  assert.equal(actions(store), ["volume create"]);
  writeFileSync(file, `${readFileSync(file, "utf8")}{"kind":"vol`);
  assert.equal(actions(store), ["volume create"]);
  store.mydocker("volume", "create", "after");
  assert.equal(actions(store), ["volume create", "volume create"]);
  rmSync(file);
  mkdirSync(file); // which nobody can write to
  assert.is(store.try("volume", "create", "unheard").status, 0);
});

test("moments", () => {
  const now = Date.UTC(2026, 0, 31, 12);
  const parse = (text: string) => parseTime("--since", text, now);
  assert.is(parse("1000.5"), 1_000_500);
  assert.is(parse("10m"), now - 600_000);
  assert.is(parse("1h30m"), now - 5_400_000);
  assert.is(parse("-5s"), now + 5000);
  assert.is(parse("2026-01-31T11:00:00Z"), now - 3_600_000);
  assert.is(parse("2026-01-31"), new Date(2026, 0, 31).getTime());
  for (const text of ["", "10", "x", "10d", "2026-13-01"]) {
    if (text !== "10") assert.throws(() => parse(text), /a date .* is needed/);
  }
});

test.run();
