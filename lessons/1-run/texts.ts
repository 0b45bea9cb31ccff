/** The words of lesson 1's checks, by id. */
import type { LessonTexts } from "../../checks/src/harness/lessontexts.ts";
import { goals } from "./texts/goals.ts";
import { guards } from "./texts/guards.ts";
import { users } from "./texts/users.ts";

/** Titles, hints and usual causes. */
export const texts: LessonTexts = { ...goals, ...users, ...guards };
