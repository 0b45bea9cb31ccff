/** What a learner reads, in the languages of the course. */

/** One sentence, in English and in Chinese. */
export interface Text {
  readonly en: string;
  readonly zh: string;
}

/** A language of the course. */
export type Language = keyof Text;

/** A Text from its English and its Chinese form. */
export const both = (en: string, zh: string): Text => ({ en, zh });

/** A Text that is the same in every language: output of programs, names of the kernel. */
export const verbatim = (text: string): Text => ({ en: text, zh: text });

/** The learner's language: MYDOCKER_LANG, else what the locale says (locale(7)). */
export function language(env: NodeJS.ProcessEnv = process.env): Language {
  const wanted = env.MYDOCKER_LANG || env.LC_ALL || env.LC_MESSAGES || env.LANG || "";
  return /^zh/i.test(wanted) ? "zh" : "en";
}
