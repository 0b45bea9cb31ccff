/** What there is to know of a page of the book, asked of the browser that shows it. */
import type { BrowserContext, Page } from "playwright-core";
import { watch } from "./browser.ts";

/** A page as a reader on a phone has it. */
export interface Seen {
  /** Relative to the site: `zh/lessons/1-run.html`. */
  readonly path: string;
  readonly title: string;
  readonly lang: string;
  /** Absolute, as the browser understands them. */
  readonly links: readonly string[];
  readonly ids: readonly string[];
  /** Drawings that are not to be seen, on light pages or on dark ones. */
  readonly blank: readonly string[];
  readonly drawings: number;
  /** Where the switch of languages leads. */
  readonly twin: string;
  /** CSS pixels that the page is wider than its window. */
  readonly overflow: number;
  /** Errors, and requests to elsewhere. */
  readonly wrong: readonly string[];
}

/** Waits until the page's own program runs. */
export const ready = (page: Page) =>
  page.waitForFunction(() => "__vue_app__" in (document.querySelector("#app") ?? {}));

/** Opens a page, lights it and darkens it, and looks at everything in it. */
export async function survey(context: BrowserContext, url: string, path: string): Promise<Seen> {
  const page = await context.newPage();
  try {
    const wrong = watch(page, url);
    await page.goto(url + path);
    await ready(page);
    const blank = [...(await blankDrawings(page, "light")), ...(await blankDrawings(page, "dark"))];
    const inside = await page.evaluate(() => ({
      title: document.title,
      lang: document.documentElement.lang,
      links: [...document.querySelectorAll("a[href]")].map(
        (link) => (link as HTMLAnchorElement).href,
      ),
      ids: [...document.querySelectorAll("[id]")].map(({ id }) => id),
      drawings: document.querySelectorAll(".drawing").length,
      twin: document.querySelector<HTMLAnchorElement>(".VPNavBarTranslations a")?.href ?? "",
      overflow: document.documentElement.scrollWidth - window.innerWidth,
    }));
    return { path, wrong, blank, ...inside };
  } finally {
    await page.close();
  }
}

/** Every drawing must have one picture for these pages, with something in it. */
function blankDrawings(page: Page, kind: "light" | "dark"): Promise<string[]> {
  return page.evaluate(async (kind) => {
    document.documentElement.classList.toggle("dark", kind === "dark");
    const blank: string[] = [];
    for (const drawing of document.querySelectorAll(".drawing")) {
      const shown = [...drawing.querySelectorAll("img")].filter((one) => one.offsetWidth > 0);
      const [picture] = shown;
      await picture?.decode().catch(() => {});
      const isRight = shown.length === 1 && picture?.classList.contains(`${kind}-only`);
      if (!isRight || !picture?.naturalWidth) blank.push(`${kind}: ${picture?.src}`);
    }
    for (const { src, naturalWidth, complete } of document.images) {
      if (complete && naturalWidth === 0 && !src.includes("/drawings/")) blank.push(src);
    }
    return blank;
  }, kind);
}
