/** 8.5 and 8.6: what a container in the background has written. */
import {
  both,
  findByToken,
  guard,
  MOMENT,
  PROBE,
  scaled,
  until,
  verbatim,
} from "../../../checks/src/harness/index.ts";
import { kill, lineOfEnded, nest, newToken, script } from "./life.ts";

guard("8.5", async (t) => {
  await nest(t);
  await script(t, "thrush", "echo first; echo second >&2; printf last");
  await lineOfEnded(t, "thrush");
  const ended = await t.mydocker(["logs", "thrush"]);
  const all = ended.stdout.toString() + ended.stderr.toString();
  const lost = ["first", "second", "last"].filter((word) => !all.includes(word));
  const cause = () => {
    if (lost.includes("first")) return "no-log";
    return lost.includes("second") ? "errors-lost" : "end-lost";
  };
  ended.expect(lost.length === 0, {
    diagnosis: cause(),
    expected: both(
      "all that it wrote, to both streams, with the line that has no end",
      "它写到两个流里的全部内容，包括没有换行符的最后一行",
    ),
    observed: verbatim(JSON.stringify(all)),
  });
});

const LONG_ENOUGH = 700; // ms in which logs would end if it did not follow

guard("8.6", async (t) => {
  await nest(t);
  const token = newToken();
  await script(t, "lark", `echo begun; ${PROBE} pause ${token}; echo done`);
  const probe = await until(() => findByToken(token), MOMENT);
  const following = t.mydocker(["logs", "-f", "lark"]);
  await Promise.race([following, new Promise((over) => setTimeout(over, scaled(LONG_ENOUGH)))]);
  if (probe) kill(probe.pid); // the script goes on
  const ended = await following;
  ended.expect(/begun\s+done/.test(ended.stdout.toString()), {
    diagnosis: "did-not-follow",
    expected: both("logs -f goes on until the container ends", "logs -f 一直持续到容器结束"),
    observed: verbatim(JSON.stringify(ended.stdout.toString())),
  });
  await lineOfEnded(t, "lark");
});
