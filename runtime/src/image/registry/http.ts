/** Requests to a registry: TLS but on this machine itself, redirects, and no waiting for ever. */
import { readFileSync } from "node:fs";
import { type IncomingMessage, request as plain } from "node:http";
import { request as secure } from "node:https";
import { rootCertificates } from "node:tls";
import { UserError } from "../../kernel/errors.ts";

/** What is asked. */
export interface Ask {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | AsyncIterable<Uint8Array> | undefined;
}

/** An answer whose body has yet to be read. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage["headers"];
  readonly body: IncomingMessage;
  /** Where it came from, after redirects. */
  readonly url: URL;
}

const SILENCE = 30_000; // ms without a byte
const HOPS = 5; // redirects

/** Where plain http is allowed: nobody is between us and ourselves. */
export const isLocal = (host: string): boolean =>
  /^(localhost|127(\.[0-9]{1,3}){3}|\[::1\])(:[0-9]+)?$/.test(host);

/**
 * Asks, and follows redirects, on which credentials do not go to another host.
 *
 * @throws UserError when there is no answer
 */
export async function ask(url: URL, wish: Ask = {}, hops = HOPS): Promise<Answer> {
  const answer = await askOnce(url, wish);
  const { location } = answer.headers;
  if (![301, 302, 303, 307, 308].includes(answer.status) || location === undefined) return answer;
  answer.body.resume();
  if (hops === 0) throw new UserError(`${url.host} redirects in a circle`);
  const next = new URL(location, url);
  const { authorization, ...headers } = wish.headers ?? {};
  const kept = next.host === url.host && authorization ? { ...headers, authorization } : headers;
  return ask(next, { ...wish, headers: kept }, hops - 1);
}

function askOnce(url: URL, { method = "GET", headers = {}, body }: Ask): Promise<Answer> {
  if (url.protocol === "http:" && !isLocal(url.host)) {
    throw new UserError(
      `${url.host} would be reached without TLS, which is allowed on localhost only`,
    );
  }
  const options = { method, headers: { "user-agent": "mydocker", ...headers }, timeout: SILENCE };
  return new Promise((resolve, reject) => {
    const got = (message: IncomingMessage) =>
      resolve({ status: message.statusCode ?? 0, headers: message.headers, body: message, url });
    const sent =
      url.protocol === "http:"
        ? plain(url, options, got)
        : secure(url, { ...options, ...certificates() }, got);
    sent.on("timeout", () => sent.destroy(new Error(`no answer within ${SILENCE / 1000} s`)));
    sent.on("error", (error) => reject(new UserError(`${url.host}: ${error.message}`)));
    send(sent, body).catch((error) => sent.destroy(error));
  });
}

async function send(sent: NodeJS.WritableStream, body: Ask["body"]): Promise<void> {
  if (body instanceof Uint8Array) sent.write(body);
  else if (body) {
    for await (const piece of body) {
      if (!sent.write(piece)) await new Promise((resolve) => sent.once("drain", resolve));
    }
  }
  sent.end();
}

/** The launcher has put Node's own variable for them out of sight, since it costs every start 38 ms. */
function certificates(): { ca?: string[] } {
  const extra = process.env.MYDOCKER_EXTRA_CA_CERTS;
  return extra ? { ca: [...rootCertificates, readFileSync(extra, "utf8")] } : {};
}

/** A body that is a document, not content. */
export async function readAll({ body }: Answer, most: number): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of body) {
    size += piece.length;
    if (size > most) throw new UserError(`the answer is larger than ${most} bytes`);
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}
