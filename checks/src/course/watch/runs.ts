/** The runs of a watch: one at a time, the newest wins. */
import pc from "picocolors";
import { styleFor, summary } from "../../harness/report.ts";
import { EXIT, exitCode } from "../../harness/result.ts";
import { both } from "../../harness/text.ts";
import type { Lesson } from "../catalogue.ts";
import { afterSuccess } from "../commands/list.ts";
import { earlierLessons, runAgain } from "../lesson/earlier.ts";
import { type Ran, runWork } from "../lesson/run.ts";
import { notBuilt, typesSay } from "../lesson/words.ts";
import { say } from "../say.ts";
import { KEYS } from "./actions.ts";
import type { Delta } from "./delta.ts";
import type { Screen } from "./screen.ts";

/** What is run, and where it is shown. */
export interface Watched {
  readonly lesson: Lesson;
  readonly only?: readonly string[] | undefined;
  readonly screen: Screen;
  readonly delta: Delta;
}

/** Runs that can be started at any time. */
export interface Runs {
  /** Starts one, in place of one that is under way. */
  start(reason: string): void;
  /** The first check that the run, or the last one, saw fail. */
  failed(): string | undefined;
  /** Draws the changing line again. */
  show(): void;
  /** Ends the one that is under way, and waits until nothing of it is left. */
  stop(): Promise<void>;
}

/** @param broken hears of an error that is nobody's mistake in work/ */
export function openRuns(watched: Watched, broken: (error: Error) => void): Runs {
  const { screen, delta } = watched;
  let current = new AbortController();
  let line: Promise<unknown> = Promise.resolve();
  let status = "";
  let failed: string | undefined;
  const show = (text: string) => {
    status = text;
    screen.status(`${text}  ${pc.dim(say(KEYS))}`);
  };
  const run = async (reason: string, signal: AbortSignal) => {
    if (signal.aborted) return;
    screen.print("", pc.dim(heading(reason)));
    try {
      await once(watched, signal, show);
    } catch (error) {
      if (!signal.aborted) throw error;
    } finally {
      failed = delta.failed() ?? (signal.aborted ? failed : undefined);
      if (!signal.aborted) show("");
    }
  };
  return {
    start(reason) {
      current.abort();
      current = new AbortController();
      const { signal } = current;
      line = line.then(() => run(reason, signal)).catch(broken);
    },
    failed: () => delta.failed() ?? failed,
    show: () => show(status),
    async stop() {
      current.abort();
      await line;
    },
  };
}

const heading = (reason: string) => `── ${new Date().toTimeString().slice(0, 8)}  ${reason}`;

async function once(watched: Watched, signal: AbortSignal, show: (status: string) => void) {
  const { lesson, only, screen, delta } = watched;
  const style = () => styleFor(process.stdout);
  delta.begin();
  show(say(both("building …", "正在构建……")));
  const ran = await runWork(
    lesson,
    {
      start: (id) => show(`… ${id}`),
      types(complaints) {
        if (delta.differs("types", complaints.join("\n"))) screen.print(...typesSay(complaints));
      },
      result(result) {
        const lines = delta.lines(result, style());
        if (lines.length > 0) screen.print(...lines);
      },
    },
    { only, signal },
  );
  await conclude(watched, ran, signal);
}

async function conclude({ lesson, only, screen, delta }: Watched, ran: Ran, signal: AbortSignal) {
  const broken = "errors" in ran ? notBuilt(ran.errors) : [];
  if (delta.differs("errors", broken.join("\n")) && broken.length > 0) screen.print(...broken);
  if (!delta.isNew()) screen.print(say(AS_BEFORE));
  if ("errors" in ran) return;
  screen.print(summary(ran.results, styleFor(process.stdout)));
  if (exitCode(ran.results) !== EXIT.passed || only) return;
  const earlier = await earlierLessons(lesson);
  const worst = await runAgain(earlier, (lines) => screen.print(...lines), signal);
  if (worst === EXIT.passed) screen.print(...(await afterSuccess(lesson)));
}

const AS_BEFORE = both("All is as it was before.", "结果与上一次相同。");
