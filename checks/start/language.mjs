// @ts-check
/**
 * The language that a fork has chosen, in work/.course/language: everything that is started from
 * here learns of it by MYDOCKER_LANG, which whoever wants another one for once can set himself.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./machine.mjs";

/** Where the choice is kept. */
export const LANGUAGE = join(ROOT, "work/.course/language");

/** @returns {"en" | "zh" | undefined} undefined where nothing was chosen */
export function chosenLanguage(file = LANGUAGE) {
  try {
    const chosen = readFileSync(file, "utf8").trim();
    return chosen === "en" || chosen === "zh" ? chosen : undefined;
  } catch {
    return undefined; // nobody has chosen, or it is not for us to read
  }
}

/** Lets the choice hold for this process and all that it starts. */
export function adoptLanguage(env = process.env, file = LANGUAGE) {
  const chosen = chosenLanguage(file);
  if (chosen && !env.MYDOCKER_LANG) env.MYDOCKER_LANG = chosen;
}
