/** `npm run language [en|zh|auto]`: what the course speaks in this fork. */
import { rmSync } from "node:fs";
import { chosenLanguage, LANGUAGE } from "../../../start/language.mjs";
import { both, language as languageOf } from "../../harness/text.ts";
import { print } from "../say.ts";
import { UsageError } from "../usage.ts";
import { giveBack } from "../work/owner.ts";
import { WORK } from "../work/places.ts";
import { writeWhole } from "../work/whole.ts";

/** Keeps the choice in work/, which is committed with the fork; without a word says what holds. */
export async function language([word, ...more]: readonly string[]): Promise<number> {
  const known = word === undefined || ["en", "zh", "auto"].includes(word);
  if (!known || more.length > 0) {
    throw new UsageError(both("npm run language [en|zh|auto]", "npm run language [en|zh|auto]"));
  }
  if (word === "auto") rmSync(LANGUAGE, { force: true });
  else if (word !== undefined) writeWhole(LANGUAGE, `${word}\n`);
  giveBack(WORK.directory);
  // What was adopted at the start was the choice of before.
  const { MYDOCKER_LANG: _, ...locale } = process.env;
  const chosen = chosenLanguage();
  const now = word === undefined ? languageOf() : (chosen ?? languageOf(locale));
  print((chosen ? CHOSEN : BY_LOCALE)[now]);
  return 0;
}

const CHOSEN = both(
  "This course speaks English (npm run language auto: as the locale says).",
  "本课程使用中文（npm run language auto 可改为跟随系统设置）。",
);

const BY_LOCALE = both(
  "This course speaks English, as the locale says (npm run language zh: 中文).",
  "本课程按系统设置使用中文（npm run language en: English）。",
);
