/** Terminals: both ends, their size, raw mode and back. */
import { closeSync, constants as file, openSync, readSync, writeSync } from "node:fs";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { addon, fails, link } from "./start.ts";

const test = suite("terminal");

test("openpty, windowSize, setWindowSize: both ends are of one size", () => {
  const [master, slave] = addon.openpty(33, 99);
  assert.equal(
    [addon.windowSize(master), addon.windowSize(slave)],
    [
      [33, 99],
      [33, 99],
    ],
  );
  addon.setWindowSize(master, 50, 132);
  assert.equal(addon.windowSize(slave), [50, 132]);
  assert.match(link("self", `fd/${slave}`), /^\/dev\/pts\/\d+$/);
  closeSync(slave);
  closeSync(master);
  fails("ENOTTY", "ioctl", () => addon.windowSize(openSync("/dev/null", "r")));
});

test("unlockTerminal tells the number of the other end, which opens then", () => {
  const master = openSync("/dev/ptmx", file.O_RDWR | file.O_NOCTTY);
  const path = `/dev/pts/${addon.unlockTerminal(master)}`;
  closeSync(openSync(path, file.O_RDWR | file.O_NOCTTY));
  closeSync(master);
});

test("makeRaw, setTermios: raw bytes, and everything as before", () => {
  const [master, slave] = addon.openpty(24, 80);
  const echoed = (text: string) => {
    const bytes = Buffer.alloc(100);
    writeSync(slave, text);
    return bytes.toString("latin1", 0, readSync(master, bytes));
  };
  assert.is(echoed("a\n"), "a\r\n");
  const saved = addon.makeRaw(slave);
  assert.is(echoed("a\n"), "a\n");
  addon.setTermios(slave, saved);
  assert.is(echoed("a\n"), "a\r\n");
  fails("EINVAL", "tcsetattr", () => addon.setTermios(slave, saved.subarray(1)));
  closeSync(slave);
  closeSync(master);
});

test.run();
