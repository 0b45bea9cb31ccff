/** Lines of a shell script. */

/** A word as the shell reads it back. */
export const quote = (word: string): string => `'${word.replaceAll("'", `'\\''`)}'`;

/** A command line. */
export const line = (...words: readonly string[]): string => words.map(quote).join(" ");
