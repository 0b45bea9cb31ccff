/**
 * The book as `npm run book` makes it and as readers see it, in headless Chromium. It is served
 * below a path, so that a link which only works at the root of a host is found.
 */
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import type { Server } from "node:http";
import { dirname, join } from "node:path";
import { type Browser, chromium, type Page } from "playwright-core";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { inParallel } from "../../checks/src/course/parallel.ts";
import { PROJECT } from "../../checks/src/harness/places.ts";
import { commandRows } from "../src/commands.ts";
import { CHINESE, wordsOf } from "../src/commandwords.ts";
import { BOOK, SITE } from "../src/places.ts";
import { serveBook } from "../src/serve.ts";
import { sources } from "../src/sources.ts";
import { CHROMIUM, FLAGS, watch } from "./browser.ts";
import { ready, type Seen, survey } from "./survey.ts";

const test = suite("book");
const inBrowser = CHROMIUM ? test : test.skip; // `npm run book test` says so

const BASE = "/some/where/";
const PHONE = { width: 360, height: 740 };
const DESK = { width: 1280, height: 900 };

let site: { server: Server; url: string };
let browser: Browser;

const pages = (): string[] =>
  readdirSync(SITE, { recursive: true, encoding: "utf8" }).filter(
    (path) => path.endsWith(".html") && path !== "404.html",
  );

test.before(async () => {
  site = await serveBook(0, BASE);
  if (CHROMIUM) browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
});

test.after(async () => {
  await browser?.close();
  site.server.closeAllConnections();
  site.server.close();
});

/** Opens a page on a desk, does something there, and sees that nothing went wrong. */
async function reading(path: string, does: (page: Page) => Promise<void>): Promise<void> {
  const context = await browser.newContext({ viewport: DESK, colorScheme: "light" });
  try {
    const page = await context.newPage();
    const wrong = watch(page, site.url);
    await page.goto(site.url + path);
    await ready(page);
    await does(page);
    assert.equal(wrong, []);
  } finally {
    await context.close();
  }
}

test("its own code has the right types", () => {
  const tsc = join(PROJECT, "node_modules/typescript/bin/tsc");
  const { stdout } = spawnSync(process.execPath, [tsc, "-p", BOOK], { encoding: "utf8" });
  assert.is(stdout, "");
});

test("every text is a page, in both languages", () => {
  const made = pages();
  const routes = ["index", "start", "use", "commands", ...sources().map(({ route }) => route)];
  for (const route of routes) {
    assert.ok(made.includes(`${route}.html`), route);
    assert.ok(made.includes(`zh/${route}.html`), `zh/${route}`);
  }
});

