/**
 * `npm run book`: the course as a static site; `npm run book serve [PORT]` shows it, and
 * `npm run book test` reads it in a browser.
 */
import { buildBook } from "../../../../book/src/build.ts";
import { BOOK, SITE } from "../../../../book/src/places.ts";
import { serveBook } from "../../../../book/src/serve.ts";
import { both } from "../../harness/text.ts";
import { print, say } from "../say.ts";
import { conclude, stepLine } from "../test/line.ts";
import { unitTest } from "../test/steps.ts";
import { UsageError } from "../usage.ts";
import { giveBack } from "../work/owner.ts";

/** Where `serve` listens unless another port is given. */
const PORT = 4173;

/** Makes the site; with `serve` it then answers on localhost until it is told to end. */
export async function book(words: readonly string[]): Promise<number> {
  const what = meaning(words);
  const made = await buildBook();
  giveBack(BOOK);
  print(say(made ? MADE : CURRENT));
  if (what === "make") return 0;
  return what === "test" ? test() : serve(what);
}

const HOW = both(
  "npm run book serve shows it; any web server can, below any path",
  "用 npm run book serve 查看；也可以放到任何 Web 服务器的任意路径下",
);
const MADE = both(`made ${SITE}: ${HOW.en}`, `已生成 ${SITE}：${HOW.zh}`);
const CURRENT = both(`${SITE} is up to date: ${HOW.en}`, `${SITE} 已是最新：${HOW.zh}`);

/** @returns "make", "test", or the port to serve on */
function meaning([verb, port, ...more]: readonly string[]): "make" | "test" | number {
  if (verb === undefined) return "make";
  if (verb === "test" && port === undefined) return "test";
  const number = Number(port ?? PORT);
  const isPort = Number.isInteger(number) && number > 0 && number < 65536;
  if (verb === "serve" && isPort && more.length === 0) return number;
  throw new UsageError(
    both("npm run book [serve [PORT] | test]", "npm run book [serve [端口] | test]"),
  );
}

/** Apart from npm test, since it needs a browser and packages that nothing else needs. */
async function test(): Promise<number> {
  const start = performance.now();
  const outcome = await unitTest("book/test/book.test.ts").run();
  print(stepLine(outcome, start));
  const problems = outcome.skipped > 0 ? say(UNREAD) : outcome.problems;
  return conclude([{ ...outcome, problems }]) ? 0 : 1;
}

const UNREAD = both(
  "THERE IS NO CHROMIUM HERE: whether the book can be read is not tried (apt-get install chromium).",
  "这里没有 Chromium：没有检查书是否可读（apt-get install chromium）。",
);

async function serve(port: number): Promise<number> {
  const { server, url } = await serveBook(port).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "EADDRINUSE" && error.code !== "EACCES") throw error;
    const other = port === PORT ? PORT + 1 : PORT;
    throw new UsageError(
      both(
        `port ${port} cannot be had (${error.code}): npm run book serve ${other}`,
        `端口 ${port} 用不了（${error.code}）：npm run book serve ${other}`,
      ),
    );
  });
  print(say(both(`${url} (Ctrl-C ends it)`, `${url}（按 Ctrl-C 结束）`)));
  await new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.once(signal, resolve);
  });
  server.closeAllConnections();
  server.close();
  return 0;
}
