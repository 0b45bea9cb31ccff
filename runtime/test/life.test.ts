/** The pure parts of a container's life. */
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { momentOf } from "../src/commands/moment.ts";
import { parseConduct } from "../src/container/conduct.ts";
import { detachWatch, parseDetachKeys } from "../src/container/detachkeys.ts";
import type { ContainerRecord } from "../src/container/record.ts";
import { nextStart, parseRestart } from "../src/container/restart.ts";
import { signalNumber } from "../src/container/signals.ts";
import { type Facts, stateFrom } from "../src/container/state.ts";
import { stopSteps } from "../src/container/stopsteps.ts";
import { frame, frameReader } from "../src/container/wire.ts";

const test = suite("life");

test("the state follows from the facts", () => {
  const process = { pid: 7, startTime: "100", boot: "now" };
  const facts: Facts = { process, boot: "now", frozen: false, awaited: false };
  const here = { state: "S", startTime: "100" };
  const state = (more: Partial<Facts>) => stateFrom({ ...facts, ...more });
  assert.is(state({ process: undefined }), "created");
  assert.is(state({ now: here }), "running");
  assert.is(state({ now: here, frozen: true }), "paused");
  assert.is(state({ now: { ...here, state: "Z" }, exitCode: 1 }), "exited");
  assert.is(state({ now: { ...here, startTime: "101" }, exitCode: 0 }), "exited", "pid used again");
  assert.is(state({ now: here, boot: "later", exitCode: 0 }), "exited", "another boot");
  assert.is(state({}), "dead");
  assert.is(state({ frozen: true }), "dead", "nobody is left to stand still");
  assert.is(state({ awaited: true, exitCode: 1 }), "restarting");
  assert.is(state({ now: here, awaited: true }), "running");
});

test("stop asks, waits, kills, and waits again", () => {
  const end = { wait: Number.POSITIVE_INFINITY };
  assert.equal(stopSteps({ signal: 15, seconds: 10 }), [
    { send: 15 },
    { wait: 10_000 },
    { send: 9 },
    end,
  ]);
  assert.equal(stopSteps({ signal: 10, seconds: 0 }), [
    { send: 10 },
    { wait: 0 },
    { send: 9 },
    end,
  ]);
  assert.equal(stopSteps({ signal: 15, seconds: -1 }), [{ send: 15 }, end]);
  assert.equal(stopSteps({ signal: 9, seconds: 10 }), [{ send: 9 }, end]);
});

test("restart policies as docker has them", () => {
  assert.equal(parseRestart("on-failure:3"), { name: "on-failure", most: 3 });
  assert.equal(parseRestart("on-failure"), { name: "on-failure", most: undefined });
  for (const text of ["", "sometimes", "always:3", "on-failure:x", "on-failure:-1"]) {
    assert.throws(() => parseRestart(text), /--restart/, text);
  }
});

test("the waits double up to a minute, and begin anew after ten seconds", () => {
  const ended = (more: Partial<ContainerRecord>) =>
    nextStart({
      restart: { name: "always" },
      exitCode: 1,
      started: "2026-01-01T00:00:00Z",
      finished: "2026-01-01T00:00:01Z",
      ...more,
    } as ContainerRecord);
  assert.equal(ended({}), { delay: 100, restarts: { count: 1, inARow: 1 } });
  assert.is(ended({ restarts: { count: 4, inARow: 4 } })?.delay, 1600);
  assert.is(ended({ restarts: { count: 99, inARow: 99 } })?.delay, 60_000);
  const rested = { finished: "2026-01-01T00:00:10Z", restarts: { count: 7, inARow: 7 } };
  assert.equal(ended(rested), { delay: 100, restarts: { count: 8, inARow: 1 } });
  assert.is(ended({ stopped: true }), undefined);
  assert.is(ended({ restart: { name: "no" } }), undefined);
  assert.is(ended({ restart: { name: "on-failure" }, exitCode: 0 }), undefined);
  assert.is(ended({ restart: { name: "on-failure" }, exitCode: undefined })?.delay, 100);
  const twice = { name: "on-failure", most: 2 } as const;
  assert.is(ended({ restart: twice, restarts: { count: 2, inARow: 2 } }), undefined);
});

