// @ts-check
/** What travels into the machine, as a tar on its second disk: see guest/run. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runWithUs } from "../start/child.mjs";
import { EXIT, Stop } from "../start/exit.mjs";
import { ROOT } from "../start/machine.mjs";
import { say } from "../start/say.mjs";

/** Paths beneath the project that no check needs. */
const LEFT_AT_HOME = [
  ".git",
  ".vagrant",
  ".cache/vm/results",
  "node_modules/@biomejs", // 100 MB
  "native/build/Release/obj.target",
];

/**
 * What guest/run reads: assignments, and the command as positional parameters.
 *
 * @param {object} orders
 * @param {string} orders.nonce
 * @param {string} orders.project
 * @param {Readonly<Record<string, string | undefined>>} orders.environment
 * @param {readonly string[]} orders.command
 */
export function orders({ nonce, project, environment, command }) {
  const variables = Object.entries(environment).flatMap(([name, value]) =>
    value === undefined ? [] : [`export ${name}=${quote(value)}`],
  );
  return [
    `NONCE=${quote(nonce)}`,
    `PROJECT=${quote(project)}`,
    ...variables,
    `set -- ${command.map(quote).join(" ")}`,
    "",
  ].join("\n");
}

/** @param {string} word */
const quote = (word) => `'${word.replaceAll("'", "'\\''")}'`;

/**
 * Packs the orders, the guest's own scripts and the project.
 *
 * @param {string} directory where it may write
 * @param {string} text the orders
 * @returns {Promise<string>} the tar
 */
export async function pack(directory, text) {
  const file = join(directory, "luggage.tar");
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, "orders"), text);
  const args = [
    "--format=posix", // with times as exact as the file system's: some builds compare them
    ...["-cf", file],
    ...["-C", directory, "orders"],
    ...["-C", join(ROOT, "checks/vm"), "guest"],
    // Members `./…` become `project/…`, hard links too, symbolic links not.
    ...["--transform", "s,^\\.,project,S"],
    ...LEFT_AT_HOME.map((path) => `--exclude=./${path}`),
    ...["-C", ROOT, "."],
  ];
  const code = await runWithUs("tar", args, ROOT, "quiet");
  if (code > 128) throw new Stop(code);
  // 1: a file changed while it was read, as when an editor saves.
  if (code > 1) {
    throw new Stop(EXIT.MACHINE, say({ en: "tar failed.", zh: "tar 失败。" }));
  }
  return file;
}
