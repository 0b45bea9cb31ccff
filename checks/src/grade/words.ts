/**
 * The command line of `npm run grade`: words, with or without `--` before them, since npm swallows
 * what begins with a dash unless a bare `--` comes first.
 *
 *     grade [lessons 1-3] [jobs 4] [checks DIR] [as FORMAT] [to DIR] [anonymous] [vm] DIR… [runtime PROGRAM…]
 */
import { availableParallelism } from "node:os";
import { resolve } from "node:path";
import { findLesson, type Lesson, lessons } from "../course/catalogue.ts";
import { UsageError } from "../course/usage.ts";
import { both } from "../harness/text.ts";

/** What is to be graded, and how. */
export interface Order {
  readonly lessons: readonly Lesson[];
  /** Lessons under way at a time, of whatever submissions. */
  readonly jobs: number;
  /** Folders with checks of the teacher's own. */
  readonly checks: readonly string[];
  /** Name of an exporter, for standard output. */
  readonly as: string;
  /** A folder for all forms of the results. */
  readonly to: string | undefined;
  readonly anonymous: boolean;
  /** In a virtual machine for each submission. */
  readonly vm: boolean;
  /** Paths of forks. */
  readonly forks: readonly string[];
  /** Paths of programs. */
  readonly programs: readonly string[];
}

const WITH_VALUE = ["lessons", "jobs", "checks", "as", "to"] as const;
const ALONE = ["anonymous", "vm", "runtime"] as const;

type Keyword = (typeof WITH_VALUE)[number] | (typeof ALONE)[number];

/**
 * Reads it.
 *
 * @param formats the names that `as` may have, the usual one first
 * @throws UsageError
 */
export function readOrder(words: readonly string[], formats: readonly string[]): Order {
  refuseSwallowed();
  const { values, flags, forks, programs } = sort(words);
  const as = values.get("as")?.at(-1) ?? formats[0] ?? "";
  if (!formats.includes(as))
    throw misused(
      `as ${as}`,
      formats.map((name) => `as ${name}`),
    );
  if (forks.length + programs.length === 0) throw usage();
  return {
    lessons: chosen(values.get("lessons") ?? []),
    jobs: number(values.get("jobs")?.at(-1)),
    checks: (values.get("checks") ?? []).map(fromCaller),
    as,
    to: values.get("to")?.map(fromCaller).at(-1),
    anonymous: flags.has("anonymous"),
    vm: flags.has("vm"),
    forks: forks.map(fromCaller),
    programs: programs.map(fromCaller),
  };
}

/** npm starts scripts in the project's folder; the paths were typed in another. */
const fromCaller = (path: string) => resolve(process.env.INIT_CWD ?? ".", path);

function sort(words: readonly string[]) {
  const values = new Map<Keyword, string[]>();
  const flags = new Set<Keyword>();
  const forks: string[] = [];
  const programs: string[] = [];
  const rest = words.flatMap(splitValue);
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    const keyword = keywordOf(word);
    if (keyword === undefined) {
      if (word.startsWith("-")) throw misused(word, [...WITH_VALUE, ...ALONE]);
      (flags.has("runtime") ? programs : forks).push(word);
    } else if (isWithValue(keyword)) {
      const value = rest.shift();
      if (value === undefined) throw misused(word, [`${keyword} …`]);
      values.set(keyword, [...(values.get(keyword) ?? []), value]);
    } else flags.add(keyword);
  }
  return { values, flags, forks, programs };
}

/** `--jobs=4` is `--jobs 4`. */
function splitValue(word: string): string[] {
  const [, name, value] = /^(--?\w+)=(.*)$/s.exec(word) ?? [];
  return name === undefined || value === undefined ? [word] : [name, value];
}

function keywordOf(word: string): Keyword | undefined {
  const name = word.replace(/^--?/, "");
  return [...WITH_VALUE, ...ALONE].find((keyword) => keyword === name);
}

const isWithValue = (keyword: Keyword) => WITH_VALUE.some((name) => name === keyword);

/** `3`, `1-3`, `run`, `1,4`; all without a word. */
function chosen(words: readonly string[]): Lesson[] {
  const all = lessons();
  if (words.length === 0) return all;
  const meant = words.flatMap((word) => word.split(",")).flatMap((word) => range(word, all));
  return all.filter((lesson) => meant.includes(lesson));
}

function range(word: string, all: readonly Lesson[]): readonly Lesson[] {
  const [, first, last] = /^(\d+)-(\d+)$/.exec(word) ?? [];
  if (first === undefined || last === undefined) return [findLesson(word, all)];
  const [from, to] = [findLesson(first, all), findLesson(last, all)];
  return all.filter(({ number }) => number >= from.number && number <= to.number);
}

function number(word: string | undefined): number {
  if (word === undefined) return availableParallelism();
  if (!/^[1-9]\d*$/.test(word)) throw misused(`jobs ${word}`, ["jobs 2"]);
  return Number(word);
}

const misused = (word: string, right: readonly string[]) =>
  new UsageError(
    both(
      `"${word}" is not understood; there is: ${right.join(", ")}`,
      `看不懂“${word}”；可用：${right.join("、")}`,
    ),
  );

const USAGE = "npm run grade [lessons 1-3] [jobs 4] [as json] [to DIR] FORK… [runtime PROGRAM…]";
const usage = () => new UsageError(both(USAGE, USAGE));

/** What npm took for options of its own. */
function refuseSwallowed(env: NodeJS.ProcessEnv = process.env): void {
  const taken = [...WITH_VALUE, ...ALONE].find((name) => env[`npm_config_${name}`] !== undefined);
  if (taken === undefined) return;
  const right = `npm run grade -- --${taken} …`;
  throw new UsageError(
    both(
      `npm took --${taken} for itself: ${right}, or the word without dashes`,
      `npm 把 --${taken} 当成了自己的选项：请用 ${right}，或者去掉短横线`,
    ),
  );
}
