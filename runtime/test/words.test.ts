import { Command, type Option } from "commander";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { defineRun } from "../src/commands/rundefinition.ts";
import { RUN_OPTIONS } from "../src/commands/runoptions.ts";
import { normalise, readPlain } from "../src/commands/words.ts";

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

test("a letter may have its value behind an equals sign, as Go's flags", () => {
  assert.is(normal("-e=A=1 -m=10m -i sh"), "-eA=1 -m10m -i sh");
});

test("what is on or off may be told so, as Go's flags", () => {
  assert.is(normal("--tty=true --interactive=false -rootfs=/x sh"), "--tty --rootfs=/x sh");
  assert.is(normal("-i=1 -t=0 sh -t=0"), "-i sh -t=0");
  assert.is(normal("--tty=perhaps -e=true sh"), "--tty=perhaps -etrue sh");
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

/** What commander makes of the same words; undefined when it refuses them. */
function parsed(argv: readonly string[]) {
  const run = defineRun()
    .exitOverride()
    .configureOutput({ outputError: () => {} });
  try {
    run.parse(normalise(argv, run.options), { from: "user" });
    return { options: run.opts(), words: run.args };
  } catch {
    return undefined;
  }
}

/** Words of command lines, good and bad. */
const WORDS = [
  "-it",
  "-i",
  "-e",
  "A=1",
  "-eB=2",
  "--env=C",
  "-m",
  "10m",
  "-m10m",
  "-tm",
  "-rootfs=/x",
];
WORDS.push(
  "-rootfs",
  "/x",
  "--name=",
  "--rm",
  "sh",
  "-c",
  "--",
  "-",
  "--nmae",
  "-x",
  "--rm=1",
  "-net",
);
WORDS.push(
  "--volume",
  "-v=a:b",
  "--cpuset-cpus",
  "0-1",
  "-cpuset",
  "--help",
  "--hostname",
  "-h",
  "",
);

test("what is read without a parser is what the parser would read", () => {
  let plain = 0;
  for (let i = 0; i < 20_000; i++) {
    const length = 1 + (i % 5);
    const argv = Array.from(
      { length },
      (_, k) => WORDS[(i * 7919 + k * 104729 * (i % 31)) % WORDS.length] ?? "",
    );
    const read = readPlain(RUN_OPTIONS, argv);
    if (!read) continue;
    plain++;
    assert.equal(read, parsed(argv), argv.join(" "));
  }
  assert.ok(plain > 1_000, `${plain} of them`);
});

test("the articles' own command lines need no parser", () => {
  for (const line of ["-it -rootfs=/tmp/busybox /bin/sh", "-ti -mem 10m -cpu 20 /bin/sh"]) {
    assert.ok(readPlain(RUN_OPTIONS, line.split(" ")), line);
  }
  assert.is(readPlain(RUN_OPTIONS, ["--help"]), undefined);
});

test.run();
