/** /proc as data (proc(5)). */

/** A line of /proc/PID/mountinfo. */
export interface Mount {
  readonly id: number;
  readonly parent: number;
  /** Which file system it is: `major:minor`, as in st_dev. */
  readonly device: string;
  /** What of its file system is mounted. */
  readonly root: string;
  readonly point: string;
  /** Per mount: `rw`, `nosuid`, … */
  readonly options: readonly string[];
  /** `shared:1`, `master:1`, …; nothing when it is private. */
  readonly propagation: readonly string[];
  readonly type: string;
  readonly source: string;
  /** Of the file system: controllers, sizes, … */
  readonly superOptions: readonly string[];
}

/** Parses the text of a mountinfo file; what is mounted later comes later. */
export const parseMounts = (text: string): Mount[] =>
  text.split("\n").filter(Boolean).map(parseMount);

function parseMount(line: string): Mount {
  const [before = "", after = ""] = line.split(" - ");
  const [id, parent, device = "", root = "", point = "", options = "", ...propagation] =
    before.split(" ");
  const [type = "", source = "", superOptions = ""] = after.split(" ");
  return {
    id: Number(id),
    parent: Number(parent),
    device,
    root: unoctal(root),
    point: unoctal(point),
    options: options.split(","),
    propagation,
    type,
    source: unoctal(source),
    superOptions: superOptions.split(","),
  };
}

/** The kernel writes a space as \040. */
const unoctal = (path: string) =>
  path.replace(/\\([0-7]{3})/g, (_, octal) => String.fromCharCode(Number.parseInt(octal, 8)));

/** What a path shows: of the mounts on it, the last one made on top of all others. */
export function topMount(mounts: readonly Mount[], point: string): Mount | undefined {
  const here = mounts.filter((mount) => mount.point === point);
  return here.find((mount) => !here.some((other) => other.parent === mount.id)) ?? here.at(-1);
}

/** `/proc/PID/status` as a table. */
export const parseStatus = (text: string): ReadonlyMap<string, string> =>
  new Map(
    text
      .split("\n")
      .filter(Boolean)
      .map((line) => {
        const colon = line.indexOf(":");
        return [line.slice(0, colon), line.slice(colon + 1).trim()];
      }),
  );

/** When a process started, in clock ticks since boot: with its pid, this names it for good. */
export function startTime(stat: string): string {
  const afterName = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return afterName[19] ?? "";
}
