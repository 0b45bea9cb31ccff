/** Claims about the words of a lesson: all there, in both languages, with a place to read on. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type CheckTexts, type LessonTexts, likelyCause } from "../../harness/lessontexts.ts";
import type { Mutant } from "../../harness/mutant.ts";
import type { CheckName } from "../../harness/result.ts";
import type { Text } from "../../harness/text.ts";
import type { Lesson } from "../catalogue.ts";
import { type Claim, claim } from "./claim.ts";

/** A lesson's pages, one for each language. */
const PAGES = ["README.md", "README.zh-CN.md"] as const;

/** What is claimed of the words of each check, and of each diagnosis that a mutant gets. */
export function worded(
  { directory }: Lesson,
  texts: LessonTexts,
  checks: readonly CheckName[],
  mutants: readonly Mutant[],
): Claim[] {
  const pages = PAGES.map((name) => ({ name, ids: anchors(read(join(directory, name))) }));
  return [
    ...checks.map(({ id }) => claim(`${id} has words in both languages`, ...missing(texts[id]))),
    ...checks.map(({ id }) => {
      const anchor = texts[id]?.anchor ?? "";
      const without = pages.filter(({ ids }) => !ids.has(anchor));
      const problems = without.map(({ name }) => `${name} has no place "${anchor}"`);
      return claim(`${id} has a place in the lesson's pages`, ...problems);
    }),
    claim(
      "every diagnosis has a usual cause in words",
      ...mutants.map(({ check: id, diagnosis }) =>
        likelyCause({ id, diagnosis }, texts) ? undefined : `${id}: ${diagnosis}`,
      ),
    ),
    claim(
      "no words are left over from a check that is gone",
      ...Object.keys(texts).filter((id) => !checks.some((check) => check.id === id)),
    ),
  ];
}

const read = (path: string) => {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return ""; // every anchor is missing then, which is said
  }
};

function missing(texts: CheckTexts | undefined): string[] {
  if (!texts) return ["it has none"];
  const { title, hints, likely } = texts;
  const named: [string, Text][] = [
    ["the title", title],
    ...hints.map((text, i): [string, Text] => [`hint ${i + 1}`, text]),
    ...Object.entries(likely),
  ];
  return [
    ...(hints.length === 0 ? ["it has no hint"] : []),
    ...named.flatMap(([name, text]) => mistakes(text).map((mistake) => `${name} ${mistake}`)),
  ];
}

const CHINESE = /\p{Script=Han}/u;

/** Code is the same in all languages; a sentence has none of these signs. */
const CODE = /[{}()[\]|=;]/;

function mistakes({ en, zh }: Text): string[] {
  if (en === zh && CODE.test(en)) return [];
  return [
    ...(en.trim() === "" ? ["is missing in English"] : []),
    ...(CHINESE.test(zh) ? [] : ["is missing in Chinese"]),
    ...(CHINESE.test(en) ? ["has Chinese in its English"] : []),
  ];
}

/** What a link may point to: an explicit id, or a heading's, as GitHub makes it. */
export function anchors(markdown: string): ReadonlySet<string> {
  const explicit = [...markdown.matchAll(/\b(?:id|name)="([^"]+)"/g)].map(([, id = ""]) => id);
  const headings = [...markdown.matchAll(/^#{1,6} +(.+?) *#*$/gm)].map(([, text = ""]) =>
    text
      .toLowerCase()
      .replace(/[^\p{Letter}\p{Number}\p{Mark}\s_-]/gu, "")
      .trim()
      .replaceAll(" ", "-"),
  );
  return new Set([...explicit, ...headings]);
}
