// @ts-check
/** Reads the guest's console (guest/run): what is output, and how the command ended. */

/**
 * A reader for one machine. Text comes in pieces that may be cut anywhere.
 *
 * @param {string} nonce what the two lines that count begin with
 */
export function consoleReader(nonce) {
  const start = `\n@${nonce} start\n`;
  const end = `\n@${nonce} exit `;
  /** @type {"boot" | "output" | "ended"} */
  let stage = "boot";
  let boot = "";
  let rest = "";
  /** @type {number | undefined} */
  let status;

  /** Text before `mark`, once it is here. @param {string} mark */
  const cut = (mark) => {
    const at = rest.indexOf(mark);
    if (at === -1) return undefined;
    const before = rest.slice(0, at);
    rest = rest.slice(at + mark.length);
    return before;
  };

  /** All of which no end can be a mark that is still coming. */
  const flush = () => {
    const keep = overlap(rest, end);
    const out = rest.slice(0, rest.length - keep);
    rest = rest.slice(rest.length - keep);
    return out;
  };

  return {
    /** @param {string} text @returns {string} the part of the command's output that is now known */
    read(text) {
      rest += stage === "boot" ? text.replaceAll("\r", "") : text;
      if (stage === "boot") {
        const before = cut(start);
        if (before === undefined) return "";
        boot = before;
        stage = "output";
      }
      if (stage === "output") {
        const before = cut(end);
        if (before === undefined) return flush();
        stage = "ended";
        return before + this.read("");
      }
      const [line] = /^\d+(?=\n)/.exec(rest) ?? [];
      if (line !== undefined) status ??= Number(line);
      return "";
    },
    /** The command's exit status, once it has ended. */
    status: () => status,
    /** What the machine said before the command began: of interest when it never did. */
    boot: () => (stage === "boot" ? rest : boot),
  };
}

/** How many characters at the end of a text are the beginning of a mark. @param {string} text @param {string} mark */
function overlap(text, mark) {
  for (let length = Math.min(text.length, mark.length - 1); length > 0; length--) {
    if (text.endsWith(mark.slice(0, length))) return length;
  }
  return 0;
}
