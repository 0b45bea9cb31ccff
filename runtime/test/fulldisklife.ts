/**
 * Containers on a disk that is full, in the directory that is given: prints what each command comes
 * to while there is no room, and what is there when there is some again.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import { running, until } from "./running.ts";
import { storeIn } from "./store.ts";

const [, , directory = ""] = process.argv;
const store = storeIn(directory);
const filling = join(directory, "filling");
const said: Record<string, unknown> = {};

/** Until not a byte more goes onto the disk; what a command has freed is taken again. */
function fill(): void {
  const file = openSync(filling, "a");
  try {
    while (writeSync(file, Buffer.alloc(4096)) > 0);
  } catch {
    closeSync(file); // ENOSPC
  }
}

/** Of a command on a full disk: its exit code, and what it says. */
function tell(...words: string[]): void {
  fill();
  const { status, out, err } = store.try(...words);
  said[words.join(" ")] = [status, out.trim(), err.trim().replaceAll(directory, "DIR")];
}

const obeys = [
  "busybox",
  "sh",
  "-c",
  "trap 'echo here' USR1; trap 'echo bye; exit 4' TERM; while :; do sleep 0.05; done",
];
for (const name of ["asked", "killed", "stopped", "removed"]) {
  store.run("-d", "--name", name, ...obeys);
}
store.run("-d", "--restart", "always", "--name", "again", ...obeys);
const watching = spawn(store.program, ["attach", "--no-stdin", "asked"], { env: store.env });
const watched = once(watching, "exit");
let heard = "";
watching.stdout.on("data", (text) => (heard += text));
await until("it is attached to", () => {
  store.mydocker("kill", "-s", "USR1", "asked");
  return heard !== "";
});
const { mydocker } = await running(store, "foreground", ...obeys);
const ended = once(mydocker, "exit");

tell("exec", "asked", "kill", "-TERM", "1");
tell("wait", "asked");
said.attached = (await watched)[0];
tell("kill", "-s", "TERM", "killed");
tell("wait", "killed");
tell("stop", "stopped");
tell("kill", "-s", "TERM", "foreground");
said.foreground = (await ended)[0];
tell("stop", "again");
tell("rm", "-f", "removed");
tell("rm", "-f", "again");
tell("ps", "-a", "--format", "{{.Names}} {{.Status}}");
rmSync(filling);
await until("all is written down", () => store.mydocker("logs", "stopped") === "bye\n");
said.start = store.mydocker("start", "stopped");
said.ps = store.mydocker("ps", "--format", "{{.Names}}");
store.mydocker("rm", "-f", "asked", "killed", "stopped", "foreground");
process.stdout.write(JSON.stringify(said));
