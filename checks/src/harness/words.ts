/** Command lines, as a person would type them. */

/** What the witness finds a container's process by. */
export const TOKEN = /^token-[0-9a-f]{12}/;

const quote = (word: string) =>
  /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;

/** Joins words, quoted where a shell needs it, without the token that only the witness needs. */
export const commandLine = (words: readonly string[]): string =>
  words
    .filter((word) => !TOKEN.test(word))
    .map(quote)
    .join(" ");
