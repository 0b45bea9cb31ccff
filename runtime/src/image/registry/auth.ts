/**
 * How a registry is told who asks: not at all, by password, or by a token that a password or nothing
 * buys.
 *
 * @see https://distribution.github.io/distribution/spec/auth/token/
 */
import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { UserError } from "../../kernel/errors.ts";
import { ask, readAll } from "./http.ts";

/** A challenge of RFC 9110: scheme and parameters. */
export interface Challenge {
  readonly scheme: string;
  readonly parameters: Readonly<Record<string, string>>;
}

/** Parses `WWW-Authenticate`; undefined for a scheme that is not ours. */
export function parseChallenge(header: string | undefined): Challenge | undefined {
  const [, scheme = "", rest = ""] = /^\s*(Bearer|Basic)\b\s*(.*)$/i.exec(header ?? "") ?? [];
  if (scheme === "") return undefined;
  const pairs = [...rest.matchAll(/([a-z_]+)="([^"]*)"/gi)];
  const parameters = Object.fromEntries(pairs.map(([, name = "", value = ""]) => [name, value]));
  return { scheme: scheme.toLowerCase(), parameters };
}

/**
 * The Authorization header that answers a challenge.
 *
 * @throws UserError when the registry wants a password that nobody gave
 */
export async function answer(host: string, { scheme, parameters }: Challenge): Promise<string> {
  const password = credentials(host);
  if (scheme === "basic") {
    if (password) return `Basic ${password}`;
    throw new UserError(
      `${host} wants a password: put it into ~/.docker/config.json, as 'docker login' does`,
    );
  }
  const { realm, service, scope } = parameters;
  if (realm === undefined) throw new UserError(`${host} does not say where its tokens are`);
  const url = new URL(realm);
  if (service) url.searchParams.set("service", service);
  if (scope) url.searchParams.set("scope", scope);
  const headers = password ? { authorization: `Basic ${password}` } : {};
  const reply = await ask(url, { headers });
  const body = await readAll(reply, 1024 * 1024);
  if (reply.status !== 200) throw new UserError(`${url.host} gives no token: ${reply.status}`);
  const { token, access_token } = JSON.parse(body.toString()) as Record<string, string>;
  return `Bearer ${token ?? access_token}`;
}

/** What `docker login` has kept (base64 of USER:PASSWORD), if it keeps it in the file itself. */
function credentials(host: string): string | undefined {
  const file = join(process.env.DOCKER_CONFIG ?? join(homedir(), ".docker"), "config.json");
  try {
    const { auths = {} } = JSON.parse(readFileSync(file, "utf8"));
    const names =
      host === "registry-1.docker.io" ? ["https://index.docker.io/v1/", "docker.io"] : [];
    const found = [host, `https://${host}`, ...names].find((name) => auths[name]?.auth);
    return found === undefined ? undefined : auths[found].auth;
  } catch {
    return undefined; // nobody has logged in
  }
}
