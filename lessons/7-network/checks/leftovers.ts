/** 7.14, 7.15 and 7.22: the machine is as it was, whatever happens to mydocker. */
import { readFileSync } from "node:fs";
import {
  both,
  type Expect,
  goal,
  guard,
  howItEnded,
  MOMENT,
  type Process,
  processes,
  type Trial,
  until,
} from "../../../checks/src/harness/index.ts";
import { expectAddress } from "./facts.ts";
import { BIRDS, boxOn, create, discard, newState, PORT } from "./networks.ts";
import { expectAsBefore, type Saved, saved, withForeignRules } from "./saved.ts";

goal("7.14", (t) =>
  withForeignRules(async () => {
    newState();
    const before = saved();
    await create(t);
    const alone = saved();
    const box = await boxOn(t, BIRDS.name, ["-p", `8080:${PORT}`, "-p", `8080:${PORT}/udp`]);
    await expectAddress(box);
    await box.end();
    await expectAsBefore(box.expect, alone);
    await discard(t, []);
    await expectAsBefore(box.expect, before);
  }),
);

goal("7.15", async (t) => {
  newState();
  const before = saved();
  await create(t);
  const alone = saved();
  const box = await boxOn(t, BIRDS.name, ["-p", `8080:${PORT}`]);
  const address = await expectAddress(box);
  box.command.signal("SIGKILL");
  await t.leftOver(["process"]);
  await expectRepaired(t, box.expect, alone);
  const next = await boxOn(t, BIRDS.name, ["-p", `8080:${PORT}`]);
  const again = await expectAddress(next);
  next.expect(again === address, {
    diagnosis: "lease-left",
    expected: both(
      `the address of the killed one, ${address}`,
      `被杀死的那个容器的地址 ${address}`,
    ),
    observed: both(again, again),
  });
  await next.end();
  await killedHalfway(t, box.expect, alone, ["run", "-net", BIRDS.name, "-p", `8080:${PORT}`]);
  await discard(t, []);
  await killedHalfway(t, box.expect, before, CREATE);
});

const CREATE = ["network", "create", "--subnet", BIRDS.subnet];

/** The next command, whichever it is, puts things right. */
async function expectRepaired(t: Trial, expect: Expect, before: Saved): Promise<void> {
  await t.mydocker(["ps"]);
  await expectAsBefore(expect, before);
}

/** Kills a command as soon as it has made a link on the host. */
async function killedHalfway(
  t: Trial,
  expect: Expect,
  before: Saved,
  words: readonly string[],
): Promise<void> {
  const [what] = words;
  const args = what === "run" ? [...words, "/bin/true"] : [...words, "halfway"];
  const ended = t.mydocker(args);
  const links = linkCount();
  const started = await until(() => findMydocker(args), MOMENT);
  await until(() => linkCount() > links, MOMENT);
  if (started) kill(started.pid);
  await ended;
  await t.leftOver(["process"]);
  if (what === "network") await t.mydocker(["network", "rm", "halfway"]);
  await expectRepaired(t, expect, before);
}

const linkCount = () => readFileSync("/proc/self/net/dev", "utf8").split("\n").length;

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // it was quicker
  }
}

/** The mydocker that was started with these words. */
const findMydocker = (words: readonly string[]): Process | undefined =>
  processes().find(
    ({ parent, argv }) => parent === process.pid && argv.join(" ").endsWith(words.join(" ")),
  );

const MANY = 50;
const LONG = 30_000; // ms for all of them

guard("7.22", async (t) => {
  newState();
  const before = saved();
  await create(t);
  const alone = saved();
  const options = ["-net", BIRDS.name, "-p", `${PORT}`]; // a port of the machine by chance
  const starts = Array.from({ length: MANY }, () =>
    t.probe(["exit", "7"], { options, limit: LONG }),
  );
  const ended = await Promise.all(starts);
  for (const one of ended) {
    one.expect(one.code === 7, {
      diagnosis: "not-all",
      expected: both(
        `${MANY} containers that start at once all run`,
        `同时启动的 ${MANY} 个容器都能运行`,
      ),
      observed: howItEnded(one),
    });
  }
  const [one] = ended;
  if (one) await expectAsBefore(one.expect, alone);
  await discard(t, []);
  if (one) await expectAsBefore(one.expect, before);
});
