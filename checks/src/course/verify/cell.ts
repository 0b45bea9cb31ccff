/** A text within a cell of a Markdown table. */
export const cell = (text: string): string =>
  text.replaceAll("\n", "\\n").replaceAll("|", "\\|").replaceAll("`", "'");
