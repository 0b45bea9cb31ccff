/** Completion in a real shell; needs root, a built bundle and bash. zsh is tried where it is there. */
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { dirname } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { until } from "./running.ts";
import { type Store, storeOf } from "./store.ts";

const test = suite<{ store: Store }>("completion");

test.before((context) => {
  context.store = storeOf("completion");
  const { store } = context;
  store.run("--name", "bird", "busybox", "true");
  store.run("--name", "bishop", "busybox", "true");
  store.mydocker("volume", "create", "data");
});

test.after(({ store }) => store.remove());

const inPath = (store: Store) => ({
  ...store.env,
  PATH: `${dirname(store.program)}:${process.env.PATH}`,
});

const inBash = (store: Store, ...words: string[]) => {
  const script = [
    "source <(mydocker completion bash)",
    `COMP_WORDS=(mydocker "$@"); COMP_CWORD=$#; _mydocker; printf "%s\\n" "\${COMPREPLY[@]}"`,
  ].join("\n");
  const options = { env: inPath(store), encoding: "utf8" } as const;
  return execFileSync("bash", ["-c", script, "bash", ...words], options)
    .split("\n")
    .filter(Boolean);
};

test("commands, their members and options", ({ store }) => {
  assert.equal(inBash(store, "re"), ["rename", "restart"]);
  assert.equal(inBash(store, "volume", "p"), ["prune"]);
  assert.equal(inBash(store, "exec", "--d"), ["--detach", "--detach-keys"]);
  assert.ok(inBash(store, "run", "--").includes("--memory"));
  assert.ok(!inBash(store, "").includes("ended"), "what is not for people is not offered");
});

test("names of containers, images, volumes and networks, by what the definition asks for", ({
  store,
}) => {
  assert.equal(inBash(store, "exec", "-it", "bi"), ["bird", "bishop"]);
  assert.equal(inBash(store, "rm", "bird", "bish"), ["bishop"]);
  assert.equal(inBash(store, "run", "--rm", "-e", "A=1", "bus"), ["busybox", "busybox:latest"]);
  assert.equal(inBash(store, "rmi", "bare:"), ["bare:latest"]);
  assert.equal(inBash(store, "volume", "rm", ""), ["data"]);
  assert.equal(inBash(store, "run", "--network", "h"), ["host"]);
  assert.equal(inBash(store, "completion", ""), ["bash", "zsh"]);
});

test("where files are meant, or a container's own words, nothing is offered", ({ store }) => {
  for (const words of [
    ["run", "busybox", ""],
    ["run", "busybox", "-"],
    ["exec", "bird", "b"],
    ["load", "-i", ""],
    ["nosuch", ""],
    ["run", "--name", "b"],
  ]) {
    assert.equal(inBash(store, ...words), [], words.join(" "));
  }
});

test("every command and every member says what it takes", ({ store }) => {
  const all = (...words: string[]) =>
    store
      .mydocker("complete", ...words, "")
      .trim()
      .split("\n");
  const groups = ["container", "image", "network", "system", "volume"];
  for (const name of all().filter((word) => !word.startsWith("-"))) {
    const paths = groups.includes(name)
      ? all(name)
          .filter((word) => word !== "--help")
          .map((member) => [name, member])
      : [[name]];
    for (const path of paths) {
      const options = store
        .mydocker("complete", ...path, "--")
        .trim()
        .split("\n");
      assert.ok(options.includes("--help"), path.join(" "));
    }
  }
});

test("Tab in a bash on a terminal", async ({ store }) => {
  const shell = spawn("script", ["-qc", "bash --norc -i", "/dev/null"], {
    env: { ...inPath(store), PS1: "> ", TERM: "dumb", SHELL: "/bin/bash" },
  });
  let seen = "";
  shell.stdout.on("data", (bytes) => {
    seen += bytes;
  });
  shell.stdin.write("source <(mydocker completion bash); echo re''ady\n");
  await until("it is loaded", () => /^ready/m.test(seen));
  shell.stdin.write("mydocker insp\tbir\t | grep /bird\n");
  await until("both are completed", () => /"Name": "\/bird"/.test(seen));
  shell.stdin.write("exit\n");
  await new Promise((resolve) => shell.once("exit", resolve));
});

test("zsh, where it is installed", ({ store }) => {
  if (spawnSync("zsh", ["-c", "true"]).error) return;
  const script = [
    "autoload -U compinit; compinit -u -d /dev/null",
    "source <(mydocker completion zsh)",
    `compadd() { shift; print -l "\${(@P)1}" }`,
    "words=(mydocker exec bi); CURRENT=3; _mydocker",
  ].join("\n");
  const out = execFileSync("zsh", ["-fc", script], { env: inPath(store), encoding: "utf8" });
  assert.is(out, "bird\nbishop\n");
});

test.run();
