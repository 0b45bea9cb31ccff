/** 7.16 and 7.17: what is refused, and that it says why. */
import {
  both,
  type Finished,
  guard,
  howItEnded,
  type Text,
} from "../../../checks/src/harness/index.ts";
import { expectAddress } from "./facts.ts";
import { BIRDS, boxOn, create, creating, discard, newState, PORT } from "./networks.ts";
import { expectAsBefore, saved } from "./saved.ts";
import { ask } from "./traffic.ts";

/** Subnets that somebody has, all of them or a part. */
const TAKEN = [
  ["the same", "192.168.10.0/24", BIRDS.name],
  ["a part", "192.168.10.128/25", BIRDS.name],
  ["more", "192.168.0.0/16", BIRDS.name],
  ["the machine's", "203.0.113.128/25", "203.0.113."],
] as const;

guard("7.16", async (t) => {
  newState();
  await create(t);
  const before = saved();
  const refusals: Finished[] = [];
  for (const [, subnet, owner] of TAKEN) {
    const second = await creating(t, "second", subnet);
    second.expect(second.code !== 0, {
      diagnosis: owner === BIRDS.name ? "overlap" : "overlaps-machine",
      expected: refused(owner),
      observed: both(`${subnet} was accepted`, `${subnet} 被接受了`),
    });
    second.expect(second.stderr.toString().includes(owner), {
      diagnosis: "owner-unsaid",
      expected: refused(owner),
      observed: howItEnded(second),
    });
    refusals.push(second);
  }
  const [one] = refusals;
  if (one) await expectAsBefore(one.expect, before);
  await discard(t, []);
});

const refused = (owner: string): Text =>
  both(
    `refused, by a line that says who has it: ${owner}`,
    `被拒绝，错误信息说明它属于谁：${owner}`,
  );

guard("7.17", async (t) => {
  newState();
  await create(t);
  const box = await boxOn(t, BIRDS.name, ["--name", "robin"]);
  const address = await expectAddress(box);
  const removed = await t.mydocker(["network", "rm", BIRDS.name]);
  removed.expect(removed.code !== 0, {
    diagnosis: "removed-in-use",
    expected: both("refused while a container is on it", "仍有容器在使用时被拒绝"),
    observed: both("it was removed", "它被删除了"),
  });
  removed.expect(removed.stderr.toString().includes("robin"), {
    diagnosis: "user-unsaid",
    expected: both("a line that names the container", "错误信息中有容器的名字"),
    observed: howItEnded(removed),
  });
  const reply = await ask(process.pid, "tcp", address, PORT);
  box.expect(reply.from !== undefined, {
    diagnosis: "half-removed",
    expected: both("and nothing has changed: it still answers", "并且什么都没变：容器仍然应答"),
    observed: both(reply.trouble ?? "", reply.trouble ?? ""),
  });
  await discard(t, [box]);
});
