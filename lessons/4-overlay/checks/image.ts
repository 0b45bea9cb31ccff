/** 4.10 and 4.12: an image says how it is run, and may say nothing about the machine. */
import {
  both,
  expectRan,
  type Finished,
  guard,
  howItEnded,
  PROBE,
  verbatim,
} from "../../../checks/src/harness/index.ts";
import { file } from "./archive.ts";
import { baseLayer, load, storeWith } from "./images.ts";

const IMAGE = {
  name: "bird",
  config: {
    Env: ["PATH=/bin", "BIRD=wren", "NEST=hedge"],
    Entrypoint: [PROBE, "argv"],
    Cmd: ["of", "the  image"],
    WorkingDir: "/srv/nest",
    User: "bird",
  },
};

const PRINTS = 'echo "$BIRD $NEST"; pwd; id -u; id -g';

guard("4.10", async (t) => {
  await storeWith(t, [{ ...IMAGE, layers: [baseLayer()] }]);
  const run = (...words: string[]) => t.mydocker(["run", "--rm", ...words]);
  const [alone, words, inside, asked] = await Promise.all([
    run("bird"),
    run("bird", "of", "mine"),
    run("--entrypoint", "/bin/sh", "bird", "-c", PRINTS),
    run(
      ...["-e", "BIRD=owl", "-w", "/tmp", "-u", "0", "--entrypoint", "/bin/sh"],
      ...["bird", "-c", PRINTS],
    ),
  ]);
  if (/EACCES|permission denied|cannot be executed/i.test(alone.stderr.toString())) {
    alone.expect(asked.code !== 0, {
      diagnosis: "user-shut-out",
      expected: both("the image's User may read its /", "镜像的 User 能够读取 /"),
      observed: howItEnded(alone),
    });
  }
  for (const ended of [alone, words, inside, asked]) expectRan(ended);
  expectPrinted(alone, '["of","the  image"]', "no-command");
  expectPrinted(words, '["of","mine"]', "words-ignored");
  const [env, pwd, uid, gid] = linesOf(inside);
  expectLine(inside, "Env", env, "wren hedge", "env-ignored");
  expectLine(inside, "WorkingDir", pwd, "/srv/nest", "workdir-ignored");
  expectLine(inside, "User", `${uid}:${gid}`, "1717:1718", "user-ignored");
  expectLine(asked, "-e, -w, -u", linesOf(asked).join(" "), "owl hedge /tmp 0 0", "options-lose");
});

const linesOf = ({ stdout }: Finished) => stdout.toString().split("\n").filter(Boolean);

const expectPrinted = (ended: Finished, expected: string, diagnosis: string) =>
  expectLine(ended, "argv", ended.stdout.toString().trim(), expected, diagnosis);

function expectLine(
  ended: Finished,
  what: string,
  seen: string | undefined,
  expected: string,
  diagnosis: string,
): void {
  ended.expect(seen === expected, {
    diagnosis,
    expected: verbatim(`${what}: ${expected}`),
    observed: verbatim(`${what}: ${seen ?? "-"}`),
  });
}

/** A whiteout that hides the directory which it is in, and one that hides the one above. */
const HOSTILE = ["srv/.wh..", "srv/.wh...", ".wh..."];

guard("4.12", async (t) => {
  for (const name of HOSTILE) {
    const { ended } = await load(t, [{ name: "bad", layers: [baseLayer(), [file(name)]] }]);
    ended.expect(ended.code !== 0 && ended.code !== undefined, {
      diagnosis: "whiteout-of-parent",
      expected: both(`a layer with an entry ${name} is refused`, `含有条目 ${name} 的层被拒绝`),
      observed: howItEnded(ended),
    });
  }
});
