/** The words of lesson 6's checks, by id. */
import type { LessonTexts } from "../../checks/src/harness/lessontexts.ts";
import { changes } from "./texts/changes.ts";
import { guards } from "./texts/guards.ts";
import { layer } from "./texts/layer.ts";

/** Titles, hints and usual causes. */
export const texts: LessonTexts = { ...changes, ...layer, ...guards };
