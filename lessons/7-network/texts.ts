/** The words of lesson 7's checks, by topic. */
import type { LessonTexts } from "../../checks/src/harness/lessontexts.ts";
import { apart } from "./texts/apart.ts";
import { links } from "./texts/links.ts";
import { machine } from "./texts/machine.ts";
import { others } from "./texts/others.ts";
import { published } from "./texts/published.ts";
import { reach } from "./texts/reach.ts";

export const texts: LessonTexts = {
  ...links,
  ...reach,
  ...published,
  ...apart,
  ...machine,
  ...others,
};
