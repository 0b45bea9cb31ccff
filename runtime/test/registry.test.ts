/** `pull` and `push`: against Debian's docker-registry, and against one that does all it should not. */
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { parseReference } from "../src/image/reference.ts";
import { parseChallenge } from "../src/image/registry/auth.ts";
import { isLocal } from "../src/image/registry/http.ts";
import { hostsOf } from "../src/image/registry/mirrors.ts";
import { vacate } from "./vacate.ts";

const MYDOCKER = fileURLToPath(new URL("../bin/mydocker", import.meta.url));
const directory = mkdtempSync(join(tmpdir(), "mydocker-registry-"));
const sha256 = (bytes: Uint8Array) => `sha256:${createHash("sha256").update(bytes).digest("hex")}`;

/** Not spawnSync: the registry is in this very process. */
function mydocker(...args: string[]): Promise<{ status: number | null; out: string; err: string }> {
  const env = {
    ...process.env,
    MYDOCKER_ROOT: join(directory, "root"),
    MYDOCKER_NETWORK: "none",
    DOCKER_CONFIG: directory,
  };
  const child = spawn(MYDOCKER, args, { env, stdio: ["ignore", "pipe", "pipe"], timeout: 30_000 });
  let [out, err] = ["", ""];
  child.stdout.on("data", (chunk) => (out += chunk));
  child.stderr.on("data", (chunk) => (err += chunk));
  return new Promise((resolve) => child.on("close", (status) => resolve({ status, out, err })));
}

/** An image of one layer with one file. */
function image() {
  const root = mkdtempSync(join(directory, "layer-"));
  writeFileSync(join(root, "hello"), `hello\n${root}\n`.repeat(5_000)); // no two alike
  const layer = spawnSync("tar", ["-C", root, "-cf", "-", "hello"]).stdout;
  const config = Buffer.from(
    JSON.stringify({
      architecture: "amd64",
      os: "linux",
      rootfs: { type: "layers", diff_ids: [sha256(layer)] },
    }),
  );
  const about = (mediaType: string, bytes: Buffer) => ({
    mediaType,
    digest: sha256(bytes),
    size: bytes.length,
  });
  const manifest = Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: "application/vnd.oci.image.manifest.v1+json",
      config: about("application/vnd.oci.image.config.v1+json", config),
      layers: [about("application/vnd.oci.image.layer.v1.tar", layer)],
    }),
  );
  return { layer, config, manifest };
}

type Handler = (request: IncomingMessage, response: ServerResponse) => boolean;

