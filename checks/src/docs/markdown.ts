/**
 * The terminal transcripts in a page: blocks fenced as `console`, to be run and compared.
 *
 * A comment right before a block names what differs from run to run, as regular expressions:
 * `<!-- variable: \d{10} pts/\d+ -->`
 */

/** One transcript, as the reader sees it. */
export interface Transcript {
  /** Line of the opening fence, from 1. */
  readonly line: number;
  readonly text: string;
  /** What is masked on both sides before they are compared. */
  readonly variable: readonly RegExp[];
}

const BLOCK = /(?:<!-- variable: (?<variable>[^\n]*) -->\n+)?^```console\n(?<text>.*?)^```$/gms;

/** All transcripts of a page, in order. */
export function transcripts(markdown: string): Transcript[] {
  return [...markdown.matchAll(BLOCK)].map((match) => {
    const before = markdown.slice(0, match.index + match[0].indexOf("```console"));
    return {
      line: before.split("\n").length,
      text: match.groups?.text ?? "",
      variable: (match.groups?.variable ?? "")
        .split(" ")
        .filter(Boolean)
        .map((source) => new RegExp(source, "g")),
    };
  });
}

/** A prompt at the start of a line: `# `, or `/ # ` in a container's shell. */
const PROMPT = /^(?:\/\S* )?# /;

/** What the reader types, in order. */
export const inputs = (text: string): string[] =>
  text
    .split("\n")
    .filter((line) => PROMPT.test(line))
    .map((line) => line.replace(PROMPT, ""));

/** Whether a terminal waits for the next command. */
export const atPrompt = (screen: string): boolean =>
  PROMPT.test(screen.slice(screen.lastIndexOf("\n") + 1)) && screen.endsWith("# ");
