// @ts-check
/**
 * Gives a terminal back as it was, whatever the program that had it did to it. The program does so
 * itself, unless it is killed where nobody can act: SIGKILL, a crash of Node's own.
 */
import { spawnSync } from "node:child_process";

/**
 * @param {() => Promise<number>} run
 * @returns {Promise<number>} what run returned
 */
export async function keepingTerminal(run) {
  if (!process.stdin.isTTY) return run();
  const saved = stty("-g");
  try {
    return await run();
  } finally {
    if (saved !== "" && stty("-g") !== saved) stty(saved);
  }
}

/** @param {string} word @returns {string} what it says; nothing where there is none */
function stty(word) {
  const { stdout } = spawnSync("stty", [word], {
    stdio: ["inherit", "pipe", "ignore"],
    encoding: "utf8",
  });
  return stdout?.trim() ?? "";
}
