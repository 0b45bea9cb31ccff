import { suite } from "uvu";
import * as assert from "uvu/assert";
import { familiarName, fullName, parseReference, withTag } from "../src/image/reference.ts";

const test = suite("names of images");

const DIGEST = `sha256:${"ab".repeat(32)}`;

const full = (text: string) => fullName(withTag(parseReference(text)));

test("a short name is docker's library, with latest", () => {
  for (const [text, name] of [
    ["busybox", "docker.io/library/busybox:latest"],
    ["busybox:1.36", "docker.io/library/busybox:1.36"],
    ["user/app", "docker.io/user/app:latest"],
    ["docker.io/busybox", "docker.io/library/busybox:latest"],
    ["index.docker.io/library/busybox", "docker.io/library/busybox:latest"],
    ["localhost/app", "localhost/app:latest"],
    ["localhost:5000/app", "localhost:5000/app:latest"],
    ["host:5000/a/b/c:v1.2-rc", "host:5000/a/b/c:v1.2-rc"],
    ["quay.io/x_y/z--a", "quay.io/x_y/z--a:latest"],
    ["[::1]:5000/app", "[::1]:5000/app:latest"],
    [`busybox@${DIGEST}`, `docker.io/library/busybox@${DIGEST}`],
    [`host:5000/x:1@${DIGEST}`, `host:5000/x:1@${DIGEST}`],
  ] as const) {
    assert.is(full(text), name, text);
  }
});

test("what docker shows is short again", () => {
  for (const [text, name] of [
    ["docker.io/library/busybox:latest", "busybox:latest"],
    ["docker.io/user/app:1", "user/app:1"],
    ["localhost:5000/app:1", "localhost:5000/app:1"],
    [`docker.io/library/busybox@${DIGEST}`, `busybox@${DIGEST}`],
  ] as const) {
    assert.is(familiarName(parseReference(text)), name);
  }
});

test("what is no name is refused, with the name", () => {
  for (const text of [
    "",
    ":",
    "a:",
    "a:b:c/",
    "/a",
    "a/",
    "a//b",
    "-a",
    "a-",
    "../etc",
    "a/../b",
    "a b",
    "a:-tag",
    `a:${"t".repeat(129)}`,
    "a@sha256:short",
    `a@${DIGEST}@${DIGEST}`,
    "a\0b",
    "ab".repeat(32),
    "a".repeat(256),
    "-host/a",
  ]) {
    assert.throws(() => parseReference(text), /invalid reference format/, JSON.stringify(text));
  }
});

test("upper case is told apart from other mistakes", () => {
  assert.throws(() => parseReference("Busybox"), /must be lowercase/);
  assert.is(full("Host/app"), "Host/app:latest");
});

test.run();