test("signals by name and number", () => {
  for (const text of ["9", "KILL", "SIGKILL", "sigkill"]) assert.is(signalNumber(text), 9);
  assert.is(signalNumber("RTMIN+3"), 37);
  assert.is(signalNumber("SIGRTMAX-1"), 63);
  for (const text of ["0", "65", "", "NOSUCH", "-9"])
    assert.throws(() => signalNumber(text), /signal/);
});

test("detach keys: found in pieces, and what only began like them is passed on", () => {
  assert.equal(parseDetachKeys("ctrl-p,ctrl-q"), [16, 17]);
  assert.equal(parseDetachKeys("a,ctrl-@,ctrl-["), [97, 0, 27]);
  for (const text of ["ctrl-", "ctrl-1", "ab", "a,"]) assert.throws(() => parseDetachKeys(text));
  const watch = detachWatch([16, 17]);
  assert.equal(watch(Buffer.from("ab\x10")), { bytes: Buffer.from("ab"), left: false });
  assert.equal(watch(Buffer.from("\x10c")), { bytes: Buffer.from("\x10\x10c"), left: false });
  assert.equal(watch(Buffer.from("d\x10")), { bytes: Buffer.from("d"), left: false });
  assert.equal(watch(Buffer.from("\x11e")), { bytes: Buffer.alloc(0), left: true });
});

test("frames come apart as they were put together, in whatever pieces", () => {
  const all = Buffer.concat([
    frame("o", Buffer.from("one")),
    frame("x"),
    frame("e", Buffer.alloc(9)),
  ]);
  const read = frameReader();
  const frames = [...all].flatMap((byte) => read(Buffer.of(byte)));
  assert.equal(
    frames.map(({ type, bytes }) => [type, bytes.length]),
    [
      ["o", 3],
      ["x", 0],
      ["e", 9],
    ],
  );
});

test("points in time: dates, seconds, how long ago", () => {
  const now = Date.parse("2026-01-02T03:04:05Z");
  assert.is(
    momentOf("--since", "2026-01-02T03:04:05.123456789Z"),
    "2026-01-02T03:04:05.123456789Z",
  );
  assert.is(momentOf("--since", "2026-01-02T03:04:05+01:00"), "2026-01-02T02:04:05.000000000Z");
  assert.is(momentOf("--since", "1767323045.5"), "2026-01-02T03:04:05.500000000Z");
  assert.is(momentOf("--since", "1h30m", now), "2026-01-02T01:34:05.000000000Z");
  for (const text of ["", "soon", "10", "2026-13-01"].filter((one) => one !== "10")) {
    assert.throws(() => momentOf("--since", text), /--since/, text);
  }
});

test("how a container is looked after: what cannot be is refused by name", () => {
  assert.equal(parseConduct({ logOpt: ["max-size=10k", "max-file=2"] }).log, {
    maxSize: 10_240,
    maxFiles: 2,
  });
  assert.equal(parseConduct({ label: ["a=b=c", "d"] }).labels, { a: "b=c", d: "" });
  for (const [options, why] of [
    [{ rm: true, restart: "always" }, /--rm and --restart/],
    [{ stopSignal: "NO" }, /signal/],
    [{ stopTimeout: "x" }, /--stop-timeout/],
    [{ label: ["=x"] }, /--label/],
    [{ logDriver: "syslog" }, /--log-driver/],
    [{ logOpt: ["max-size=big"] }, /max-size/],
    [{ logOpt: ["max-file=2"] }, /needs max-size/],
    [{ logOpt: ["colour=red"] }, /--log-opt/],
  ] as const) {
    assert.throws(() => parseConduct(options), why);
  }
});

test.run();
