/** What is said of commands that did not do as they should. */
import type { Command, Ended } from "./driver.ts";
import { type Expect, type Finding, TIMED_OUT } from "./failure.ts";
import { both, type Text, verbatim } from "./text.ts";

const RUNS = both("the command runs in the container", "命令在容器中运行");

/** Its process has not come, for so many ms. */
export function notThere(command: Command, waited: number): Finding {
  const ended = command.over();
  if (ended && !ended.late) {
    const { code, stderr } = ended;
    const silent = code !== undefined && code < OWN_CODES && stderr.length === 0;
    const diagnosis = code === 0 || silent ? "no-container" : "did-not-run";
    return { diagnosis, expected: RUNS, observed: howItEnded(ended) };
  }
  const seconds = Math.round(waited / 1000);
  const observed = both(
    `no process of the container after ${seconds} s${said(command.stderr(), "; ")}`,
    `${seconds} 秒后仍没有容器进程${said(command.stderr(), "；")}`,
  );
  return { diagnosis: TIMED_OUT, expected: RUNS, observed };
}

/** It did not end within its limit. */
export function tooLate(ended: Ended): Finding {
  return {
    diagnosis: TIMED_OUT,
    expected: both("the command ends", "命令结束"),
    observed: both(
      `still running when its time was up${said(ended.stderr, "; ")}`,
      `超时后仍在运行${said(ended.stderr, "；")}`,
    ),
  };
}

/** How a command ended and what it said, for the report. */
export function howItEnded({ code, signal, stderr }: Ended): Text {
  const how = code ?? signal;
  if (how === undefined) return verbatim(stderr.toString());
  return both(
    `mydocker ended with ${how}${said(stderr, "; ")}`,
    `mydocker 以 ${how} 结束${said(stderr, "；")}`,
  );
}

/** From here on exit codes are docker's own, and those of signals. */
const OWN_CODES = 125;

/** docker's exit codes for a command that was never reached. */
const NEVER_RAN: readonly (number | undefined)[] = [125, 126, 127, undefined];

/** What a command printed, or how it ended, is only worth a look when it ran at all. */
export function expectRan(ended: Ended & { readonly expect: Expect }): void {
  ended.expect(!NEVER_RAN.includes(ended.code), {
    diagnosis: "did-not-run",
    expected: RUNS,
    observed: howItEnded(ended),
  });
}

const MOST = 500; // characters of what it said

const said = (stderr: Buffer, separator: string) => {
  const text = stderr.toString().trim();
  return text === "" ? "" : `${separator}${text.slice(0, MOST)}`;
};