test("every file that a page names is there, relative to the page", () => {
  for (const path of pages()) {
    const html = readFileSync(join(SITE, path), "utf8");
    for (const [, to = ""] of html.matchAll(/ (?:href|src)="([^"#]+)[^"]*"/g)) {
      if (/^(?:https?|data):/.test(to)) continue;
      assert.ok(!to.startsWith("/"), `${path} names ${to}`);
      const file = join(SITE, dirname(path), decodeURI(to));
      assert.ok(existsSync(file), `${path} names ${to}`);
    }
  }
});

inBrowser("on a phone every page is whole, and every link leads somewhere", async () => {
  const context = await browser.newContext({ viewport: PHONE, colorScheme: "light" });
  const seen = await inParallel(pages(), (path) => survey(context, site.url, path));
  await context.close();
  assert.equal(
    seen.flatMap((page) => [...page.wrong, ...page.blank.map((what) => `${page.path}: ${what}`)]),
    [],
  );
  assert.equal(wider(seen), []);
  assert.equal(deadLinks(seen), []);
  assert.equal(strays(seen), []);
  const drawn = (prefix: RegExp) =>
    seen.filter(({ path, drawings }) => prefix.test(path) && drawings);
  const lessons = sources().filter(({ route }) => route.startsWith("lessons/"));
  assert.is(drawn(/^lessons\//).length, lessons.length);
  assert.is(drawn(/^zh\/lessons\//).length, lessons.length);
});

/** Pages that have to be scrolled sideways. */
const wider = (seen: readonly Seen[]) =>
  seen
    .filter(({ overflow }) => overflow > 0)
    .map(({ path, overflow }) => `${path}: ${overflow} px`);

/** Links within the book to pages or places on them that are not there. */
function deadLinks(seen: readonly Seen[]): string[] {
  const known = new Map(seen.map(({ path, ids }) => [path, new Set(ids)]));
  const isDead = (link: string) => {
    const { origin, pathname, hash } = new URL(link);
    if (origin !== new URL(site.url).origin) return false;
    if (!pathname.startsWith(BASE)) return true;
    const ids = known.get(pathname.slice(BASE.length).replace(/(^|\/)$/, "$1index.html"));
    return !ids || (hash.length > 1 && !ids.has(decodeURIComponent(hash.slice(1))));
  };
  return seen.flatMap(({ path, links }) =>
    links.filter(isDead).map((link) => `${path} links to ${link}`),
  );
}

/** Pages whose switch leads elsewhere than to the same page in the other language. */
function strays(seen: readonly Seen[]): string[] {
  const wanted = (path: string) => (path.startsWith("zh/") ? path.slice(3) : `zh/${path}`);
  const found = (twin: string) =>
    new URL(twin).pathname.slice(BASE.length).replace(/(^|\/)$/, "$1index.html");
  const isRight = ({ path, lang, twin }: Seen) =>
    lang === (path.startsWith("zh/") ? "zh-CN" : "en") && found(twin) === wanted(path);
  return seen.filter((page) => !isRight(page)).map(({ path, twin }) => `${path}: ${twin}`);
}

inBrowser("a reader goes from page to page, and to the other language and back", () =>
  reading("index.html", async (page) => {
    await page.click(".VPHero .action >> nth=1");
    await page.waitForURL(`${site.url}lessons/1-run.html`);
    await page.click(".VPSidebar >> text=Lesson 3: pivot_root");
    await page.waitForURL(`${site.url}lessons/3-pivot_root.html`);
    await page.hover(".VPNavBarTranslations");
    await page.click(".VPNavBarTranslations a");
    await page.waitForURL(`${site.url}zh/lessons/3-pivot_root.html`);
    await page.waitForSelector("h1 >> text=第 3 课：pivot_root");
    await page.click(".VPNavBar >> text=命令");
    await page.waitForURL(`${site.url}zh/commands.html`);
    await page.hover(".VPNavBarTranslations");
    await page.click(".VPNavBarTranslations a");
    await page.waitForURL(`${site.url}commands.html`);
  }),
);

inBrowser("the reader chooses between light and dark, and the drawings follow", () =>
  reading("lessons/4-overlay.html", async (page) => {
    const shown = () => page.getAttribute(".drawing img:visible", "src");
    assert.match((await shown()) ?? "", /\.light\.svg$/);
    await page.click(".VPNavBarAppearance button");
    await page.waitForSelector("html.dark");
    assert.match((await shown()) ?? "", /\.dark\.svg$/);
  }),
);

for (const { path, typed, found } of [
  { path: "index.html", typed: "pivot_root", found: /pivot_root/ },
  { path: "zh/index.html", typed: "命名空间", found: /命名空间/ },
  { path: "zh/index.html", typed: "挂载命名空间", found: /挂载命名空间/ },
]) {
  inBrowser(`a search in ${path} finds ${typed}`, () =>
    reading(path, async (page) => {
      await page.click(".VPNavBarSearch button");
      await page.fill(".VPLocalSearchBox input", typed);
      await page.click(".VPLocalSearchBox .result >> nth=0");
      await page.waitForSelector(".VPDoc h1");
      assert.ok(page.url().startsWith(`${site.url}${path.replace("index.html", "")}`), page.url());
      assert.match((await page.textContent(".VPDoc")) ?? "", found);
    }),
  );
}

inBrowser("a search for what is nowhere finds nothing", () =>
  reading("zh/index.html", async (page) => {
    await page.click(".VPNavBarSearch button");
    await page.fill(".VPLocalSearchBox input", "量子猫咪");
    await page.waitForSelector("text=没有找到");
    assert.is(await page.locator(".VPLocalSearchBox .result").count(), 0);
  }),
);

inBrowser("the table has every command and option, and leaves what is asked for", async () => {
  const rows = await commandRows();
  await reading("commands.html", async (page) => {
    const names = () => page.locator(".command h2").allInnerTexts();
    const flags = () => page.locator(".command td:first-child").allInnerTexts();
    assert.equal(
      (await names()).map((name) => name.trim()),
      rows.map(({ names: [own] }) => own),
    );
    assert.equal(
      (await flags()).map((one) => one.trim()),
      rows.flatMap(({ options }) => options.map(({ flags }) => flags)),
    );
    await page.fill(".commands-filter input", "network --ip6");
    assert.equal(
      (await flags()).map((one) => one.trim().split(" ")[0]),
      ["--ip6"],
    );
    await page.fill(".commands-filter input", "unheard of");
    assert.equal(await names(), []);
    await page.fill(".commands-filter input", "");
    assert.is((await names()).length, rows.length);
  });
});

test("the table speaks Chinese too, of all that there is and of nothing else", async () => {
  const said = new Set((await commandRows()).flatMap(wordsOf));
  assert.equal(
    [...said].filter((what) => !(what in CHINESE)),
    [],
  );
  assert.equal(
    Object.keys(CHINESE).filter((what) => !said.has(what)),
    [],
  );
});

test("the table is what the program's own help says", async () => {
  const rows = await commandRows();
  const mydocker = (...words: string[]) =>
    spawnSync(join(PROJECT, "runtime/bin/mydocker"), words, { encoding: "utf8" }).stdout;
  const listed = [...mydocker("--help").matchAll(/^ {2}([a-z]+) /gm)].map(([, name]) => name);
  assert.ok(listed.length > 40, `${listed.length} commands`);
  for (const name of listed) {
    assert.ok(
      rows.some(({ names }) => names.some((one) => one.split(" ")[0] === name)),
      name,
    );
  }
  const run = rows.find(({ names }) => names[0] === "run");
  const help = mydocker("run", "--help");
  for (const { flags } of run?.options ?? []) assert.ok(help.includes(`  ${flags} `), flags);
  assert.is(run?.options.length, (help.match(/^ {2}(?:-\w, )?--/gm)?.length ?? 0) - 1); // --help
});

test.run();
