/** Containers on the networks of a world of their own: what tests of networks say again and again. */
import type { ChildProcess } from "node:child_process";
import * as assert from "uvu/assert";
import { busyboxRoot } from "../../checks/src/fixtures/busybox.ts";
import { type Done, makeWorld, until, type World } from "./internet.ts";

/** A root directory with busybox. */
export const ROOT = busyboxRoot();

/** Answers on TCP and UDP, at port 80 of both families, with the address that it was called from. */
export const SERVER = `
  require("net").createServer((s) => s.end(s.remoteAddress)).listen(80, "::", () => {
    const udp = require("dgram").createSocket("udp6");
    udp.on("message", (_, { port, address }) => udp.send(address, port, address));
    udp.bind(80, () => console.log("ready"));
  });`;

/** A command that asks the server, and prints its answer; 2: refused, 3: no answer. */
export const tcp = (address: string, port: number): string[] => [
  process.execPath,
  "-e",
  `const s = require("net").connect({ host: "${address}", port: ${port}, timeout: 2000 });
   s.on("timeout", () => process.exit(3)).on("error", () => process.exit(2)).pipe(process.stdout);`,
];

/** The same by UDP. */
export const udp = (address: string, port: number): string[] => [
  process.execPath,
  "-e",
  `const s = require("dgram").createSocket("udp${address.includes(":") ? 6 : 4}");
   s.on("message", (m) => { process.stdout.write(String(m)); process.exit(); });
   s.send("?", ${port}, "${address}");
   setTimeout(() => process.exit(3), 2000);`,
];

/** A world, and what runs in it. */
export interface Scene {
  readonly world: World;
  /** `mydocker WORDS…`, which must succeed; its output. */
  ok(...words: string[]): string;
  /** A container that goes on, its command's first word being `ready`. */
  up(...words: string[]): Promise<ChildProcess>;
  /** One with the server above. */
  serve(...words: string[]): Promise<ChildProcess>;
  /** The same server in the background, by a name. */
  serveAs(name: string, ...words: string[]): Promise<void>;
  /** A script in a container on a network. */
  sh(network: string, script: string, ...words: string[]): Done;
  /** To be ended with the scene. */
  readonly running: ChildProcess[];
  end(): Promise<void>;
}

/** Makes a world. */
export function openScene(): Scene {
  const world = makeWorld();
  const running: ChildProcess[] = [];
  const scene: Scene = {
    world,
    running,
    ok(...words) {
      const { status, out, err } = world.mydocker(...words);
      assert.is(status, 0, `mydocker ${words.join(" ")}: ${err}`);
      return out;
    },
    async up(...words) {
      const child = world.start("run", ...words);
      running.push(child);
      let said = "";
      child.stdout?.on("data", (data) => {
        said += data;
      });
      child.stderr?.on("data", (data) => {
        said += `! ${data}`;
      });
      await until("a container", () => said !== "" || child.exitCode !== null);
      assert.match(said, /^ready/);
      return child;
    },
    serve: (...words) => scene.up(...words, "--rootfs", "/", process.execPath, "-e", SERVER),
    async serveAs(name, ...words) {
      const run = ["run", "-d", "--name", name, ...words, "--rootfs", "/"];
      scene.ok(...run, process.execPath, "-e", SERVER);
      await until("a server", () => world.mydocker("logs", name).out === "ready\n");
    },
    sh: (network, script, ...words) =>
      world.mydocker("run", "--network", network, ...words, "--rootfs", ROOT, "sh", "-c", script),
    async end() {
      for (const child of running) child.kill("SIGKILL");
      await Promise.all(running.map(ended));
      const ids = world.mydocker("ps", "-aq").out.split("\n").filter(Boolean);
      if (ids.length > 0) world.mydocker("rm", "-f", ...ids);
      world.end();
    },
  };
  return scene;
}

/** Resolves when a process has ended. */
export const ended = (child: ChildProcess): Promise<unknown> | undefined =>
  child.exitCode !== null || child.signalCode !== null
    ? undefined
    : new Promise((resolve) => child.on("exit", resolve));