/** A registry with one image, whose answers a test may take over. */
async function registry(first: Handler = () => false) {
  const { layer, config, manifest } = image();
  const blobs = new Map([layer, config].map((bytes) => [sha256(bytes), bytes]));
  const server: Server = createServer((request, response) => {
    if (first(request, response)) return;
    const [, kind, name = ""] = /\/(manifests|blobs)\/(.+)$/.exec(request.url ?? "") ?? [];
    const body = kind === "manifests" ? manifest : blobs.get(name);
    if (!body) return void response.writeHead(404).end();
    response
      .writeHead(200, { "content-type": "application/vnd.oci.image.manifest.v1+json" })
      .end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const isLayer = ({ url }: IncomingMessage) => url?.endsWith(sha256(layer)) === true;
  return { host, layer, isLayer, close: () => void server.close() };
}

const pure = suite("registries");

pure("a challenge", () => {
  const header =
    'Bearer realm="https://auth.example/token",service="r",scope="repository:a/b:pull"';
  assert.equal(parseChallenge(header), {
    scheme: "bearer",
    parameters: { realm: "https://auth.example/token", service: "r", scope: "repository:a/b:pull" },
  });
  assert.is(parseChallenge("Negotiate abc"), undefined);
});

pure("plain http on this machine only", () => {
  for (const host of ["localhost", "localhost:5000", "127.0.0.1:1", "[::1]:5000"])
    assert.ok(isLocal(host), host);
  for (const host of ["localhost.example", "127.0.0.1.example", "10.0.0.1"])
    assert.not.ok(isLocal(host), host);
});

pure("a mirror stands for docker.io and for nothing else", () => {
  const hub = parseReference("busybox");
  assert.equal(hostsOf(hub, "https://mirror.example/"), ["mirror.example", "registry-1.docker.io"]);
  assert.equal(hostsOf(hub, ""), ["registry-1.docker.io"]);
  assert.equal(hostsOf(parseReference("quay.io/a/b"), "mirror.example"), ["quay.io"]);
});

pure.run();

const test = suite("pull, as root");

test("a blob that breaks off is resumed where it broke", async () => {
  let asked: (string | undefined)[] = [];
  const { host, layer, isLayer, close } = await registry((request, response) => {
    if (!isLayer(request)) return false;
    asked = [...asked, request.headers.range];
    const from = Number(/bytes=(\d+)-/.exec(request.headers.range ?? "")?.[1] ?? 0);
    if (from > 0) return void response.writeHead(206).end(layer.subarray(from)) === undefined;
    response.writeHead(200, { "content-length": layer.length });
    response.write(layer.subarray(0, 100_000), () => response.destroy());
    return true;
  });
  const { status, err } = await mydocker("pull", `${host}/broken:1`);
  assert.is(status, 0, err);
  assert.is(asked[0], undefined);
  assert.match(asked[1] ?? "", /^bytes=[1-9]\d*-$/);
  close();
});

test("run --pull gets an image first, quietly where asked, and says when it is not to be had", async () => {
  const { host, close } = await registry(() => false);
  const image = `${host}/first:1`;
  const without = await mydocker("run", "--rm", image, "hello");
  assert.match(without.err, /no image/);
  const missing = await mydocker("run", "--rm", "--pull", "missing", image, "/hello");
  assert.match(missing.err, new RegExp(image));
  assert.is(missing.out, "");
  assert.is(missing.status, 126); // it is there, and no program
  const again = await mydocker("run", "--rm", "--pull", "always", "-q", image, "/hello");
  assert.is(again.status, 126);
  assert.not.match(again.err, /Digest/);
  close();
  const gone = await mydocker("run", "--rm", "--pull", "always", image, "/hello");
  assert.is(gone.status, 125);
  assert.match(gone.err, /could not be pulled/);
});

test("content that is not what its digest promises is refused, and nothing is kept", async () => {
  const { host, layer, isLayer, close } = await registry((request, response) => {
    if (!isLayer(request)) return false;
    const other = Buffer.from(layer);
    other[600] = 0;
    response.end(other);
    return true;
  });
  const { status, err } = await mydocker("pull", `${host}/forged:1`);
  assert.is(status, 1);
  assert.match(err, /^mydocker: blob sha256:[0-9a-f]{64} came with the digest sha256:/);
  assert.equal(readdirSync(join(directory, "root/tmp")), []);
  close();
});

test("a token is fetched from where the registry says, with a password when there is one", async () => {
  let bought = "";
  const { host, close } = await registry((request, response) => {
    if (request.url?.startsWith("/token")) {
      bought = `${request.headers.authorization} ${request.url}`;
      response.end(JSON.stringify({ token: "bought" }));
      return true;
    }
    if (request.headers.authorization === "Bearer bought") return false;
    const realm = `Bearer realm="http://${request.headers.host}/token",service="s",scope="repository:private:pull"`;
    response.writeHead(401, { "www-authenticate": realm }).end();
    return true;
  });
  writeFileSync(
    join(directory, "config.json"),
    JSON.stringify({ auths: { [host]: { auth: "dTpw" } } }),
  );
  assert.is((await mydocker("pull", `${host}/private:1`)).status, 0);
  assert.is(bought, "Basic dTpw /token?service=s&scope=repository%3Aprivate%3Apull");
  close();
});

test("a password is asked for by name, and given", async () => {
  const { host, close } = await registry((request, response) => {
    if (request.headers.authorization === "Basic dTpw") return false;
    response.writeHead(401, { "www-authenticate": 'Basic realm="r"' }).end();
    return true;
  });
  const refused = await mydocker("pull", `${host}/basic:1`);
  assert.is(refused.status, 1);
  assert.match(refused.err, /wants a password/);
  writeFileSync(
    join(directory, "config.json"),
    JSON.stringify({ auths: { [host]: { auth: "dTpw" } } }),
  );
  assert.is((await mydocker("pull", `${host}/basic:1`)).status, 0);
  close();
});

test("a name that is not there is told in one line", async () => {
  const { host, close } = await registry(
    (_, response) => void response.writeHead(404).end() === undefined,
  );
  const { status, err } = await mydocker("pull", `${host}/nosuch:1`);
  assert.is(status, 1);
  assert.match(err, /^mydocker: 127\.0\.0\.1:\d+\/nosuch: no manifest 1: it is not there.*\n$/);
  close();
});

const REAL = "/usr/bin/docker-registry";

test("Debian's docker-registry: what is pushed comes back the same", async () => {
  if (!existsSync(REAL))
    return void console.log(`  SKIPPED: ${REAL} is missing (apt-get install docker-registry)`);
  const port = 20_000 + (process.pid % 20_000);
  const config = join(directory, "registry.yml");
  writeFileSync(
    config,
    `version: 0.1\nstorage: {filesystem: {rootdirectory: ${directory}/registry}}\nhttp: {addr: "127.0.0.1:${port}"}\n`,
  );
  const real = spawn(REAL, ["serve", config], { stdio: "ignore" });
  try {
    await listening(port);
    const source = await registry();
    const name = `127.0.0.1:${port}/team/app:2`;
    assert.is((await mydocker("pull", `${source.host}/app:1`)).status, 0);
    source.close();
    assert.is((await mydocker("tag", `${source.host}/app:1`, name)).status, 0);
    const pushed = await mydocker("push", name);
    assert.is(pushed.status, 0, pushed.err);
    rmSync(join(directory, "root"), { recursive: true });
    const pulled = await mydocker("pull", name);
    assert.is(pulled.status, 0, pulled.err);
    assert.is(pulled.out.split("\n")[0], pushed.out.trim());
    const [layer = ""] = readdirSync(join(directory, "root/layers")).filter(
      (entry) => !entry.endsWith(".json"),
    );
    assert.match(readFileSync(join(directory, "root/layers", layer, "hello"), "utf8"), /^hello\n/);
  } finally {
    const ended = once(real, "exit");
    real.kill();
    await ended;
  }
});

async function listening(port: number): Promise<void> {
  for (let attempt = 0; attempt < 1200; attempt++) {
    const open = await new Promise<boolean>((resolve) => {
      const socket = connect(port, "127.0.0.1", () => resolve(true));
      socket.on("error", () => resolve(false)).on("close", () => socket.destroy());
      socket.on("connect", () => socket.end());
    });
    if (open) return;
    await setTimeout(50);
  }
  throw new Error("docker-registry does not listen");
}

test.after(() => vacate(join(directory, "root"), directory));
test.run();
