/** What the pages say of measurements is what bench/results has, and results are judged by their goals. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { chart } from "../../bench/chart.ts";
import { judge, type Result, type Row } from "../../bench/figure.ts";
import { demand, goalLine, table } from "../../bench/report.ts";
import { type Measured, PAGES, readMeasured, shownOn } from "../../bench/save.ts";
import { summarise } from "../../bench/statistics.ts";
import { PROJECT } from "../src/harness/places.ts";
import { both } from "../src/harness/text.ts";

const test = suite("measured pages");

const row = (subject: string, values: readonly number[], size?: number): Row => ({
  subject,
  ...(size === undefined ? {} : { size }),
  summary: summarise(values),
});

const grown: Result = {
  name: "ps",
  title: both("ps", "ps"),
  unit: "ms",
  grows: both("containers", "容器数"),
  rows: [row("mydocker", [30], 0), row("mydocker", [44, 45, 46], 1000), row("docker", [20], 0)],
  goals: [],
};

for (const page of PAGES) {
  test(`${page.path} shows what bench/results has`, () => {
    const measured = readMeasured();
    assert.ok(measured, "nothing was saved yet: npm run bench save");
    assert.is(readFileSync(join(PROJECT, page.path), "utf8"), shownOn(page, measured));
  });
}

test("each drawing is of the results", () => {
  for (const result of readMeasured()?.results ?? []) {
    const file = join(PROJECT, "bench/results", `${result.name}.svg`);
    assert.is(readFileSync(file, "utf8"), chart(result), file);
  }
});

test("other results make another page, with nothing left of those before", () => {
  const measured = readMeasured() as Measured;
  const other = { ...measured, date: "1991-08-25", results: [grown] };
  for (const page of PAGES) {
    const text = shownOn(page, other);
    assert.match(text, "1991-08-25");
    assert.not.match(text, measured.date);
  }
});

test("a goal is a factor of another program, or a bound in the figure's unit", () => {
  const rows = [row("mydocker", [10, 20, 30]), row("docker", [100, 200, 300])];
  const [factor, bound, absent] = judge(
    [
      { of: "mydocker", atMost: 1 / 7, than: "docker" },
      { of: "mydocker", atLeast: 21 },
      { of: "mydocker", atMost: 1, than: "podman" },
    ],
    rows,
  );
  assert.equal([factor?.measured, factor?.met], [0.1, true]);
  assert.equal([bound?.measured, bound?.met], [20, false]);
  assert.is(absent, undefined); // nothing can be said of a program that is not there
  assert.is(factor && demand(factor, "ms", "en"), "at most 1/7 × docker");
  assert.is(bound && goalLine(bound, "ms", "zh"), "未达到：mydocker，20.0 ms（目标：至少 21 ms）");
});

test("of several rows of ours the README shows the one that is like the others", () => {
  const rows = [row("mydocker --network none", [1]), row("mydocker", [2]), row("podman", [3])];
  const result = { ...grown, name: "run-network", rows, grows: undefined };
  const measured = { ...(readMeasured() as Measured), results: [result as unknown as Result] };
  const [readme] = PAGES;
  assert.match(readme ? shownOn(readme, measured) : "", /with NAT \(ms\) \| +2(?:\.0+)? \|/);
});

test("a goal of what grows names a size", () => {
  const [verdict] = judge([{ of: "mydocker 1000", atMost: 1.5, than: "mydocker 0" }], grown.rows);
  assert.equal([verdict?.measured, verdict?.met], [1.5, true]);
});

test("a table of what grows has a column for each size, and gaps where nothing was measured", () => {
  assert.equal(table(grown, "en"), [
    "| ms / containers |    0 |            1,000 |",
    "| --------------- | ---: | ---------------: |",
    "| mydocker        | 30.0 | 45.0 (44.5–45.5) |",
    "| docker          | 20.0 |                  |",
  ]);
});

test.run();
