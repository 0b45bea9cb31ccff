/** Where the book is made, and where it ends up. */
import { createRequire } from "node:module";
import { join } from "node:path";
import { PROJECT } from "../../checks/src/harness/places.ts";

/** The book's package. */
export const BOOK = join(PROJECT, "book");

/** What is written for VitePress: pages, pictures, tables. Git does not know it. */
export const PAGES = join(BOOK, "build/pages");

/** The finished site. */
export const SITE = join(BOOK, "dist");

/** The book's own packages, which the rest of the project has to do without. */
export const own = createRequire(join(BOOK, "package.json"));
