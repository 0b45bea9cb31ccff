/** The words of lesson 8's checks, by id. */
import type { LessonTexts } from "../../checks/src/harness/lessontexts.ts";
import { confined } from "./texts/confined.ts";
import { end } from "./texts/end.ts";
import { exec } from "./texts/exec.ts";
import { logs } from "./texts/logs.ts";
import { masks } from "./texts/masks.ts";
import { state } from "./texts/state.ts";
import { stop } from "./texts/stop.ts";

/** Titles, hints and usual causes. */
export const texts: LessonTexts = {
  ...state,
  ...logs,
  ...exec,
  ...stop,
  ...confined,
  ...masks,
  ...end,
};
