/**
 * Names of images, as docker reads them: `busybox` is docker.io/library/busybox:latest.
 *
 * @see https://github.com/distribution/reference (the grammar is in reference.go)
 */
import { UserError } from "../kernel/errors.ts";
import { type Digest, isDigest } from "./digest.ts";

/** A name in full. */
export interface Reference {
  /** Host and port of the registry: `docker.io`, `localhost:5000`. */
  readonly domain: string;
  /** `library/busybox` */
  readonly path: string;
  readonly tag?: string | undefined;
  readonly digest?: Digest | undefined;
}

const DEFAULT_DOMAIN = "docker.io";
const OFFICIAL = "library/";
const LONGEST = 255; // of domain and path together

const LABEL = "[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?";
const DOMAIN = new RegExp(`^(?:${LABEL}(?:\\.${LABEL})*|\\[[a-fA-F0-9:]+\\])(?::[0-9]+)?$`);
const PART = "[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*";
const PATH = new RegExp(`^${PART}(?:/${PART})*$`);
const TAG = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/;

/**
 * Parses `[DOMAIN/]PATH[:TAG][@DIGEST]`. A name without tag and digest stays without.
 *
 * @throws UserError in docker's words for what is none
 */
export function parseReference(text: string): Reference {
  const [name = "", digest, ...rest] = text.split("@");
  if (rest.length > 0 || (digest !== undefined && !isDigest(digest))) throw invalid(text);
  const colon = name.indexOf(":", name.lastIndexOf("/") + 1);
  const tag = colon === -1 ? undefined : name.slice(colon + 1);
  const { domain, path } = splitDomain(colon === -1 ? name : name.slice(0, colon));
  if (tag !== undefined && !TAG.test(tag)) throw invalid(text);
  if (path !== path.toLowerCase()) {
    throw invalid(text, `repository name (${path}) must be lowercase`);
  }
  if (!DOMAIN.test(domain) || !PATH.test(path)) throw invalid(text);
  if (domain.length + path.length + 1 > LONGEST) {
    throw invalid(text, `the name is longer than ${LONGEST} characters`);
  }
  if (/^[0-9a-f]{64}$/.test(name)) throw invalid(text, "64 hexadecimal digits are an image's id");
  return { domain, path, tag, digest };
}

/** Whether parseReference would take it. */
export function isReference(text: string): boolean {
  try {
    parseReference(text);
    return true;
  } catch {
    return false;
  }
}

const invalid = (text: string, why?: string) =>
  new UserError(`${JSON.stringify(text)}: invalid reference format${why ? `: ${why}` : ""}`);

/** What comes before the first slash is a registry if it looks like a host. */
function splitDomain(name: string): { domain: string; path: string } {
  const slash = name.indexOf("/");
  const first = name.slice(0, Math.max(slash, 0));
  const isHost = /[.:]/.test(first) || first === "localhost" || first !== first.toLowerCase();
  if (slash === -1 || !isHost) return ofDefault(name);
  const rest = name.slice(slash + 1);
  if (first === DEFAULT_DOMAIN || first === "index.docker.io") return ofDefault(rest);
  return { domain: first, path: rest };
}

const ofDefault = (path: string) => ({
  domain: DEFAULT_DOMAIN,
  path: path.includes("/") ? path : `${OFFICIAL}${path}`,
});

/** With `latest` where neither a tag nor a digest was given. */
export const withTag = (reference: Reference): Reference =>
  reference.tag === undefined && reference.digest === undefined
    ? { ...reference, tag: "latest" }
    : reference;

/** In full: `docker.io/library/busybox:latest`. What the store keeps. */
export const fullName = ({ domain, path, tag, digest }: Reference): string =>
  `${domain}/${path}${tag === undefined ? "" : `:${tag}`}${digest === undefined ? "" : `@${digest}`}`;

/** The repository as docker shows it: `busybox`, `user/app`, `localhost:5000/app`. */
export function familiarRepository({ domain, path }: Reference): string {
  if (domain !== DEFAULT_DOMAIN) return `${domain}/${path}`;
  const official = path.startsWith(OFFICIAL) && !path.slice(OFFICIAL.length).includes("/");
  return official ? path.slice(OFFICIAL.length) : path;
}

/** As docker shows it, with its tag or digest: `busybox:latest`. */
export function familiarName(reference: Reference): string {
  const { tag, digest } = reference;
  const end = digest !== undefined ? `@${digest}` : tag !== undefined ? `:${tag}` : "";
  return familiarRepository(reference) + end;
}
