/** The terminal: one where it was asked for (-t), none where not. */
import {
  both,
  expectRan,
  guard,
  MOMENT,
  type Trial,
  until,
  verbatim,
} from "../../../checks/src/harness/index.ts";

interface Tty {
  readonly tty: readonly number[];
  readonly rows: number;
  readonly columns: number;
  readonly controlling: number;
}

const ttys = (stdout: Buffer): Tty[] =>
  [...stdout.toString().matchAll(/\{.*\}/g)].map(([json]) => JSON.parse(json));

guard("1.15", async (t) => {
  const terminal = { rows: 33, columns: 99 };
  const [asked, unasked] = await Promise.all([
    t.probe(["tty"], { options: ["-it"], terminal }),
    t.probe(["tty"]),
  ]);
  for (const ended of [asked, unasked]) expectRan(ended);
  const [seen] = ttys(asked.stdout);
  const expected = both("a terminal of 33 rows and 99 columns", "33 行 99 列的终端");
  const observed = verbatim(seen ? JSON.stringify(seen) : asked.stdout.toString());
  asked.expect(seen?.tty.join() === "1,1,1", { diagnosis: "no-terminal", expected, observed });
  asked.expect(seen?.controlling === 1, {
    diagnosis: "not-controlling",
    expected: both(
      "the terminal is the session's own (Ctrl-C works)",
      "该终端是会话的控制终端（Ctrl-C 有效）",
    ),
    observed,
  });
  asked.expect(seen?.rows === terminal.rows && seen.columns === terminal.columns, {
    diagnosis: "terminal-size",
    expected,
    observed,
  });
  asked.expect(!asked.stderr.includes("another mode"), {
    diagnosis: "terminal-left-raw",
    expected: both("the caller's terminal as it was", "调用者的终端恢复原状"),
    observed: both("it was left in another mode", "终端模式没有恢复"),
  });
  unasked.expect(ttys(unasked.stdout)[0]?.tty.join() === "0,0,0", {
    diagnosis: "terminal-unasked",
    expected: both("no terminal without -t", "未加 -t 时没有终端"),
    observed: verbatim(unasked.stdout.toString().trim()),
  });
  await expectResizing(t);
});

async function expectResizing(t: Trial): Promise<void> {
  const options = { options: ["-ti"], terminal: { rows: 24, columns: 80 }, ready: () => true };
  const box = await t.container(["tty-resized"], options);
  await until(() => ttys(box.command.stdout()).length > 0, MOMENT);
  box.command.signal("SIGUSR1"); // the probe that holds the terminal makes it larger
  const grown = await until(() => ttys(box.command.stdout())[1], MOMENT);
  box.expect(grown?.rows === 25 && grown.columns === 81, {
    diagnosis: "resize-not-forwarded",
    expected: both("25 rows and 81 columns after the window has grown", "窗口变大后为 25 行 81 列"),
    observed: grown
      ? verbatim(JSON.stringify(grown))
      : both("no SIGWINCH inside", "容器内没有收到 SIGWINCH"),
  });
  await box.finish();
}
