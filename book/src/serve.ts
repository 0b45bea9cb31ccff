/** The finished book on localhost. */
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { own, SITE } from "./places.ts";

type Sirv = (
  directory: string,
  options: { dev: boolean; etag: boolean },
) => (...given: [...Parameters<RequestListener>, () => void]) => void;

/**
 * Serves the site below a path, to this machine only.
 *
 * @param port 0: any that is free
 * @param base begins and ends with a slash
 * @throws Error with code EADDRINUSE when the port is taken
 */
export async function serveBook(
  port: number,
  base = "/",
): Promise<{ server: Server; url: string }> {
  const sirv: Sirv = own("sirv");
  const answer = sirv(SITE, { dev: true, etag: true });
  const server = createServer((request, response) => {
    const missing = () => response.writeHead(404).end("not found\n");
    if (!request.url?.startsWith(base)) return missing();
    request.url = request.url.slice(base.length - 1);
    answer(request, response, missing);
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(port, "127.0.0.1", resolve);
  });
  return { server, url: `http://localhost:${(server.address() as AddressInfo).port}${base}` };
}
