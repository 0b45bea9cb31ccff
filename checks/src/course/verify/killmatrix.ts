/** Which mistake is caught by which check, with which diagnosis, as a table. */
import { type LessonTexts, likelyCause } from "../../harness/lessontexts.ts";
import type { Mutant } from "../../harness/mutant.ts";
import { both, type Language } from "../../harness/text.ts";
import { cell } from "./cell.ts";

/** A row for each mutant, in the order of the checks that catch them. */
export function killMatrix(
  mutants: readonly Mutant[],
  texts: LessonTexts,
  language: Language,
): string {
  const rows = mutants
    .toSorted((a, b) => position(a) - position(b))
    .map(({ name, replaces, check, diagnosis, cgroups }) => {
      const title = texts[check]?.title[language] ?? "";
      const likely = likelyCause({ id: check, diagnosis }, texts)?.[language] ?? "";
      const where = cgroups === undefined ? "" : ` (cgroup v${cgroups})`;
      const said = [`${check} ${title}`, name + where].map(cell).join(" | ");
      return `| ${said} | \`${replaces}\` | \`${diagnosis}\` | ${cell(likely)} |`;
    });
  return [HEAD[language], "|---|---|---|---|---|", ...rows].join("\n");
}

const position = ({ check }: Mutant) => Number(check.split(".")[1]);

const HEAD = both(
  "| caught by | the mistake | in place of | diagnosis | what the learner reads |",
  "| 由谁发现 | 错误 | 替换的函数 | 诊断 | 学习者看到的原因 |",
);
