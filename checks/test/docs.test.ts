/** Every command and output in the README and the lessons, run in a pretend host and compared. */
import type { ChildProcessWithoutNullStreams } from "node:child_process";
import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { type Transcript, transcripts } from "../src/docs/markdown.ts";
import { masked, SHELL, terminal } from "../src/docs/terminal.ts";
import { makeBusyboxRoot } from "../src/fixtures/rootfs.ts";
import { openHost } from "../src/harness/host.ts";
import { PROJECT } from "../src/harness/places.ts";
import { checkout } from "./fixtures/checkout.ts";

const test = suite("docs");

const lessons = readdirSync(join(PROJECT, "lessons"))
  .filter((name) => /^\d+-/.test(name))
  .map((name) => join("lessons", name));
const pages = [".", ...lessons].map((folder) => join(folder, "README.md"));
const read = (page: string) => readFileSync(join(PROJECT, page), "utf8");
const inChinese = (page: string) => page.replace(/README\.md$/, "README.zh-CN.md");

/** A tree of its own, as what other tests mount in the common one leaves mount points there. */
const BUSYBOX = join(PROJECT, ".cache", `docs-${process.pid}`);

/** The lessons begin where the README ends: with the busybox tree that it had the reader make. */
const READY = `cp -a ${BUSYBOX} /tmp/busybox`;

test.before(() => makeBusyboxRoot(BUSYBOX));
test.after(() => rmSync(BUSYBOX, { recursive: true, force: true }));

/** Types a page's transcripts into one shell, one after the other. */
async function play(
  all: readonly Transcript[],
  before: string,
  directory = PROJECT,
): Promise<string[]> {
  const host = await openHost({
    command: [
      "sh",
      "-c",
      `cd '${directory}' && ${before} && SHELL=/bin/sh exec script -qfc "$0" /dev/null`,
      SHELL,
    ],
    env: {
      ...process.env,
      MYDOCKER_LANG: "en",
      PATH: `${PROJECT}/runtime/bin:${process.env.PATH}`,
    },
    stdio: ["pipe", "pipe", "pipe"],
  });
  try {
    const shell = terminal(host.child as ChildProcessWithoutNullStreams);
    const screens: string[] = [];
    for (const transcript of all) screens.push(await shell.play(transcript));
    return screens;
  } finally {
    host.close();
    await host.ended;
  }
}

/** The README is read with a fresh clone at hand, in which its commands begin a copy. */
async function afresh(all: readonly Transcript[]): Promise<string[]> {
  const course = checkout();
  try {
    return await play(all, ":", course.directory);
  } finally {
    course.remove();
  }
}

for (const page of pages) {
  test(`${page}: what the reader sees is what the reader gets`, async () => {
    const all = transcripts(read(page));
    const screens = page === "README.md" ? await afresh(all) : await play(all, READY);
    all.forEach((transcript, i) => {
      const seen = masked(transcript, screens[i] ?? "");
      assert.is(seen, masked(transcript, transcript.text), `${page}, line ${transcript.line}`);
    });
  });

  test(`${inChinese(page)}: the same transcripts`, () => {
    const texts = (markdown: string) => transcripts(markdown).map(({ text }) => text);
    assert.equal(texts(read(inChinese(page))), texts(read(page)));
  });
}

/** Every page that a reader may come to, in either language. */
const all = [...pages, ...pages.map(inChinese), "ARCHITECTURE.md", "CONTRIBUTING.md"];

test("every npm script that a page names is there", () => {
  const { scripts } = JSON.parse(read("package.json"));
  for (const page of all) {
    for (const [, name = ""] of read(page).matchAll(/npm run (?:--silent )?([a-z][a-z:]*)/g)) {
      assert.ok(scripts[name], `${page}: npm run ${name}`);
    }
  }
});

test("the README names every command of learners", () => {
  const commands = [
    "lesson",
    "hint",
    "diff",
    "solution",
    "reset",
    "progress",
    "update",
    "doctor",
    "book",
    "language",
    "try",
  ];
  for (const page of ["README.md", "README.zh-CN.md"]) {
    for (const name of commands) assert.match(read(page), `npm run ${name}`, `${page}: ${name}`);
  }
});

test("lesson 2 names every field that its functions are given", () => {
  const source = read("runtime/src/host/cgroup/limits.ts");
  const [, fields = ""] = /interface Limits \{([\s\S]*?)\n\}/.exec(source) ?? [];
  const names = [...fields.matchAll(/readonly (\w+)\?:/g)].map(([, name]) => name);
  assert.ok(names.length > 0);
  const page = "lessons/2-cgroups/README.md";
  for (const file of [page, inChinese(page)]) {
    for (const name of names) assert.match(read(file), `| \`${name}\` `, `${file}: ${name}`);
  }
});

test("every link and picture leads somewhere", () => {
  for (const page of all) {
    const links = [...read(page).matchAll(/\]\(([^)]+)\)|(?:src|srcset|href)="([^"]+)"/g)];
    for (const [, inText, inTag] of links) {
      const [path = "", anchor] = (inText ?? inTag ?? "").split("#");
      if (/^[a-z]+:/.test(path)) continue;
      const target = path === "" ? page : join(dirname(page), path);
      assert.ok(existsSync(join(PROJECT, target)), `${page} links to ${path}`);
      if (anchor) assert.ok(anchors(read(target)).includes(anchor), `${page} links to #${anchor}`);
    }
  }
});

/** What can be linked to: headings, as GitHub names them, and `<a id>`. */
const anchors = (markdown: string): string[] => [
  ...[...markdown.matchAll(/<a id="([^"]+)">/g)].map(([, id = ""]) => id),
  ...[...markdown.matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, "")
      .trim()
      .replaceAll(" ", "-"),
  ),
];

test.run();
