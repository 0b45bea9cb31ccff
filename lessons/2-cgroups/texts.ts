/** The words of lesson 2's checks, by id. */
import type { LessonTexts } from "../../checks/src/harness/lessontexts.ts";
import { contract } from "./texts/contract.ts";
import { guards } from "./texts/guards.ts";
import { memory } from "./texts/memory.ts";
import { others } from "./texts/others.ts";

/** Titles, hints and usual causes. */
export const texts: LessonTexts = { ...memory, ...others, ...guards, ...contract };
