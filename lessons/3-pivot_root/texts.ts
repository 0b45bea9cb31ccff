/** The words of lesson 3's checks, by id. */
import type { LessonTexts } from "../../checks/src/harness/lessontexts.ts";
import { dev } from "./texts/dev.ts";
import { etc } from "./texts/etc.ts";
import { guards } from "./texts/guards.ts";
import { root } from "./texts/root.ts";

/** Titles, hints and usual causes. */
export const texts: LessonTexts = { ...root, ...dev, ...etc, ...guards };
