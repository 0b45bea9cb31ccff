/**
 * A monitor on a disk that is full, which is the small one that TMPDIR names. Prints what came of
 * it: whether the container went on and ended, what is known of its end while there is no room, and
 * what the log says when there is some again.
 */
import { closeSync, openSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { frame, framesOf, monitored, until } from "./monitored.ts";
import { proc } from "./start.ts";

const filling = join(tmpdir(), "filling");

/** Until not a byte more goes onto the disk. */
function fill(): void {
  const file = openSync(filling, "w");
  try {
    while (writeSync(file, Buffer.alloc(4096)) > 0);
  } catch {
    closeSync(file); // ENOSPC
  }
}

const [, , init = ""] = process.argv;
const script = "read line; seq 100000; read line; echo last; exit 5";
const one = monitored(script, { init, input: true });
one.letGo();
const socket = await one.connect();
const type = (...frames: Buffer[]) => socket.write(Buffer.concat(frames));
fill();
type(frame("i", Buffer.from("\n")));
await until("it reads again", () => proc(one.container, "wchan").includes("pipe_read"));
type(frame("i", Buffer.from("\n")), frame("a"));
const frames = await framesOf(socket);
const full = { code: one.exit()?.code, followed: one.followed(), told: frames.at(-1)?.bytes[0] };
rmSync(filling);
await one.ended;
const gaps = one.log().map(({ dropped }) => Number(dropped ?? 0));
const lines = one.text("stdout").split("\n").length - 1;
const said = {
  dropped: gaps.reduce((sum, n) => sum + n, 0),
  lines,
  text: one.text("stdout").slice(-12),
};
process.stdout.write(JSON.stringify({ full, followed: one.followed(), ...said }));
