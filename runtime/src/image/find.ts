/** Which image a name means: a tag, a digest, or an id. Reads the table only. */
import { UserError } from "../kernel/errors.ts";
import { type Digest, isDigest } from "./digest.ts";
import { fullName, parseReference, type Reference, withTag } from "./reference.ts";
import { type Listed, readTable } from "./store/table.ts";

/** An image, and by which of its names it was found. */
export interface Found {
  readonly image: Listed;
  /** The full name; undefined when it was found by its id. */
  readonly name?: string | undefined;
}

/**
 * Finds an image by `NAME[:TAG]`, `NAME@DIGEST`, its id, or the beginning of its id. A name goes
 * before an id, as docker has it.
 *
 * @returns undefined when there is none
 * @throws UserError when several ids begin so, or it can be neither a name nor an id
 */
export function lookFor(text: string): Found | undefined {
  const images = readTable();
  const whole = images.find(({ id }) => id === text || id === `sha256:${text}`);
  if (whole) return { image: whole };
  const reference = referenceOrId(text);
  return (reference && byName(images, reference)) ?? byPrefix(images, text);
}

/** As lookFor. @throws UserError too when there is none */
export function findImage(text: string): Found {
  const found = lookFor(text);
  if (found) return found;
  throw new UserError(`no image ${JSON.stringify(text)} here (see 'mydocker images')`);
}

/** 64 hexadecimal digits are an id, and no name. */
const referenceOrId = (text: string): Reference | undefined =>
  isDigest(text) || isDigest(`sha256:${text}`) ? undefined : withTag(parseReference(text));

function byName(images: readonly Listed[], reference: Reference): Found | undefined {
  const { digest } = reference;
  const name = fullName(digest === undefined ? reference : { ...reference, tag: undefined });
  const image = images.find(({ tags, digests }) => tags.includes(name) || digests.includes(name));
  return image && { image, name };
}

function byPrefix(images: readonly Listed[], text: string): Found | undefined {
  const digits = text.replace(/^sha256:/, "");
  if (!/^[0-9a-f]{1,64}$/.test(digits)) return undefined;
  const start: Digest = `sha256:${digits}`;
  const [image, another] = images.filter(({ id }) => id.startsWith(start));
  if (another) throw new UserError(`more than one image's id begins with ${digits}`);
  return image && { image };
}
