/** Digests: how content is addressed. @see OCI image specification, descriptor.md, "Digests" */

/** `sha256:` and 64 hexadecimal digits. */
export type Digest = `sha256:${string}`;

/** Whether a text is a digest of the only kind that is in use. */
export const isDigest = (text: unknown): text is Digest =>
  typeof text === "string" && /^sha256:[0-9a-f]{64}$/.test(text);

/** The digits alone, which are a file's name in the store. */
export const hexOf = (digest: Digest): string => digest.slice("sha256:".length);
