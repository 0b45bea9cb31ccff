/** What is said of one check, in plain text: the same in every form that has room for text. */
import { language, type Text } from "../../harness/text.ts";
import type { CheckGrade } from "../model.ts";

/** A text in the reader's language, without what a terminal or a parser would act on. */
export const plain = (text: Text): string => clean(text[language()]);

/** Characters that no form may carry: control characters, which XML does not allow either. */
export const clean = (text: string): string =>
  text.replace(
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is taken out
    /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffe\uffff]|[\ud800-\udfff]/gu,
    "\ufffd",
  );

/** `3.2 the old root is out of reach` */
export const titleOf = ({ id, title }: CheckGrade): string => `${id} ${plain(title)}`;

/** Lines that tell how it went, a label each; none for what simply passed. */
export function details(check: CheckGrade): readonly (readonly [label: string, text: string])[] {
  const { outcome, diagnosis, did, expected, observed, left, likely, flaky, runs } = check;
  const rows: (readonly [string, string | undefined])[] = [
    ["outcome", outcome === "passed" ? undefined : outcome],
    ["diagnosis", diagnosis],
    ["did", did && clean(did)],
    ["expected", expected && plain(expected)],
    ["observed", observed && plain(observed)],
    ["also", left && plain(left)],
    ["likely", likely && plain(likely)],
    ["flaky", flaky ? `${runs} runs did not agree; most of them: ${outcome}` : undefined],
    ["points", withoutPoints(check) ? "a guard earns nothing where no goal is reached" : undefined],
  ];
  return rows.flatMap(([label, text]) => (text ? [[label, text] as const] : []));
}

const withoutPoints = ({ outcome, points, max }: CheckGrade) =>
  outcome === "passed" && points < max;

/** The same as one text. */
export const story = (check: CheckGrade): string =>
  details(check)
    .map(([label, text]) => `${label}: ${text}`)
    .join("\n");
