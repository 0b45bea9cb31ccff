/** Makes the book: pages, then VitePress, then links that work anywhere. */
import { execFile } from "node:child_process";
import { cpSync, rmSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { PROJECT } from "../../checks/src/harness/places.ts";
import { fingerprint, isCurrent, keepStamp } from "../../checks/start/stamp.mjs";
import { writePages } from "./pages.ts";
import { BOOK, PAGES, SITE } from "./places.ts";
import { relocate } from "./relocate.ts";

/** What the site is made of, beside this machine's Node. */
const MADE_OF = [
  "book/build/pages",
  "book/.vitepress",
  "book/package-lock.json",
  "book/src/relocate.ts",
];

/**
 * Writes the pages anew, and the site where that changes anything. Needs the book's own packages.
 *
 * @returns whether the site was made
 * @throws Error with what VitePress says when it cannot build the pages
 */
export async function buildBook(): Promise<boolean> {
  await writePages();
  cpSync(join(BOOK, "logo.svg"), join(PAGES, "public/logo.svg"));
  const stamp = join(SITE, ".stamp");
  const print = fingerprint(PROJECT, MADE_OF);
  if (isCurrent(stamp, print)) return false;
  rmSync(SITE, { recursive: true, force: true });
  const vitepress = join(BOOK, "node_modules/vitepress/bin/vitepress.js");
  const options = { cwd: BOOK, maxBuffer: 1 << 26 };
  await promisify(execFile)(process.execPath, [vitepress, "build"], options);
  relocate();
  keepStamp(stamp, print);
  return true;
}
