/**
 * `npm run lesson N watch`: the checks again at every save, and keys for all that one may want
 * meanwhile, which act also while checks are under way.
 */
import pc from "picocolors";
import { both } from "../../harness/text.ts";
import type { Lesson } from "../catalogue.ts";
import { opening } from "../lesson/words.ts";
import { loadTexts } from "../lessonfiles.ts";
import { say } from "../say.ts";
import { WORK } from "../work/places.ts";
import { startWork } from "../work/start.ts";
import { ACTIONS } from "./actions.ts";
import { watchContents } from "./changes.ts";
import { openDelta } from "./delta.ts";
import { openKeyboard } from "./keyboard.ts";
import { openRuns, type Runs } from "./runs.ts";
import { openScreen, type Screen } from "./screen.ts";

/** Watches until somebody has enough; returns the exit code. */
export async function watchWork(lesson: Lesson, only?: readonly string[]): Promise<number> {
  const screen = openScreen();
  const written = await startWork(lesson.number);
  screen.print(...(await opening(lesson, written)));
  const delta = openDelta(await loadTexts(lesson), lesson.directory);
  const stop = new AbortController();
  return new Promise<number>((resolve, reject) => {
    const runs = openRuns({ lesson, only, screen, delta }, end);
    let ending = false;
    function end(how: number | Error) {
      if (ending) return;
      ending = true;
      screen.clear();
      giveBack();
      stop.abort();
      runs.stop().finally(() => (typeof how === "number" ? resolve(how) : reject(how)));
    }
    const giveBack = openKeyboard({
      key: keysOf(lesson, runs, screen, end),
      quit: end,
      suspend: () => screen.clear(),
      resume: () => runs.show(),
    });
    screen.print(say(WATCHING));
    runs.start(say(both("first run", "第一次运行")));
    watchContents(WORK.directory, (paths) => runs.start(paths.join(", ")), stop.signal).catch(end);
  });
}

/** What a key does: at once for those that stop something, one after the other for the rest. */
function keysOf(lesson: Lesson, runs: Runs, screen: Screen, end: (how: number | Error) => void) {
  let before = "";
  let queue: Promise<unknown> = Promise.resolve();
  return (key: string) => {
    const situation = { lesson, failed: runs.failed(), width: screen.width(), before };
    before = key;
    if (key === "q") return end(0);
    if (key === "r") return runs.start(say(both("once more", "再次运行")));
    const action = ACTIONS[key];
    if (!action) return;
    queue = queue
      .then(() => action(situation))
      .then((lines) => screen.print("", ...lines))
      .catch((error) => screen.print(pc.red(String((error as Error).message))));
  };
}

const WATCHING = both(
  "Watching work/: every save runs the checks.",
  "正在监视 work/：每次保存都会运行检查。",
);
