/** Directories of the machine: new for each use, in a file system that goes with the pretend host. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { HARNESS } from "../../../checks/src/harness/index.ts";

let made = 0;

/** A directory that nobody else uses, with these files. */
export function newHost(files: Readonly<Record<string, string>> = {}): string {
  made++;
  const directory = join(HARNESS, "volumes", `${made}`, "volume");
  mkdirSync(directory, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(directory, name), text);
  return directory;
}

/** A directory's names and its files' contents, to be compared. */
export function look(directory: string): string {
  const entries = readdirSync(directory, { withFileTypes: true, recursive: true });
  return entries
    .map((entry) => {
      const path = join(entry.parentPath ?? entry.path, entry.name);
      return entry.isFile() ? `${path}: ${readFileSync(path, "utf8")}` : path;
    })
    .sort()
    .join("\n");
}

/** Writes a new file; how it went, as an errno's name. */
export function writing(directory: string): string {
  try {
    writeFileSync(join(directory, "written"), "written\n");
    return "written";
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? `${error}`;
  }
}
