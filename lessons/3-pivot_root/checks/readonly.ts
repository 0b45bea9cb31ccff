/** 3.14: a root that may not be written to, and what is writable in it. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  both,
  guard,
  insideOf,
  mountsOf,
  type Trial,
  topMount,
  verbatim,
} from "../../../checks/src/harness/index.ts";
import { boxIn } from "./box.ts";
import { fillRoot, mounted, newRoot } from "./newroot.ts";

const OPTIONS = ["--read-only", "--tmpfs", "/tmp:size=64k,mode=1777"];

guard("3.14", async (t) => {
  const root = newRoot();
  const box = await boxIn(t, root, { options: OPTIONS });
  const writes = (path: string) => writing(insideOf(box.pid, join(path, "written")));
  box.expect(writes("/") === "EROFS" && writes("/etc") === "EROFS", {
    diagnosis: "root-writable",
    expected: both("writing to / and /etc: EROFS", "写入 / 和 /etc：EROFS"),
    observed: verbatim(`/: ${writes("/")}  /etc: ${writes("/etc")}`),
  });
  box.expect(topMount(mountsOf(box.pid), "/tmp")?.type === "tmpfs" && writes("/tmp") === "done", {
    diagnosis: "tmpfs-missing",
    expected: both("a writable tmpfs on /tmp", "/tmp 上有可写的 tmpfs"),
    observed: verbatim(
      `/tmp: ${topMount(mountsOf(box.pid), "/tmp")?.type ?? "-"} ${writes("/tmp")}`,
    ),
  });
  const shm = insideOf(box.pid, "/dev/shm/written");
  box.expect(topMount(mountsOf(box.pid), "/dev/shm") === undefined || writing(shm) === "done", {
    diagnosis: "dev-read-only",
    expected: both("/dev/shm can still be written to", "/dev/shm 仍可写入"),
    observed: verbatim(`/dev/shm: ${writing(shm)}`),
  });
  box.expect(writing(join(root, "tmp/written")) === "done", {
    diagnosis: "machine-read-only",
    expected: both(`on the machine ${root} can still be written to`, `在宿主机上仍可写入 ${root}`),
    observed: verbatim(writing(join(root, "tmp/written"))),
  });
  await expectFlagsKept(t);
});

function writing(path: string): string {
  try {
    writeFileSync(path, "");
    return "done";
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? "?";
  }
}

/** A remount sets all flags anew: those that the mount had must be said again (mount(2)). */
const expectFlagsKept = (t: Trial): Promise<void> =>
  mounted(["-t", "tmpfs", "-o", "nosuid,nodev", "root"], newRoot(), async (place) => {
    const box = await boxIn(t, fillRoot(place), { options: OPTIONS });
    const options = topMount(mountsOf(box.pid), "/")?.options ?? [];
    const missing = ["ro", "nosuid", "nodev"].filter((flag) => !options.includes(flag));
    box.expect(missing.length === 0, {
      diagnosis: "flags-lost",
      expected: both(
        "/ is read-only, nosuid and nodev, as the directory was",
        "/ 只读，且与原目录一样为 nosuid、nodev",
      ),
      observed: verbatim(options.join(",")),
    });
    await box.end();
  });
