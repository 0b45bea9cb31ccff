/** The words of lesson 4's checks, by id. */
import type { LessonTexts } from "../../checks/src/harness/lessontexts.ts";
import { guards } from "./texts/guards.ts";
import { layers } from "./texts/layers.ts";
import { own } from "./texts/own.ts";

/** Titles, hints and usual causes. */
export const texts: LessonTexts = { ...layers, ...own, ...guards };
