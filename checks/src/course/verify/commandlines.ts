/**
 * The command lines that a lesson's checks use, as a table: what somebody's own mydocker, in
 * whatever language, has to understand.
 */
import type { LessonTexts } from "../../harness/lessontexts.ts";
import type { Result } from "../../harness/result.ts";
import { both, type Language } from "../../harness/text.ts";
import { cell } from "./cell.ts";

/** @param results of the reference, which say what was run */
export function commandLines(
  results: readonly Result[],
  texts: LessonTexts,
  language: Language,
): string {
  const rows = results
    .filter(({ ran = [] }) => ran.length > 0)
    .map(({ id, ran = [] }) => {
      const lines = [...new Set(ran.map(generalised))].map((line) => `\`${cell(line)}\``);
      return `| ${id} ${cell(texts[id]?.title[language] ?? "")} | ${lines.join("<br>")} |`;
    });
  return [HEAD[language], "|---|---|", ...rows].join("\n");
}

const HEAD = both("| check | command lines |", "| 检查 | 命令行 |");

/** Paths and ids that are others each time. */
const generalised = (line: string) =>
  line
    .replace(/^\S+\/probe as \d+ \d+ /, "")
    .replaceAll("/run/mydocker-checks/probe", "PROBE")
    .replace(/(?:\.\.\/)+run\/mydocker-checks\/roots\/\d+\/[\w/-]+/g, "../ROOT")
    .replace(/\/run\/mydocker-checks\/roots\/\d+\/a root/g, "/A ROOT")
    .replace(/\/run\/mydocker-checks\/roots\/\d+\/[\w/-]+/g, "ROOT")
    .replace(/\/run\/mydocker-checks\/(?:images|saved)\/\d+\/images?\.tar/g, "ARCHIVE.tar")
    .replace(/\/run\/mydocker-checks\/volumes\/\d+\/volume/g, "VOLUME")
    .replace(/\/run\/mydocker-checks\/scratch/g, "DIR")
    .replace(/\/run\/mydocker-checks\//g, "/")
    .replace(/\b[0-9a-f]{12,64}\b/g, "ID")
    .replace(/\bstop -t \d+/, "stop -t SECONDS") // longer on a slow machine
    .replace(/(PROBE reach \S+) \d+ \d+/, "$1 DEVICE INODE");
