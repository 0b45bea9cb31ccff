/** Runs one of the project's tools and keeps what it says for when it is wanted. */
import { spawn } from "node:child_process";
import { PROJECT } from "../../harness/places.ts";
import { scaled } from "../../harness/wait.ts";

/** A tool that has ended. */
export interface Ended {
  readonly ok: boolean;
  /** Standard output and error, in the order in which they came. */
  readonly output: string;
}

/** ms: what takes longer waits for something that never comes. */
const LONGEST = 600_000;

/** Runs `node ARGUMENTS…` in the project's top directory. */
export function node(args: readonly string[]): Promise<Ended> {
  const child = spawn(process.execPath, args, {
    cwd: PROJECT,
    stdio: ["ignore", "pipe", "pipe"],
    timeout: scaled(LONGEST),
    killSignal: "SIGKILL",
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk) => {
      output += chunk;
    });
  }
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ ok: code === 0, output: output.trimEnd() }));
  });
}
