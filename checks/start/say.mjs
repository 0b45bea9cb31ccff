// @ts-check
/** The learner's language: English, or Chinese where MYDOCKER_LANG or the locale says so. */

/** @typedef {{ readonly en: string, readonly zh: string }} Text what a learner reads, in both */

/** @param {NodeJS.ProcessEnv} env @returns {"en" | "zh"} */
export function languageOf({ MYDOCKER_LANG, LC_ALL, LC_MESSAGES, LANG }) {
  return /^zh/i.test(MYDOCKER_LANG || LC_ALL || LC_MESSAGES || LANG || "") ? "zh" : "en";
}

/** @param {Text} text @returns {string} in the learner's language */
export const say = (text) => text[languageOf(process.env)];

/** Prints a line for the learner, on standard error: standard output is the command's own. */
export const tell = (/** @type {Text} */ text) => process.stderr.write(`${say(text)}\n`);
