/** The table of images: which there are, and what they are called. Written whole or not at all. */
import { readFileSync } from "node:fs";
import { UserError } from "../../kernel/errors.ts";
import { locked } from "../../kernel/lock.ts";
import { writeWhole } from "../../kernel/wholefile.ts";
import type { Digest } from "../digest.ts";
import { named } from "../trouble.ts";
import { places } from "./places.ts";

/** An image of the table. */
export interface Listed {
  /** The digest of its configuration, which is what docker calls the image's id. */
  readonly id: Digest;
  /** The digest of its manifest, from which all its content is reached. */
  readonly manifest: Digest;
  /** Full names with a tag: `docker.io/library/busybox:latest`. */
  readonly tags: readonly string[];
  /** Full names with the digest under which a registry has it. */
  readonly digests: readonly string[];
}

/** The images, the latest last; none where there is no store. */
export function readTable(): Listed[] {
  let text: string;
  try {
    text = readFileSync(places.table(), "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
  try {
    return JSON.parse(text).images as Listed[];
  } catch {
    const why = "is not what mydocker wrote: restore it, or remove it and load the images again";
    throw new UserError(`${places.table()} ${why}`);
  }
}

/** Changes the table while nobody else can. What `change` throws leaves it as it was. */
export function changeTable(change: (images: readonly Listed[]) => readonly Listed[]): void {
  locked(places.tableLock(), () => {
    const images = change(readTable());
    try {
      writeWhole(places.table(), `${JSON.stringify({ images }, undefined, 2)}\n`);
    } catch (error) {
      throw named(places.table(), error);
    }
  });
}

/**
 * Puts an image in, or gives it more names. A name that another image had moves; that image stays,
 * without it, until it is removed.
 */
export function withImage(images: readonly Listed[], image: Listed): Listed[] {
  const before = images.find(({ id }) => id === image.id);
  const union = (a: readonly string[] = [], b: readonly string[] = []) => [
    ...new Set([...a, ...b]),
  ];
  const merged: Listed = {
    ...image,
    tags: union(before?.tags, image.tags),
    digests: union(before?.digests, image.digests),
  };
  const others = images.filter(({ id }) => id !== image.id).map((other) => without(other, image));
  return [...others, merged];
}

const without = (other: Listed, { tags, digests }: Listed): Listed => ({
  ...other,
  tags: other.tags.filter((tag) => !tags.includes(tag)),
  digests: other.digests.filter((digest) => !digests.includes(digest)),
});
