/** 6.8 and 6.9: what is remembered beside the files, and the article's short command. */
import {
  both,
  type Finished,
  guard,
  howItEnded,
  verbatim,
} from "../../../checks/src/harness/index.ts";
import { changedBy, committed, nest, ownNest, savedImage, seenIn } from "./containers.ts";

const CHANGES = [
  'CMD ["/bin/sh", "-c", "echo $BIRD; pwd; id -u"]',
  "ENV BIRD=heron NEST='a b'",
  "WORKDIR /srv",
  "USER bird",
  "EXPOSE 80",
  "LABEL season=spring",
];

guard("6.8", async (t) => {
  await nest(t);
  await changedBy(t, "heron", "true", ["-e", "SEEN=yes"]);
  const words = CHANGES.flatMap((change) => ["-c", change]);
  const ended = await committed(t, "-m", "two words", "-a", "17x", ...words, "heron", "heron:1");
  const run = await t.mydocker(["run", "--rm", "heron:1"]);
  const seen = run.stdout.toString().trim().split("\n").join(" ");
  run.expect(seen === "heron /srv 1717", {
    diagnosis: "changes-ignored",
    expected: verbatim("heron /srv 1717"),
    observed: run.code === 0 ? verbatim(seen) : howItEnded(run),
  });
  const { config } = await savedImage(t, "heron:1");
  const last = config.history?.at(-1);
  expectSame(
    ended,
    "author, comment",
    [config.author, last?.comment],
    ["17x", "two words"],
    "not-signed",
  );
  const { Env, ExposedPorts, Labels } = config.config ?? {};
  expectSame(
    ended,
    "ExposedPorts, Labels",
    [ExposedPorts, Labels],
    [{ "80/tcp": {} }, { season: "spring" }],
    "labels-lost",
  );
  const env = ["SEEN=yes", "BIRD=heron", "NEST=a b"];
  const lost = env.filter((one) => !(Env as string[] | undefined)?.includes(one));
  expectSame(ended, "Env", lost, [], "env-lost");
});

function expectSame(
  ended: Finished,
  what: string,
  seen: unknown,
  wanted: unknown,
  diagnosis: string,
): void {
  ended.expect(JSON.stringify(seen) === JSON.stringify(wanted), {
    diagnosis,
    expected: verbatim(`${what}: ${JSON.stringify(wanted)}`),
    observed: verbatim(`${what}: ${JSON.stringify(seen)}`),
  });
}

guard("6.9", async (t) => {
  await ownNest(t);
  await changedBy(t, "egret", "echo 17x > /etc/motd");
  const short = await t.mydocker(["commit", "egret-image"]);
  short.expect(short.code === 0, {
    diagnosis: "short-form",
    expected: both("the only container is committed", "提交唯一的容器"),
    observed: howItEnded(short),
  });
  await seenIn(t, "egret-image", "true");
  await changedBy(t, "crane", "true");
  const two = await t.mydocker(["commit", "other-image"]);
  two.expect(two.code !== 0 && two.stderr.length > 0, {
    diagnosis: "guesses",
    expected: both("with two containers it asks which one", "有两个容器时询问是哪一个"),
    observed: howItEnded(two),
  });
  const none = await t.mydocker(["run", "--rm", "other-image", "/bin/true"]);
  none.expect(none.code !== 0, {
    diagnosis: "image-all-the-same",
    expected: both("no image is made then", "此时不生成镜像"),
    observed: both("there is an image other-image", "生成了镜像 other-image"),
  });
});
