/** 6.10: what only seems to be in the container is not in its image. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { both, guard, HARNESS, verbatim } from "../../../checks/src/harness/index.ts";
import { changedBy, committed, nest, savedImage } from "./containers.ts";

guard("6.10", async (t) => {
  await nest(t);
  const volume = join(HARNESS, "volume");
  mkdirSync(volume, { recursive: true });
  writeFileSync(join(volume, "secret"), "of the machine\n");
  const script = "echo 192.0.2.1 bird >> /etc/hosts; echo own > /data/own; touch /dev/shm/x /tmp/y";
  await changedBy(t, "plover", script, ["-v", `${volume}:/data`]);
  const ended = await committed(t, "plover", "plover:1");
  const names = (await savedImage(t, "plover:1")).layers.at(-1)?.names ?? [];
  const found = (pattern: RegExp) => names.filter((name) => pattern.test(name));
  const expectNone = (pattern: RegExp, diagnosis: string, en: string, zh: string) =>
    ended.expect(found(pattern).length === 0, {
      diagnosis,
      expected: both(en, zh),
      observed: verbatim(found(pattern).join(" ")),
    });
  expectNone(/^data\//, "volume-in-image", "nothing of the volume", "没有数据卷的内容");
  expectNone(
    /^etc\/(hosts|hostname|resolv\.conf)$/,
    "etc-in-image",
    "not the container's own files in /etc",
    "没有容器自己的 /etc 文件",
  );
  expectNone(
    /^(dev|proc|sys)(\/|$)/,
    "mounts-in-image",
    "not /dev, /proc, /sys",
    "没有 /dev、/proc、/sys",
  );
});
