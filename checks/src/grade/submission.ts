/**
 * What was handed in: forks of the course, of which only the sources in work/ count, and programs.
 * Nothing of either is ever run outside of a sealed pretend host.
 */
import { lstatSync, readdirSync, realpathSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { UsageError } from "../course/usage.ts";
import { PROJECT } from "../harness/places.ts";
import { both } from "../harness/text.ts";

/** A submission, not yet built. */
export interface Submission {
  readonly name: string;
  readonly kind: "fork" | "program";
  /** Of a fork the folder that has work/, or work/ itself; of a program its file. */
  readonly path: string;
}

/**
 * The submissions that paths name: a folder with work/ in it is one; a folder of such folders is
 * as many.
 *
 * @throws UsageError for a path that leads nowhere
 */
export function findSubmissions(
  forks: readonly string[],
  programs: readonly string[],
): Submission[] {
  const found = [
    ...forks.flatMap(forksIn).map((path) => ({ kind: "fork" as const, path })),
    ...programs.map((path) => ({ kind: "program" as const, path: programAt(path) })),
  ];
  return found.map((one) => ({ ...one, name: nameOf(one.path, found) }));
}

function forksIn(path: string): string[] {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat) throw new UsageError(both(`there is nothing at ${path}`, `${path} 不存在`));
  if (!stat.isDirectory()) {
    const right = `runtime ${path}`;
    throw new UsageError(
      both(
        `${path} is a file: a program is named by ${right}`,
        `${path} 是文件；程序请写作 ${right}`,
      ),
    );
  }
  if (isDirectory(join(path, "work")) || !hasForks(path)) return [path];
  return list(path).filter((child) => isDirectory(join(child, "work")));
}

const hasForks = (path: string) => list(path).some((child) => isDirectory(join(child, "work")));

const list = (path: string) =>
  readdirSync(path)
    .sort()
    .map((name) => join(path, name))
    .filter(isDirectory);

/** A link could lead anywhere, so none counts. */
const isDirectory = (path: string) =>
  lstatSync(path, { throwIfNoEntry: false })?.isDirectory() === true;

function programAt(path: string): string {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat?.isFile() && (stat.mode & 0o111) !== 0) return path;
  throw new UsageError(both(`${path} is no program that can be run`, `${path} 不是可以执行的程序`));
}

/** The last part of the path that tells it from the others; of two that are the same, the path. */
function nameOf(path: string, all: readonly { readonly path: string }[]): string {
  const short = basename(path);
  const alike = all.filter((other) => basename(other.path) === short);
  if (alike.length < 2) return short;
  const longer = `${basename(dirname(path))}/${short}`;
  const still = alike.filter(({ path: p }) => `${basename(dirname(p))}/${basename(p)}` === longer);
  return still.length < 2 ? longer : path;
}

/**
 * What of the machine a program needs to see: its folder, which may hold its libraries, unless that
 * would show others' work or the project.
 */
export function seenWith(program: string, all: readonly Submission[]): string {
  const real = realpathSync(program);
  const directory = dirname(real);
  const shared = all.some(({ path, kind }) => {
    const other = realpathSync(path);
    return (
      other !== real &&
      (other.startsWith(`${directory}/`) || (kind === "program" && dirname(other) === directory))
    );
  });
  const tooMuch = shared || `${PROJECT}/`.startsWith(`${directory}/`) || SYSTEM.includes(directory);
  return tooMuch ? real : directory;
}

const SYSTEM = [
  "/",
  "/bin",
  "/sbin",
  "/usr/bin",
  "/usr/sbin",
  "/usr/local/bin",
  "/tmp",
  "/root",
  "/home",
  "/opt",
];
