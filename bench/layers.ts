/** Images as `docker save` would write them: big ones in three layers, small ones in many. */
import { createHash } from "node:crypto";
import {
  closeSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import type { Bed } from "./bed.ts";
import { archive } from "./images.ts";

const LAYERS = 3;

/**
 * The archive of an image whose layers hold `megabytes` in all of what /usr holds here: real
 * programs and texts, in files of all sizes.
 */
export function layeredArchive(bed: Bed, megabytes: number): string {
  const place = join(bed.place, `image-${megabytes}`);
  if (existsSync(`${place}.tar`)) return `${place}.tar`;
  mkdirSync(place);
  const files = someFiles("/usr", megabytes << 20);
  const diffIds: string[] = [];
  const layers: string[] = [];
  for (let i = 0; i < LAYERS; i++) {
    const list = join(place, "list");
    writeFileSync(list, files.filter((_, n) => n % LAYERS === i).join("\0"));
    const tar = join(place, `layer${i}.tar`);
    bed.run("tar", "-C", "/", "--null", "-cf", tar, "--files-from", list);
    diffIds.push(`sha256:${digest(tar)}`);
    layers.push(`layer${i}.tar`);
  }
  return pack(bed, place, layers, diffIds, `localhost/bench/big:${megabytes}`);
}

/** Busybox, and above it layers of one small file each; returns the archive and the image's name. */
export function thinImage(bed: Bed, layers: number): readonly [archive: string, name: string] {
  const place = join(bed.place, `thin-${layers}`);
  const name = `localhost/bench/thin:${layers}`;
  mkdirSync(place);
  const files: string[] = [];
  for (let i = 0; i < layers; i++) {
    const tar = join(place, `layer${i}.tar`);
    if (i === 0) copyFileSync(archive(bed), tar);
    else {
      writeFileSync(join(place, `file${i}`), `${i}\n`);
      bed.run("tar", "-C", place, "-cf", tar, `file${i}`);
    }
    files.push(`layer${i}.tar`);
  }
  const diffIds = files.map((file) => `sha256:${digest(join(place, file))}`);
  return [pack(bed, place, files, diffIds, name), name];
}

function pack(bed: Bed, place: string, layers: string[], diffIds: string[], tag: string): string {
  const config = {
    architecture: "amd64",
    os: "linux",
    config: { Cmd: ["true"] },
    rootfs: { type: "layers", diff_ids: diffIds },
  };
  writeFileSync(join(place, "config.json"), JSON.stringify(config));
  const manifest = [{ Config: "config.json", RepoTags: [tag], Layers: layers }];
  writeFileSync(join(place, "manifest.json"), JSON.stringify(manifest));
  const archive = `${place}.tar`;
  bed.run("tar", "-C", place, "-cf", archive, "manifest.json", "config.json", ...layers);
  bed.run("rm", "-rf", place);
  return archive;
}

/** Regular files, without leading slash, until there are so many bytes of them. */
function someFiles(top: string, bytes: number): string[] {
  const found: string[] = [];
  const pending = [top];
  for (let dir = pending.shift(); dir !== undefined && bytes > 0; dir = pending.shift()) {
    for (const entry of readdirSync(dir, { withFileTypes: true })) {
      const path = join(dir, entry.name);
      if (entry.isDirectory()) pending.push(path);
      if (!entry.isFile() || bytes <= 0) continue;
      bytes -= statSync(path).size;
      found.push(path.slice(1));
    }
  }
  return found;
}

function digest(file: string): string {
  const hash = createHash("sha256");
  const chunk = Buffer.alloc(1 << 20);
  const fd = openSync(file, "r");
  for (let n = readSync(fd, chunk); n > 0; n = readSync(fd, chunk))
    hash.update(chunk.subarray(0, n));
  closeSync(fd);
  return hash.digest("hex");
}
