/**
 * An image archive on its way into the store: each of its files becomes a file of its own, with its
 * digest. An archive can only be understood at its end, where most have their manifest, and standard
 * input cannot be read twice.
 */
import { readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { MOST_DOCUMENT } from "../manifest.ts";
import { type DigestedFile, type DigestedWriter, writeDigested } from "../store/digestedfile.ts";
import { type Bytes, decompress } from "../tar/compression.ts";
import type { Entry } from "../tar/entry.ts";
import { type Sink, tarReader } from "../tar/reader.ts";
import { Refusal, refuse } from "../tar/refusal.ts";

/** An archive's files by their names in it. */
export interface Archive {
  /** Links within the archive are followed, as docker's older archives have them. */
  find(name: string): DigestedFile | undefined;
  /** A small file's bytes. @throws Refusal when it is missing */
  document(name: string): Buffer;
}

const MOST_FILES = 20_000; // an archive of some thousand layers has less
const MOST_LINKS = 8; // to follow one after another

/**
 * Reads an archive to its end.
 *
 * @param directory where the files go: the caller's own
 * @throws Refusal for what is no tar archive, or a damaged one
 */
export async function spoolArchive(source: Bytes, directory: string): Promise<Archive> {
  const files = new Map<string, DigestedFile>();
  const links = new Map<string, string>();
  const spooler = openSpooler(directory, files, links);
  const reader = tarReader(spooler);
  try {
    for await (const piece of decompress(source)) reader.write(piece);
    reader.finish();
  } finally {
    spooler.close();
  }

  function find(name: string): DigestedFile | undefined {
    let path = posix.normalize(name);
    for (let i = 0; i < MOST_LINKS && links.has(path); i++) path = links.get(path) ?? "";
    return files.get(path);
  }
  return {
    find,
    document(name) {
      const file = find(name);
      if (!file) throw new Refusal(`${name} is missing in the archive`);
      if (file.size > MOST_DOCUMENT) throw new Refusal(`${name} is too large to be a document`);
      return readFileSync(file.path);
    },
  };
}

function openSpooler(
  directory: string,
  files: Map<string, DigestedFile>,
  links: Map<string, string>,
): Sink & { close(): void } {
  let current: { name: string; file: DigestedWriter } | undefined;
  return {
    entry(entry) {
      const name = posix.normalize(entry.name);
      if (entry.kind === "link" || entry.kind === "symlink") links.set(name, targetOf(name, entry));
      if (entry.kind !== "file") return;
      if (files.size >= MOST_FILES) refuse(entry.name, "is one file too many for an image");
      if (files.has(name)) refuse(entry.name, "is in the archive twice");
      current = { name, file: writeDigested(join(directory, `file-${files.size}`)) };
    },
    data: (bytes) => current?.file.write(bytes),
    end() {
      if (current) files.set(current.name, current.file.finish());
      current = undefined;
    },
    close: () => current?.file.abandon(),
  };
}

/** Names within the archive only: none of them is ever a path of the machine. */
const targetOf = (name: string, { kind, target }: Entry): string =>
  kind === "link" ? posix.normalize(target) : posix.join(posix.dirname(name), target);
