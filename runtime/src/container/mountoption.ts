/** `--mount` as data: the long form of `-v` and `--tmpfs` (docker run(1)). */
import { resolve } from "node:path";
import { TMPFS_FLAGS, type Tmpfs } from "../inside/tmpfs.ts";
import { UserError } from "../kernel/errors.ts";
import { MS } from "../kernel/flags.ts";
import type { VolumeRequest } from "./volumes.ts";

/** What `--mount` asks for: one of two. */
export type MountRequest =
  | { readonly volume: VolumeRequest; readonly tmpfs?: undefined }
  | { readonly tmpfs: Tmpfs; readonly volume?: undefined };

/** Other names of the keys. */
const ALIASES: Readonly<Record<string, string>> = {
  src: "source",
  dst: "target",
  destination: "target",
  ro: "readonly",
};

const COMMON = ["type", "source", "target", "readonly"];

/** The keys of each type. */
const KEYS: Readonly<Record<string, readonly string[]>> = {
  bind: [...COMMON, "bind-propagation"],
  volume: [...COMMON, "volume-nocopy"],
  tmpfs: ["type", "target", "readonly", "tmpfs-size", "tmpfs-mode"],
};

/**
 * Parses `type=bind|volume|tmpfs,source=…,target=…[,readonly][,…]`. Without a type it is a volume. A
 * value with a comma is quoted, as in CSV: `"source=/a,b"`.
 *
 * @throws UserError for what cannot be
 */
export function parseMount(text: string): MountRequest {
  const refuse = (why: string) => new UserError(`--mount ${JSON.stringify(text)}: ${why}`);
  const pairs = fields(text).map((field): [string, string] => {
    const [key = "", ...value] = field.split("=");
    const name = key.trim().toLowerCase();
    return [ALIASES[name] ?? name, value.join("=")];
  });
  const given = new Map(pairs);
  const type = given.get("type") ?? "volume";
  const keys = KEYS[type];
  if (!keys) throw refuse(`the type is one of ${Object.keys(KEYS).join(", ")}`);
  for (const key of given.keys()) {
    if (!keys.includes(key))
      throw refuse(`${type} has ${keys.join(", ")}, and no ${key || "empty key"}`);
  }
  const target = resolve("/", given.get("target") ?? "");
  if (target === "/") throw refuse("target=PATH is needed, and cannot be / itself");
  const readOnly = isTrue(given.get("readonly"), refuse);
  if (type === "tmpfs") return { tmpfs: tmpfs(target, readOnly, given, refuse) };
  const source = given.get("source") || undefined;
  if (type === "volume") return { volume: namedVolume(source, target, readOnly, given, refuse) };
  if (source === undefined) throw refuse("a bind has a source=PATH");
  const propagation = PROPAGATION[given.get("bind-propagation") ?? "rprivate"];
  if (!propagation) throw refuse("bind-propagation is rprivate or rslave");
  return { volume: { source: resolve(source), target, readOnly, propagation, mustExist: true } };
}

type Given = ReadonlyMap<string, string>;
type Refuse = (why: string) => UserError;

const PROPAGATION: Readonly<Record<string, VolumeRequest["propagation"]>> = {
  rprivate: "private",
  rslave: "slave",
};

/** Between commas; a quoted field may have some of its own. */
const fields = (text: string): string[] =>
  (text.match(/"(?:[^"]|"")*"|[^,]+/g) ?? []).map((field) =>
    field.startsWith('"') ? field.slice(1, -1).replaceAll('""', '"') : field,
  );

function isTrue(value: string | undefined, refuse: Refuse): boolean {
  if (value === undefined || value === "false" || value === "0") return false;
  if (value === "" || value === "true" || value === "1") return true;
  throw refuse(`${JSON.stringify(value)} is neither true nor false`);
}

function namedVolume(
  source: string | undefined,
  target: string,
  readOnly: boolean,
  given: Given,
  refuse: Refuse,
): VolumeRequest {
  if (source?.includes("/")) throw refuse("a volume's source is a name; for a path: type=bind");
  const empty = isTrue(given.get("volume-nocopy"), refuse);
  return { source, target, readOnly, propagation: "private", empty };
}

function tmpfs(path: string, readOnly: boolean, given: Given, refuse: Refuse): Tmpfs {
  const size = given.get("tmpfs-size");
  const mode = given.get("tmpfs-mode") ?? "1777";
  if (size !== undefined && !/^[0-9]+[kmg]?$/i.test(size))
    throw refuse("tmpfs-size is such as 64m");
  if (!/^0?[0-7]{3,4}$/.test(mode)) throw refuse("tmpfs-mode is octal, such as 1777");
  const options = [`mode=${mode}`, ...(size === undefined ? [] : [`size=${size}`])].join(",");
  return { path, flags: TMPFS_FLAGS | (readOnly ? MS.RDONLY : 0), options };
}
