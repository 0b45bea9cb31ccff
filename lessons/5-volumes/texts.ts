/** The words of lesson 5's checks, by id. */
import type { LessonTexts } from "../../checks/src/harness/lessontexts.ts";
import { accidents } from "./texts/accidents.ts";
import { mounts } from "./texts/mounts.ts";
import { others } from "./texts/others.ts";
import { paths } from "./texts/paths.ts";

/** Titles, hints and usual causes. */
export const texts: LessonTexts = { ...paths, ...mounts, ...others, ...accidents };
