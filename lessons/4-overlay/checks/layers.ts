/** 4.1, 4.2 and 4.6: what a container sees of its image's layers. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import {
  both,
  type Container,
  goal,
  insideOf,
  verbatim,
} from "../../../checks/src/harness/index.ts";
import { directory, type Entry, file } from "./archive.ts";
import { baseLayer, boxOf, discard, storeWith } from "./images.ts";

/** A layer that has a file of its own, and one that every layer has. */
const layer = (n: number, more: readonly Entry[] = []): Entry[] => [
  file("etc/motd", `layer ${n}\n`),
  file(`opt/layer-${n}`),
  ...more,
];

const stack = (height: number) => [
  [...baseLayer(), ...layer(1)],
  ...Array.from({ length: height - 1 }, (_, i) => layer(i + 2)),
];

const text = (box: Container, path: string) => {
  const inside = insideOf(box.pid, path);
  return existsSync(inside) ? readFileSync(inside, "utf8").trim() : "ENOENT";
};

function expectStack(box: Container, height: number): void {
  const seen = readdirSync(insideOf(box.pid, "/opt")).length;
  box.expect(seen === height, {
    diagnosis: "layers-missing",
    expected: both(
      `in /opt a file of each of the ${height} layers`,
      `/opt 中有 ${height} 层各自的文件`,
    ),
    observed: both(`those of ${seen}`, `只有 ${seen} 层的文件`),
  });
  const motd = text(box, "/etc/motd");
  box.expect(motd === `layer ${height}`, {
    diagnosis: "wrong-order",
    expected: verbatim(`/etc/motd: layer ${height}`),
    observed: verbatim(`/etc/motd: ${motd}`),
  });
}

const FEW = 3;

goal("4.1", async (t) => {
  await storeWith(t, [{ name: "bird", layers: stack(FEW) }]);
  const box = await boxOf(t, "bird", ["--name", "one"]);
  expectStack(box, FEW);
  await discard(t, { one: box });
});

const MANY = 130; // docker's own limit is 127; a page of mount options holds some 40 absolute paths

goal("4.6", async (t) => {
  await storeWith(t, [{ name: "tower", layers: stack(MANY) }]);
  const box = await boxOf(t, "tower", ["--name", "one"]);
  expectStack(box, MANY);
  await discard(t, { one: box });
});

/** What the second layer deletes and replaces, and what AUFS itself once left in layers. */
const WHITEOUTS: readonly (readonly Entry[])[] = [
  [
    file("srv/kept"),
    file("srv/gone"),
    file("srv/back"),
    directory("srv/whole"),
    file("srv/whole/file"),
    directory("srv/replaced"),
    file("srv/replaced/old"),
  ],
  [
    directory("srv"),
    file("srv/.wh.gone"),
    file("srv/.wh.back"),
    file("srv/.wh.whole"),
    directory("srv/replaced"),
    file("srv/replaced/new"),
    file("srv/replaced/.wh..wh..opq"),
    file(".wh..wh.aufs"),
  ],
  [file("srv/back")],
];

const SEEN = ["back", "kept", "replaced", "replaced/new"];

/** What is wrong, from the first thing that tells: whether a layer is missing comes before all. */
const SIGNS: readonly (readonly [
  diagnosis: string,
  wrong: (names: readonly string[]) => boolean,
])[] = [
  ["layers-missing", (names) => !names.includes("replaced/new")],
  ["marks-visible", (names) => names.some((name) => /(^|\/)\.wh\.(?!\.wh\.)/.test(name))],
  ["opaque-missing", (names) => names.includes("replaced/old")],
  ["aufs-marks", (names) => names.some((name) => name.includes(".wh."))],
  ["deleted-visible", (names) => names.includes("gone") || names.includes("whole/file")],
  ["hidden-too-much", (names) => !names.includes("kept") || !names.includes("back")],
];

goal("4.2", async (t) => {
  const [below = [], ...above] = WHITEOUTS;
  await storeWith(t, [{ name: "pruned", layers: [[...baseLayer(), ...below], ...above] }]);
  const box = await boxOf(t, "pruned", ["--name", "one"]);
  const marks = readdirSync(insideOf(box.pid, "/")).filter((name) => name.startsWith(".wh."));
  const srv = readdirSync(insideOf(box.pid, "/srv"), { recursive: true, encoding: "utf8" });
  const names = [...srv, ...marks].sort();
  const [diagnosis = "deleted-visible"] = SIGNS.find(([, wrong]) => wrong(names)) ?? [];
  box.expect(names.join() === SEEN.join(), {
    diagnosis,
    expected: both(`in /srv: ${SEEN.join(" ")}`, `/srv 中有：${SEEN.join(" ")}`),
    observed: both(`in /srv: ${names.join(" ")}`, `/srv 中有：${names.join(" ")}`),
  });
  await discard(t, { one: box });
});
