/**
 * Drawings follow the reader's choice of light and dark, which in the book is the reader's and not
 * the system's: each becomes two pictures, of which the theme shows one.
 */

/** A drawing for light pages and one for dark pages. */
export interface Variants {
  readonly light: string;
  readonly dark: string;
}

const DARK = /@media \(prefers-color-scheme: dark\) \{((?:[^{}]*\{[^{}]*\})*[^{}]*)\}/;

/** @throws Error for a drawing that says nothing about dark pages */
export function variants(svg: string): Variants {
  if (!DARK.test(svg)) throw new Error("a drawing without colours for dark pages");
  return { light: svg.replace(DARK, ""), dark: svg.replace(DARK, (_, rules) => rules) };
}

/** Both pictures as HTML, in a box that scrolls where the page is narrow. */
export function drawing(path: string, alt: string, svg: string): string {
  const [, width = "900", height = "600"] = /width="(\d+)" height="(\d+)"/.exec(svg) ?? [];
  const picture = (kind: keyof Variants) =>
    `<img class="${kind}-only" src="${path}.${kind}.svg" alt="${alt}" width="${width}" height="${height}">`;
  return `<div class="drawing" tabindex="0">${picture("light")}${picture("dark")}</div>`;
}
