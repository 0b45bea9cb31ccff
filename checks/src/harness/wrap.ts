/** Lines of a given width, in a terminal's columns: a Chinese character takes two. */

/** East Asian wide and full-width characters (Unicode annex 11), as far as texts of ours have them. */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/u;

/** What may not be torn apart: a pid, a word, or one Chinese character with the punctuation after it. */
const PIECES =
  /\(host pid \d+\)|\s+|[\u2e80-\u9fff\uff00-\uffef][，。、；：？！）】》”’…]*|[^\s\u2e80-\u9fff\uff00-\uffef]+[，。、；：？！）】》]*/gu;

/** How many columns a text takes on a terminal. */
export const columns = (text: string): number =>
  [...text].reduce((sum, character) => sum + (WIDE.test(character) ? 2 : 1), 0);

/** Pads a text with spaces on its right. */
export const padded = (text: string, width: number): string =>
  text + " ".repeat(Math.max(0, width - columns(text)));

/** Breaks a text into lines of at most `width` columns; what is longer by itself stays whole. */
export function wrap(text: string, width: number): string[] {
  return text.split("\n").flatMap((line) => wrapLine(line, width));
}

function wrapLine(text: string, width: number): string[] {
  const lines = [""];
  for (const piece of text.match(PIECES) ?? []) {
    const line = lines.at(-1) ?? "";
    const fits = columns(line) + columns(piece.trimEnd()) <= width;
    if (fits || line === "") lines[lines.length - 1] = line + piece;
    else if (piece.trim() !== "") lines.push(piece);
  }
  return lines.map((line) => line.trimEnd());
}
