/** 5.15: words that mean no volume. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { both, goal, howItEnded, type Trial } from "../../../checks/src/harness/index.ts";
import { newRoot } from "../../3-pivot_root/checks/newroot.ts";
import { options } from "./box.ts";
import { newHost } from "./host.ts";

goal("5.15", async (t) => {
  const missing = () => join(newHost(), "missing");
  const words = [":", ":/v:rw:ro", ":/v:r", ":/"].map((rest) => ({ source: missing(), rest }));
  const others = [":/v", "-name:/v", "a/b:/v"].map((rest) => ({ source: "", rest }));
  const roots = [":/.", ":/v/.."].map((rest) => ({ source: missing(), rest, root: true }));
  await Promise.all([...words, ...others, ...roots].map((word) => expectRefused(t, word)));
});

interface Word {
  readonly source: string;
  readonly rest: string;
  /** The target is / by another name. */
  readonly root?: boolean;
}

async function expectRefused(t: Trial, { source: missing, rest, root }: Word): Promise<void> {
  const word = missing + rest;
  const ended = await t.probe(["exit", "0"], { options: options([word], newRoot()) });
  ended.expect(ended.code === 125, {
    diagnosis: root ? "covers-root" : "accepted",
    expected: both(
      `-v '${word}' is refused, with exit code 125`,
      `-v '${word}' 被拒绝，退出码为 125`,
    ),
    observed: howItEnded(ended),
  });
  ended.expect(ended.stderr.toString().includes(word), {
    diagnosis: "refused-without-reason",
    expected: both(`the message quotes ${word}`, `错误信息中引用了 ${word}`),
    observed: howItEnded(ended),
  });
  ended.expect(missing === "" || !existsSync(missing), {
    diagnosis: "made-anyway",
    expected: both("nothing is made for a word that is refused", "被拒绝的参数不会创建任何东西"),
    observed: both(`${missing} is there`, `${missing} 已存在`),
  });
}
