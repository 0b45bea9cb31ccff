/** `run --pull`: an image is got from its registry before it is run. */
import { spawnSync } from "node:child_process";
import { resolveImage } from "../image/resolve.ts";
import { UserError } from "../kernel/errors.ts";

/**
 * Has another mydocker get an image, if that is wished; it tells of it on standard error.
 *
 * @param when always, missing or never
 * @throws UserError for another wish, and when it could not be had
 */
export function getImage(name: string, when: string, quiet: boolean): void {
  if (!["always", "missing", "never"].includes(when)) {
    throw new UserError(`--pull ${JSON.stringify(when)}: always, missing or never is possible`);
  }
  if (when === "never" || (when === "missing" && resolveImage(name))) return;
  const words = [process.argv[1] ?? "", "pull", ...(quiet ? ["--quiet"] : []), name];
  const { status } = spawnSync(process.execPath, words, {
    stdio: ["ignore", quiet ? "ignore" : 2, "inherit"],
  });
  if (status !== 0) throw new UserError(`image ${JSON.stringify(name)} could not be pulled`);
}
