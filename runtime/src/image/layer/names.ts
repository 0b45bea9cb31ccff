/** Names in a layer, taken apart so that none can lead out of it. */
import { quoted, refuse } from "../tar/refusal.ts";

const LONGEST = 3072; // bytes; PATH_MAX is 4096, and the store's own path comes before it
const LONGEST_PART = 255; // NAME_MAX

/**
 * The parts of an entry's name; none for the layer's own root.
 *
 * @param name with one character per byte
 * @throws Refusal for an absolute name, `..`, and what no file system can keep
 */
export function entryParts(name: string): string[] {
  const found = parts(name, name);
  // umoci and kaniko write "/" for the root itself
  if (name.startsWith("/") && found.length > 0)
    refuse(name, "has an absolute name, not one within");
  return found;
}

/**
 * The parts of a hard link's target, for which `/` is the layer's root, as docker has it.
 *
 * @throws Refusal as entryParts, naming the link
 */
export const targetParts = (name: string, target: string): string[] => parts(name, target);

function parts(name: string, path: string): string[] {
  const found = path.split("/").filter((part) => part !== "" && part !== ".");
  if (path.length > LONGEST) refuse(`${path.slice(0, 64)}...`, "has a name that is too long");
  for (const part of found) {
    if (part === "..") refuse(name, `has '..' in ${quoted(path)}, which leads out of its layer`);
    if (part.length > LONGEST_PART)
      refuse(`${part.slice(0, 64)}...`, "has a name that is too long");
  }
  return found;
}

/** What a name asks of overlay, if it is one of the whiteouts of the OCI layer specification. */
export type Mark =
  | { readonly kind: "whiteout"; readonly hides: string }
  | { readonly kind: "opaque" | "ignored" }
  | undefined;

const PREFIX = ".wh.";

/**
 * Reads what the name of a layer's entry says about the layers below, in which nothing can be
 * deleted: `.wh.NAME` is a whiteout and hides NAME, `.wh..wh..opq` makes the directory that it is in
 * opaque, so that nothing of it shows through. Other names that begin with `.wh..wh.` are AUFS' own
 * affairs and ignored. All others are files, and undefined here.
 *
 * What becomes of a mark is given (layer/writer.ts): overlay says "deleted" by a character device
 * 0/0 in the place of NAME, and "opaque" by the attribute `trusted.overlay.opaque`.
 *
 * @param name the entry's whole name, for refuse()
 * @param last the last part of it
 * @throws Refusal for a whiteout of nothing, of `.` or of `..`: it would hide the directory itself
 * @lesson 4 marks
 * @see OCI image specification, layer.md, "Whiteouts"
 */
export function markOf(name: string, last: string): Mark {
  if (!last.startsWith(PREFIX)) return undefined;
  if (last === ".wh..wh..opq") return { kind: "opaque" };
  if (last.startsWith(".wh..wh.")) return { kind: "ignored" };
  const hides = last.slice(PREFIX.length);
  if (hides === "" || hides === "." || hides === "..") refuse(name, "is a whiteout of no file");
  return { kind: "whiteout", hides };
}
