/** 3.7: terminals of its own. */
import { statSync } from "node:fs";
import { join } from "node:path";
import {
  both,
  type Container,
  goal,
  insideOf,
  mountsOf,
  PROC,
  type Trial,
  topMount,
  verbatim,
} from "../../../checks/src/harness/index.ts";
import { boxIn, rootfs } from "./box.ts";
import { newRoot } from "./newroot.ts";

const terminal = { rows: 24, columns: 80 };

goal("3.7", async (t) => {
  const box = await boxIn(t, newRoot());
  expectOwnTerminals(box);
  const mode = (statSync(insideOf(box.pid, "/dev/ptmx")).mode & 0o777).toString(8);
  box.expect(mode === "666", {
    diagnosis: "ptmx-mode",
    expected: both(
      "everybody may open a terminal: /dev/ptmx has mode 666",
      "所有用户都能打开终端：/dev/ptmx 的权限为 666",
    ),
    observed: both(`mode ${mode}`, `权限 ${mode}`),
  });
  await expectConsole(t);
});

function expectOwnTerminals(box: Container): void {
  const pts = topMount(mountsOf(box.pid), "/dev/pts");
  const machine = mountsOf("self").map(({ device }) => device);
  box.expect(pts?.type === "devpts" && !machine.includes(pts.device), {
    diagnosis: "no-terminals",
    expected: both("a devpts of its own on /dev/pts", "/dev/pts 上有自己的 devpts"),
    observed: verbatim(`/dev/pts: ${pts ? `${pts.type} ${pts.device}` : "-"}`),
  });
}

async function expectConsole(t: Trial): Promise<void> {
  const root = newRoot();
  const box = await boxIn(t, root, { options: ["-it"], terminal });
  const input = statSync(join(PROC, `${box.pid}/fd/0`));
  const tty = statSync(insideOf(box.pid, "/dev/pts/0"), { throwIfNoEntry: false });
  box.expect(tty?.dev === input.dev && tty.rdev === input.rdev, {
    diagnosis: "foreign-terminal",
    expected: both("its terminal is /dev/pts/0 inside", "它的终端是容器内的 /dev/pts/0"),
    observed: both("its terminal belongs to another devpts", "它的终端属于另一个 devpts"),
  });
  const console = statSync(insideOf(box.pid, "/dev/console"), { throwIfNoEntry: false });
  box.expect(console?.isCharacterDevice() === true && console.rdev === input.rdev, {
    diagnosis: "no-console",
    expected: both(
      "with -t /dev/console is that terminal too",
      "使用 -t 时 /dev/console 也是这个终端",
    ),
    observed: both("it is not", "它不是"),
  });
  const named = await t.mydocker(["run", "-it", ...rootfs(root), "/bin/tty"], { terminal });
  named.expect(named.stdout.toString().trim() === "/dev/pts/0", {
    diagnosis: "foreign-terminal",
    expected: verbatim("tty: /dev/pts/0"),
    observed: verbatim(`tty: ${named.stdout.toString().trim()}`),
  });
}
