/** Functions of the learner's that the course now has in another file. */
import type { Sources } from "../generator/sources.ts";
import { type Statement, statementsByName } from "../generator/statements.ts";
import { mergeTexts } from "./merge.ts";

/** A function that has moved. */
export interface Move {
  readonly slug: string;
  readonly from: string;
  readonly to: string;
  /** As the learner has written it, merged with what the course has made of it. */
  readonly code: string;
  /** What it stands for in the new file. */
  readonly instead: string;
}

/** A function with its tag, `@lesson 3 enter`. */
interface Tagged extends Statement {
  readonly slug: string;
  readonly file: string;
}

/** Functions that the learner has written and that are in another file now. */
export function movesOf(mine: Sources, base: Sources, theirs: Sources): Move[] {
  const now = taggedIn(theirs);
  return taggedIn(base).flatMap((before) => {
    const after = now.find(({ slug }) => slug === before.slug);
    if (!after || after.file === before.file) return [];
    const own = statementsByName(mine.get(before.file) ?? "")?.get(before.name);
    if (!own || own.code === before.code) return [];
    const { text } = mergeTexts(own.code, before.code, after.code);
    const { slug, file: from } = before;
    return [{ slug, from, to: after.file, code: text, instead: after.code }];
  });
}

/** A learner's file with some functions as they were given out, since they go elsewhere. */
export function withoutFunctions(mine: string, base: string, slugs: readonly string[]): string {
  const given = taggedIn(new Map([["", base]])).filter(({ slug }) => slugs.includes(slug));
  return given.reduce((text, { name, code }) => {
    const own = statementsByName(text)?.get(name);
    return own ? text.replace(own.code, () => code) : text;
  }, mine);
}

function taggedIn(sources: Sources): Tagged[] {
  return [...sources].flatMap(([file, text]) =>
    [...(statementsByName(text)?.values() ?? [])].flatMap((statement): Tagged[] => {
      const slug = /@lesson \d+ ([a-z][a-z0-9-]*)/.exec(statement.text)?.[1];
      return slug ? [{ ...statement, slug, file }] : [];
    }),
  );
}
