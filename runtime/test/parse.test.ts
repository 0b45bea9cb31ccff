import { Command, type Option } from "commander";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { normalise } from "../src/commands/parse.ts";

const test = suite("command lines");

const options: readonly Option[] = new Command()
  .option("-i, --interactive")
  .option("-t, --tty")
  .option("-e, --env <pair>")
  .option("--rootfs <dir>")
  .option("-m, --memory <size>").options;

const normal = (line: string) => normalise(line.split(" "), options).join(" ");

test("Go's long options get their second dash", () => {
  assert.is(normal("-it -rootfs=/tmp/x /bin/sh"), "-it --rootfs=/tmp/x /bin/sh");
  assert.is(normal("-rootfs /tmp/x -memory 10m sh"), "--rootfs /tmp/x --memory 10m sh");
});

test("letters may stand together", () => {
  assert.is(normal("-it /bin/sh -rootfs x"), "-it /bin/sh -rootfs x");
  assert.is(normal("-ite A=1 -rootfs=/x sh"), "-ite A=1 --rootfs=/x sh");
  assert.is(normal("-m10m -rootfs=/x sh"), "-m10m --rootfs=/x sh");
});

test("what follows the first word belongs to the command", () => {
  assert.is(normal("-i busybox ls -rootfs -memory x"), "-i busybox ls -rootfs -memory x");
  assert.is(normal("-- -rootfs"), "-- -rootfs");
});

test("the value of an option is not looked at", () => {
  assert.is(normal("-e -rootfs=1 sh"), "-e -rootfs=1 sh");
  assert.is(normal("--env -memory sh"), "--env -memory sh");
});

test("an unknown option is left for the parser to refuse", () => {
  assert.is(normal("-rotfs=/x sh"), "-rotfs=/x sh");
});

test.run();
