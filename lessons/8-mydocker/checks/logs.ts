/** 8.5 and 8.6: what a container in the background has written. */
import { both, guard, verbatim } from "../../../checks/src/harness/index.ts";
import { discard, IMAGE, nest, untilPs } from "./life.ts";

const inBackground = (name: string, script: string) => [
  "run",
  "-d",
  "--name",
  name,
  "--network",
  "none",
  IMAGE,
  "sh",
  "-c",
  script,
];

guard("8.5", async (t) => {
  await nest(t);
  await t.mydocker(inBackground("thrush", "echo first; echo second >&2; printf last"));
  await untilPs(t, "thrush", /exited|created/i);
  const ended = await t.mydocker(["logs", "thrush"]);
  const [out, err] = [ended.stdout.toString(), ended.stderr.toString()];
  const all = out + err;
  const lost = ["first", "second", "last"].filter((word) => !all.includes(word));
  ended.expect(lost.length === 0, {
    diagnosis: lost.includes("first") ? "no-log" : "log-incomplete",
    expected: both(
      "all that it wrote, to both streams, with the line that has no end",
      "它写到两个流里的全部内容，包括没有换行符的最后一行",
    ),
    observed: verbatim(JSON.stringify(all)),
  });
  await discard(t, "thrush");
});

guard("8.6", async (t) => {
  await nest(t);
  await t.mydocker(inBackground("lark", "echo begun; sleep 0.3; echo done"));
  const ended = await t.mydocker(["logs", "-f", "lark"]);
  ended.expect(/begun\s+done/.test(ended.stdout.toString()), {
    diagnosis: "did-not-follow",
    expected: both("logs -f goes on until the container ends", "logs -f 一直持续到容器结束"),
    observed: verbatim(JSON.stringify(ended.stdout.toString())),
  });
  await discard(t, "lark");
});
