/** What was measured, kept and shown: bench/results, the READMEs, docs/measured. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PROJECT } from "../checks/src/harness/places.ts";
import type { Language } from "../checks/src/harness/text.ts";
import { chart } from "./chart.ts";
import type { Result } from "./figure.ts";
import { type Machine, thisMachine } from "./machine.ts";
import { measuredPage, readmeSection } from "./pages.ts";

const RESULTS = join(PROJECT, "bench/results");
const FILE = join(RESULTS, "results.json");

/** The content of results.json. */
export interface Measured {
  /** ISO 8601, of the last run that was saved. */
  readonly date: string;
  readonly machine: Machine;
  readonly results: readonly Result[];
}

/** The pages that show results, by path from the project's root. */
export const PAGES: readonly { path: string; language: Language; whole: boolean }[] = [
  { path: "README.md", language: "en", whole: false },
  { path: "README.zh-CN.md", language: "zh", whole: false },
  { path: "docs/measured.md", language: "en", whole: true },
  { path: "docs/measured.zh-CN.md", language: "zh", whole: true },
];

/** What was last saved; undefined before the first time. */
export const readMeasured = (): Measured | undefined =>
  existsSync(FILE) ? JSON.parse(readFileSync(FILE, "utf8")) : undefined;

/**
 * Writes results, and what was there of figures that are not among them.
 *
 * @param order names of all figures, as they are to be shown
 */
export function save(results: readonly Result[], order: readonly string[]): void {
  const before = readMeasured()?.results ?? [];
  const known = new Map([...before, ...results].map((result) => [result.name, result]));
  const measured: Measured = {
    date: new Date().toISOString().slice(0, 10),
    machine: thisMachine(),
    results: order.flatMap((name) => known.get(name) ?? []),
  };
  mkdirSync(RESULTS, { recursive: true });
  writeFileSync(FILE, `${JSON.stringify(measured, null, 2)}\n`);
  for (const result of measured.results)
    writeFileSync(join(RESULTS, `${result.name}.svg`), chart(result));
  for (const page of PAGES) writeFileSync(join(PROJECT, page.path), shownOn(page, measured));
}

/**
 * A page as it has to be.
 *
 * @throws Error when it has lost its marks
 */
export function shownOn(
  { path, language, whole }: (typeof PAGES)[number],
  measured: Measured,
): string {
  if (whole) return measuredPage(measured, language);
  const page = readFileSync(join(PROJECT, path), "utf8");
  const [begin, end] = ["<!-- measured: begin -->", "<!-- measured: end -->"];
  const [from, to] = [page.indexOf(begin), page.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`${path} lacks ${begin} … ${end}`);
  const section = readmeSection(measured, language);
  return `${page.slice(0, from + begin.length)}\n\n${section}\n\n${page.slice(to)}`;
}
