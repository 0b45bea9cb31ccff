/**
 * A repository of a registry: manifests and blobs by their names and digests.
 *
 * @see OCI distribution specification
 */
import { UserError } from "../../kernel/errors.ts";
import type { Digest } from "../digest.ts";
import { MOST_DOCUMENT } from "../manifest.ts";
import { answer, parseChallenge } from "./auth.ts";
import { type Answer, type Ask, ask, isLocal, readAll } from "./http.ts";

/** Where a repository is. */
export interface Place {
  /** Host and port. */
  readonly host: string;
  /** `library/busybox` */
  readonly path: string;
}

/** A repository that can be asked. */
export interface Repository {
  readonly place: Place;
  /** A manifest or index, by tag or digest, with its media type. */
  manifest(reference: string): Promise<{ bytes: Buffer; mediaType: string }>;
  /** A blob's bytes from an offset on. */
  blob(digest: Digest, offset: number): Promise<Answer>;
  has(digest: Digest): Promise<boolean>;
  upload(digest: Digest, size: number, body: AsyncIterable<Uint8Array>): Promise<void>;
  putManifest(reference: string, mediaType: string, bytes: Buffer): Promise<void>;
}

const ACCEPT = [
  "application/vnd.oci.image.manifest.v1+json",
  "application/vnd.oci.image.index.v1+json",
  "application/vnd.docker.distribution.manifest.v2+json",
  "application/vnd.docker.distribution.manifest.list.v2+json",
].join(", ");

/** A repository; who asks is found out when it is first refused. */
export function openRepository(place: Place): Repository {
  const { host, path } = place;
  const base = new URL(`${isLocal(host) ? "http" : "https"}://${host}/v2/${path}/`);
  let authorization: string | undefined;

  async function speak(what: string | URL, wish: Ask = {}): Promise<Answer> {
    const url = new URL(what, base);
    const headers = () => ({ ...wish.headers, ...(authorization ? { authorization } : {}) });
    const first = await ask(url, { ...wish, headers: headers() });
    if (first.status !== 401) return first;
    first.body.resume();
    const challenge = parseChallenge(first.headers["www-authenticate"]);
    if (!challenge || isSpent(wish)) return first;
    authorization = await answer(host, challenge);
    return ask(url, { ...wish, headers: headers() });
  }

  async function expect(statuses: readonly number[], what: string, reply: Answer): Promise<Answer> {
    if (statuses.includes(reply.status)) return reply;
    const body = (await readAll(reply, MOST_DOCUMENT)).toString();
    throw new UserError(`${host}/${path}: ${what}: ${explain(reply.status, body)}`);
  }

  return {
    place,
    async manifest(reference) {
      const reply = await speak(`manifests/${reference}`, { headers: { accept: ACCEPT } });
      await expect([200], `no manifest ${reference}`, reply);
      const mediaType = reply.headers["content-type"]?.split(";")[0] ?? "";
      return { bytes: await readAll(reply, MOST_DOCUMENT), mediaType };
    },
    async blob(digest, offset) {
      const headers = offset > 0 ? { range: `bytes=${offset}-` } : {};
      return expect([200, 206], `no blob ${digest}`, await speak(`blobs/${digest}`, { headers }));
    },
    async has(digest) {
      const reply = await speak(`blobs/${digest}`, { method: "HEAD" });
      reply.body.resume();
      return reply.status === 200;
    },
    async upload(digest, size, body) {
      const opened = await speak("blobs/uploads/", { method: "POST" });
      await expect([202], "the upload is refused", opened);
      opened.body.resume();
      const url = new URL(opened.headers.location ?? "", opened.url);
      url.searchParams.set("digest", digest);
      const headers = { "content-type": "application/octet-stream", "content-length": `${size}` };
      const done = await speak(url, { method: "PUT", headers, body });
      (await expect([201], `blob ${digest} is refused`, done)).body.resume();
    },
    async putManifest(reference, mediaType, bytes) {
      const headers = { "content-type": mediaType, "content-length": `${bytes.length}` };
      const reply = await speak(`manifests/${reference}`, { method: "PUT", headers, body: bytes });
      (await expect([201], "the manifest is refused", reply)).body.resume();
    },
  };
}

/** A stream can be sent once: an upload asks for a token before it, when it is opened. */
const isSpent = ({ body }: Ask) => body !== undefined && !(body instanceof Uint8Array);

function explain(status: number, body: string): string {
  const messages: Readonly<Record<number, string>> = {
    401: "it wants to know who asks ('docker login' keeps that in ~/.docker/config.json)",
    403: "that is not allowed",
    404: "it is not there (is the name right?)",
    429: "it has been asked too often: try again later, or use a mirror (--mirror)",
  };
  try {
    const [error] = JSON.parse(body).errors;
    return `${messages[status] ?? status} (${error.message})`;
  } catch {
    return messages[status] ?? `status ${status}`;
  }
}
