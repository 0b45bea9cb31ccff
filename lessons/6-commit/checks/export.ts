/** 6.14: `mydocker export` writes the whole tree, as the container sees it. */
import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { both, guard, HARNESS, howItEnded, verbatim } from "../../../checks/src/harness/index.ts";
import { changedBy, nest } from "./containers.ts";

const SCRIPT = "rm -r /home /srv/gone; mkdir /home; echo own > /home/new; echo more >> /etc/motd";

guard("6.14", async (t) => {
  await nest(t);
  await changedBy(t, "rook", SCRIPT);
  const archive = join(HARNESS, "rook.tar");
  const ended = await t.mydocker(["export", "-o", archive, "rook"]);
  ended.expect(ended.code === 0, {
    diagnosis: "not-exported",
    expected: both("an archive of the container's files", "容器文件的归档"),
    observed: howItEnded(ended),
  });
  const place = join(HARNESS, "rook");
  mkdirSync(place, { recursive: true });
  execFileSync("tar", ["-xf", archive, "-C", place]);
  const list = (...names: string[]) =>
    execFileSync("ls", ["-A", ...names.map((name) => join(place, name))], { encoding: "utf8" });
  const missing = ["bin", "etc", "srv", "var"].filter(
    (name) => !list("").split("\n").includes(name),
  );
  ended.expect(missing.length === 0, {
    diagnosis: "only-changes",
    expected: both("all of the image, too", "也包括镜像的全部内容"),
    observed: both(`missing: ${missing.join(" ")}`, `缺少：${missing.join(" ")}`),
  });
  const seen = [...list("srv").split("\n"), ...list("home").split("\n")].filter(Boolean).join(" ");
  ended.expect(seen === "stays whole new", {
    diagnosis:
      seen.includes("gone") || seen.includes("old") ? "deleted-is-there" : "changes-missing",
    expected: verbatim("srv: stays whole, home: new"),
    observed: verbatim(seen),
  });
  const motd = execFileSync("cat", [join(place, "etc/motd")], { encoding: "utf8" });
  ended.expect(motd === "image\nmore\n", {
    diagnosis: "old-content",
    expected: verbatim("/etc/motd: image, more"),
    observed: verbatim(motd),
  });
});
