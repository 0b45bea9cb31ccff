/** 5.1 to 5.4: directories and files of the machine, one or several, there before or not. */
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { both, goal, insideOf, verbatim } from "../../../checks/src/harness/index.ts";
import { newRoot } from "../../3-pivot_root/checks/newroot.ts";
import { boxWith, expectVolume, REFUSED, same } from "./box.ts";
import { newHost, writing } from "./host.ts";

const START = [
  [REFUSED.ENOENT, "no-target"],
  [REFUSED.EINVAL, "not-cloned"],
] as const;

goal("5.1", async (t) => {
  const host = newHost({ mark: "of the machine\n" });
  const box = await boxWith(t, [`${host}:/containerVolume`], { causes: START });
  expectVolume(box, "/containerVolume", host);
  const wrote = writing(insideOf(box.pid, "/containerVolume"));
  box.expect(wrote === "written", {
    diagnosis: "not-writable",
    expected: both("the container can write to /containerVolume", "容器可以写 /containerVolume"),
    observed: verbatim(wrote),
  });
  const causes = [[REFUSED.ANY, "relative-target"]] as const;
  const relative = await boxWith(t, [`${host}:containerVolume`], { causes });
  expectVolume(relative, "/containerVolume", host, "relative-target");
});

goal("5.2", async (t) => {
  const [outer, inner, other] = [newHost(), newHost(), newHost()];
  mkdirSync(join(outer, "inner"));
  const volumes = [`${inner}:/outer/inner`, `${outer}:/outer`, `${other}:/other`];
  const box = await boxWith(t, volumes, { causes: [[REFUSED.ANY, "several-fail"]] });
  const seen = (
    [
      ["/outer/inner", inner],
      ["/outer", outer],
      ["/other", other],
    ] as const
  ).filter(([target, host]) => same(insideOf(box.pid, target), host));
  const hidden = seen.length === 2 && seen[0]?.[0] === "/outer";
  box.expect(seen.length === volumes.length, {
    diagnosis: seen.length === 0 ? "no-volume" : hidden ? "hidden" : "only-one",
    expected: both("three volumes, one of them within another", "三个数据卷，其中一个在另一个里面"),
    observed:
      seen.length === 0
        ? both("none of them is there", "一个都没有")
        : both(
            `only ${seen.map(([target]) => target).join(" and ")}`,
            `只有 ${seen.map(([target]) => target).join(" 和 ")}`,
          ),
  });
});

goal("5.3", async (t) => {
  const file = join(newHost({ file: "of the machine\n" }), "file");
  const root = newRoot();
  const own = join(root, "etc/motd");
  writeFileSync(own, "of the image\n");
  const box = await boxWith(t, [`${file}:/etc/motd`, `${file}:/opt/deep/file`], {
    root,
    causes: [
      [/fchdir/, "file-entered"],
      [REFUSED.MISFIT, "file-as-directory"],
    ],
  });
  expectVolume(box, "/etc/motd", file);
  expectVolume(box, "/opt/deep/file", file, "no-target");
  box.expect(readFileSync(own, "utf8") === "of the image\n", {
    diagnosis: "image-changed",
    expected: both("the image's own /etc/motd as it was", "镜像自己的 /etc/motd 保持原样"),
    observed: verbatim(JSON.stringify(readFileSync(own, "utf8"))),
  });
});

goal("5.4", async (t) => {
  const missing = join(dirname(newHost()), "not/yet");
  const box = await boxWith(t, [`${missing}:/v`], { causes: [[REFUSED.ENOENT, "not-made"]] });
  box.expect(statSync(missing, { throwIfNoEntry: false })?.isDirectory() === true, {
    diagnosis: "not-made",
    expected: both(`${missing} is made on the machine`, `在宿主机上创建了 ${missing}`),
    observed: both("it is not there", "它不存在"),
  });
  expectVolume(box, "/v", missing);
  writing(insideOf(box.pid, "/v"));
  const ended = await box.end();
  ended.expect(existsSync(join(missing, "written")), {
    diagnosis: "data-lost",
    expected: both(
      "the directory stays, with what the container wrote",
      "目录连同容器写入的内容都还在",
    ),
    observed: both("it is gone with the container", "它随容器一起消失了"),
  });
});
