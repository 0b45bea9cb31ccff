// @ts-check
/** The three outcomes that are not "green", which are never mixed, and how a command ends. */

/** Exit codes. */
export const EXIT = { GREEN: 0, CODE: 1, MACHINE: 2, BUG: 3 };

/** Ends the command with an exit code and, unless it has been said already, a reason. */
export class Stop extends Error {
  /** @param {number} code @param {string} [reason] */
  constructor(code, reason = "") {
    super(reason);
    this.name = "Stop";
    this.code = code;
  }
}
