/** 5.5 to 5.7: what a volume is as a mount: read-only, with all below it, and nowhere but inside. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  both,
  type Container,
  describe,
  goal,
  insideOf,
  mountsOf,
  type Text,
  type Trial,
  verbatim,
} from "../../../checks/src/harness/index.ts";
import { mounted } from "../../3-pivot_root/checks/newroot.ts";
import { boxWith, expectVolume, same } from "./box.ts";
import { newHost, writing } from "./host.ts";

/** A directory that is a file system of its own, with another one mounted in it. */
function withMounts(use: (host: string, below: string) => Promise<void>): Promise<void> {
  return mounted(["-t", "tmpfs", "volume"], newHost(), (host) =>
    mounted(["-t", "tmpfs", "below"], join(host, "below"), (below) => use(host, below)),
  );
}

goal("5.5", (t) =>
  withMounts(async (host, below) => {
    const box = await boxWith(t, [`${host}:/ro:ro`]);
    expectVolume(box, "/ro", host);
    expectReadOnly(box, "/ro", "writable");
    expectReadOnly(box, "/ro/below", "submount-writable");
    for (const directory of [host, below]) {
      const wrote = writing(directory);
      box.expect(wrote === "written", {
        diagnosis: "machine-read-only",
        expected: both(`the machine can still write to ${directory}`, `宿主机仍能写 ${directory}`),
        observed: verbatim(wrote),
      });
    }
    await box.end();
  }),
);

function expectReadOnly(box: Container, path: string, diagnosis: string): void {
  const wrote = writing(insideOf(box.pid, path));
  box.expect(wrote === "EROFS", {
    diagnosis,
    expected: both(`writing to ${path} is refused (EROFS)`, `写 ${path} 被拒绝（EROFS）`),
    observed: verbatim(wrote),
  });
}

goal("5.6", (t) =>
  withMounts(async (host, below) => {
    const [usual, slave] = await Promise.all([
      boxWith(t, [`${host}:/v`]),
      boxWith(t, [`${host}:/v:rslave`]),
    ]);
    for (const box of [usual, slave]) {
      expectVolume(box, "/v", host);
      box.expect(same(insideOf(box.pid, "/v/below"), below), {
        diagnosis: "not-recursive",
        expected: both("what is mounted below the source is there", "挂载在源目录下面的内容也在"),
        observed: both("/v/below is an empty directory", "/v/below 是空目录"),
      });
    }
    await mounted(["-t", "tmpfs", "later"], join(host, "later"), async () => {
      const [told, follows] = [usual, slave].map(({ pid }) =>
        mountsOf(pid).some(({ point }) => point === "/v/later"),
      );
      usual.expect(told === false, {
        diagnosis: "told-of-later",
        expected: both("later mounts of the machine stay its own", "宿主机之后的挂载不会进入容器"),
        observed: verbatim("/v/later"),
      });
      slave.expect(follows === true, {
        diagnosis: "slave-lost",
        expected: both("with rslave they arrive", "用 rslave 时它们会进入容器"),
        observed: both("there is no mount on /v/later", "/v/later 上没有挂载"),
      });
    });
    await Promise.all([usual.end(), slave.end()]);
  }),
);

goal("5.7", async (t) => {
  const host = newHost({ mark: "of the machine\n" });
  const first = await boxWith(t, [`${host}:/v`]);
  expectVolume(first, "/v", host);
  await expectNoMount(t, first);
  writing(insideOf(first.pid, "/v"));
  await first.end();
  const next = await boxWith(t, [`${host}:/v`]);
  const text = contentOf(insideOf(next.pid, "/v/written"));
  next.expect(text === "written\n", {
    diagnosis: "data-lost",
    expected: both(
      "the next container finds what the first one wrote",
      "下一个容器能看到前一个写入的内容",
    ),
    observed: verbatim(text),
  });
});

async function expectNoMount(t: Trial, box: Container): Promise<void> {
  const mounts = await t.leftOver(["mount"]);
  const observed: Text = describe(mounts);
  box.expect(mounts.length === 0, {
    diagnosis: "mounted-on-machine",
    expected: both(
      "while the container runs, nothing is mounted on the machine",
      "容器运行期间，宿主机上没有新的挂载",
    ),
    observed,
  });
}

function contentOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? `${error}`;
  }
}
