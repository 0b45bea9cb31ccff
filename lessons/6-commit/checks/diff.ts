/** 6.1 and 6.2: the changes, read from the upper directory. */
import { both, goal, verbatim } from "../../../checks/src/harness/index.ts";
import { changedBy, diffOf, nest } from "./containers.ts";

/** What is done, and the lines that it makes. */
const DONE: readonly (readonly [command: string, ...lines: string[]])[] = [
  ["echo more >> /etc/motd", "C /etc", "C /etc/motd"],
  ["mkdir -p /opt/new/er; echo new > /opt/new/er/file", "C /opt", "A /opt/new", "A /opt/new/er"],
  ["rm /srv/gone", "C /srv", "D /srv/gone"],
  ["rm -r /srv/whole", "D /srv/whole"],
  ["rm /var/deep/er/gone", "C /var", "C /var/deep", "C /var/deep/er", "D /var/deep/er/gone"],
];

const SCRIPT = DONE.map(([command]) => command).join("; ");
const LINES = [...DONE.flatMap(([, ...lines]) => lines), "A /opt/new/er/file"];

type Signs = readonly (readonly [diagnosis: string, (lines: readonly string[]) => boolean])[];

/** What is wrong, from the first thing that tells. */
const SIGNS: Signs = [
  ["no-changes", (lines) => lines.length === 0],
  ["whiteout-as-file", (lines) => lines.some((line) => /^[AC] \/srv\/(gone|whole)$/.test(line))],
  ["not-deep", (lines) => !lines.some((line) => line.includes("er/"))],
  ["directories-missing", (lines) => !lines.some((line) => line.endsWith("/opt/new"))],
  ["all-added", (lines) => lines.includes("A /etc/motd")],
];

goal("6.1", async (t) => {
  await nest(t);
  await changedBy(t, "wren", SCRIPT);
  const { ended, lines } = await diffOf(t, "wren");
  const missing = LINES.filter((line) => !lines.includes(line));
  const more = lines.filter((line) => !LINES.includes(line));
  ended.expect(missing.length + more.length === 0, {
    diagnosis: SIGNS.find(([, wrong]) => wrong(lines))?.[0] ?? "other-diff",
    expected: both(`a line for each change of: ${SCRIPT}`, `以下操作的每项改动各占一行：${SCRIPT}`),
    observed: both(
      `missing: ${named(missing)}; too many: ${named(more)}`,
      `缺少：${named(missing)}；多出：${named(more)}`,
    ),
  });
});

const MOST = 5; // lines named

const named = (lines: readonly string[]) =>
  lines.length === 0 ? "-" : lines.slice(0, MOST).join(", ") + (lines.length > MOST ? " …" : "");

/** /home has both and old in the image. */
const REPLACE =
  "rm -r /home; mkdir /home; cd /home; echo own > both; echo own > new; echo own > young";
const REPLACED = ["C /home", "C /home/both", "A /home/new", "D /home/old", "A /home/young"];

const REPLACE_SIGNS: Signs = [
  ["no-changes", (lines) => lines.length === 0],
  ["deleted-and-there", (lines) => lines.includes("D /home/both")],
  ["opaque-unseen", (lines) => !lines.includes("D /home/old")],
  ["other-order", (lines) => lines.toSorted().join() === REPLACED.toSorted().join()],
];

goal("6.2", async (t) => {
  await nest(t);
  await changedBy(t, "owl", REPLACE);
  const { ended, lines } = await diffOf(t, "owl");
  ended.expect(lines.join() === REPLACED.join(), {
    diagnosis: REPLACE_SIGNS.find(([, wrong]) => wrong(lines))?.[0] ?? "other-diff",
    expected: verbatim(REPLACED.join(", ")),
    observed: verbatim(lines.join(", ") || "-"),
  });
});
