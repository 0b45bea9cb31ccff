/** 6.6 and 6.7: one layer more, of just the difference, the same for the same difference. */
import { both, goal, verbatim } from "../../../checks/src/harness/index.ts";
import { BASE, changedBy, committed, nest, savedImage } from "./containers.ts";

const SCRIPT = [
  "echo new > /opt/new",
  "rm /srv/gone",
  "rm -r /home",
  "mkdir /home",
  "echo own > /home/both",
].join("; ");

const NAMES = ["home", "home/.wh..wh..opq", "home/both", "opt", "opt/new", "srv", "srv/.wh.gone"];

goal("6.6", async (t) => {
  await nest(t);
  await changedBy(t, "dipper", SCRIPT);
  const ended = await committed(t, "dipper", "dipper:1");
  const [before, after] = [await savedImage(t, BASE), await savedImage(t, "dipper:1")];
  const digests = (all: typeof before) => all.layers.map(({ digest }) => digest);
  ended.expect(
    digests(after).slice(0, -1).join() === digests(before).join() && after.layers.length === 3,
    {
      diagnosis: "not-one-more",
      expected: both("the layers of the base, and one more", "基础镜像的各层，再加一层"),
      observed: both(`${after.layers.length} layers`, `${after.layers.length} 层`),
    },
  );
  const names = after.layers.at(-1)?.names ?? [];
  const missing = NAMES.filter((name) => !names.includes(name));
  const more = names.filter((name) => !NAMES.includes(name) && name !== "");
  const cause = () => {
    if (names.length === 0) return "empty-layer";
    if (more.includes("bin/busybox")) return "whole-tree";
    return more.some((name) => name.includes(".wh.")) ? "needless-whiteouts" : "other-layer";
  };
  ended.expect(missing.length + more.length === 0, {
    diagnosis: cause(),
    expected: verbatim(NAMES.join(" ")),
    observed: both(
      `missing: ${missing.join(" ") || "-"}; too many: ${more.slice(0, 5).join(" ") || "-"}`,
      `缺少：${missing.join(" ") || "-"}；多出：${more.slice(0, 5).join(" ") || "-"}`,
    ),
  });
});

const FILES = ["c", "a", "e", "b", "d"];

/** The same files, made in any order; a directory's time is that of the last file made in it. */
const inOrder = (names: readonly string[]) =>
  [
    ...names.map((name) => `echo ${name} > /opt/${name}`),
    "rm /srv/gone",
    "touch -d '2026-01-01 00:00:00' /opt/* /opt /srv",
  ].join("; ");

goal("6.7", async (t) => {
  await nest(t);
  await Promise.all([
    changedBy(t, "martin", inOrder(FILES)),
    changedBy(t, "swallow", inOrder(FILES.toReversed())),
  ]);
  await committed(t, "martin", "martin:1");
  const ended = await committed(t, "swallow", "swallow:1");
  const [one, other] = await Promise.all([savedImage(t, "martin:1"), savedImage(t, "swallow:1")]);
  const [first, second] = [one.layers.at(-1), other.layers.at(-1)];
  ended.expect((first?.names.length ?? 0) > 0, {
    diagnosis: "empty-layer",
    expected: both("a layer with the changes", "包含改动的层"),
    observed: both("a layer with nothing in it", "空的层"),
  });
  ended.expect(first?.digest === second?.digest, {
    diagnosis: "not-reproducible",
    expected: both(
      "two containers with the same changes make the same layer",
      "改动相同的两个容器生成相同的层",
    ),
    observed: both(
      `${first?.names.join(" ")} and ${second?.names.join(" ")}`,
      `${first?.names.join(" ")} 与 ${second?.names.join(" ")}`,
    ),
  });
});
