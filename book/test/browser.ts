/** Chromium, and what may go wrong in its pages. */
import { existsSync } from "node:fs";
import type { Page } from "playwright-core";

/** Where Debian puts it, or its like on other machines; undefined where there is none. */
export const CHROMIUM = [
  "/usr/bin/chromium",
  "/usr/bin/google-chrome",
  "/usr/bin/chromium-browser",
].find((path) => existsSync(path));

/** Without a screen, and without anything that it would do by itself on the network. */
export const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Notes whatever goes wrong in a page: errors, failed requests, requests to elsewhere. */
export function watch(page: Page, site: string): string[] {
  const wrong: string[] = [];
  const note = (what: string) => wrong.push(`${page.url()}: ${what}`);
  page.on("pageerror", ({ message }) => note(message));
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) note(message.text());
  });
  page.on("response", (response) => {
    if (response.status() >= 400) note(`${response.status()} ${response.url()}`);
  });
  page.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(site) && !url.startsWith("data:")) note(`asks for ${url}`);
  });
  return wrong;
}
