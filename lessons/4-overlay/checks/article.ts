/** 4.7: the commands of the article, as they are written there. */
import {
  both,
  expectRan,
  goal,
  howItEnded,
  type Trial,
  verbatim,
} from "../../../checks/src/harness/index.ts";
import { baseLayer, storeWith } from "./images.ts";
import { contentOf, treesWith } from "./upper.ts";

const terminal = { rows: 24, columns: 80 };

/** The last line tells by which id the container is known: its hostname, as in docker. */
const TYPED = ["touch /tmp/17x.txt", "ls /tmp", "cat /etc/hostname", "exit", ""].join("\n");

goal("4.7", async (t) => {
  const store = await storeWith(t, [{ name: "busybox", layers: [baseLayer()] }]);
  const shell = await t.mydocker(["run", "-it", "busybox", "/bin/sh"], { terminal, input: TYPED });
  expectRan(shell);
  const other = await t.mydocker(["run", "--rm", "busybox", "/bin/ls", "/tmp"]);
  expectRan(other);
  other.expect(!other.stdout.includes("17x.txt"), {
    diagnosis: "in-the-image",
    expected: both("the next container has an empty /tmp", "下一个容器的 /tmp 是空的"),
    observed: verbatim(`ls /tmp: ${other.stdout.toString().trim()}`),
  });
  const [id = ""] = /\b[0-9a-f]{12}\b/.exec(shell.stdout.toString()) ?? [];
  shell.expect(id !== "", {
    diagnosis: "no-id",
    expected: both("its hostname is the beginning of its id", "它的主机名是其 id 的开头"),
    observed: verbatim(shell.stdout.toString().trim()),
  });
  await expectRemembered(t, store, id);
});

/** The container's changes outlive its processes, and nothing else does so for ever. */
async function expectRemembered(t: Trial, store: string, id: string): Promise<void> {
  const trees = () => treesWith(store, "/tmp/17x.txt");
  const [upper, ...others] = trees();
  const content = upper === undefined ? [] : contentOf(upper).sort();
  const removed = await t.mydocker(["rm", id]);
  removed.expect(upper !== undefined, {
    diagnosis: "changes-gone",
    expected: both("its changes are kept until it is removed", "改动一直保留到容器被删除"),
    observed: both("/tmp/17x.txt is nowhere in the store", "存储中没有 /tmp/17x.txt"),
  });
  removed.expect(others.length === 0 && content.join(" ") === "/tmp/ /tmp/17x.txt", {
    diagnosis: "not-alone",
    expected: both(
      "one directory with nothing but /tmp/17x.txt",
      "一个目录，里面只有 /tmp/17x.txt",
    ),
    observed: verbatim(content.slice(0, MOST).join(" ")),
  });
  removed.expect(removed.code === 0 && trees().length === 0, {
    diagnosis: "not-removed",
    expected: both("mydocker rm removes it", "mydocker rm 会删除它"),
    observed: removed.code === 0 ? both("it is still there", "它还在") : howItEnded(removed),
  });
}

const MOST = 5; // named
