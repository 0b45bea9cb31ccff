/**
 * Attacks of a container on a process that joins it: each with the defence, and where the plan has
 * the defence, without it, since an attack that never works proves nothing.
 */
import { spawn } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { holdProcess, openNamespaces } from "../src/host/heldprocess.ts";
import { enterContainer, NAMESPACES, type NamespaceName } from "../src/inside/enter.ts";
import type { Plan } from "../src/kernel/call.ts";
import { PR } from "../src/kernel/flags.ts";
import { goOnWith, type Init, launch } from "../src/kernel/init.ts";
import { chosen } from "./attacks/chosen.ts";
import { mapped, recordOf, running } from "./running.ts";
import { type Store, storeOf } from "./store.ts";

const test = chosen(suite<{ store: Store }>("attacks on exec"));

test.before((context) => {
  context.store = storeOf("attacks");
});

test.after(({ store }) => store.remove());

/** A process that has joined and waits for the rest of its plan: the moment that attackers want. */
function parked(store: Store, name: string, change: (plan: Plan) => Plan = (plan) => plan): Init {
  const mark = recordOf(store, name)?.process;
  const held = mark && holdProcess(mark);
  if (!held) throw new Error(`${name} does not run`);
  const namespaces = openNamespaces(held, Object.keys(NAMESPACES) as NamespaceName[]);
  const nothing = openSync("/dev/null", "r+");
  const keep = Object.fromEntries(namespaces);
  const first = launch({ flags: 0, stdio: [nothing, nothing, nothing], keep });
  const plan = enterContainer(
    [],
    namespaces.map(([name]) => name),
  );
  const init = goOnWith(first, Number(first.perform(change(plan))));
  for (const [, fd] of [...namespaces, ["", nothing] as const]) closeSync(fd);
  held.close();
  return init;
}

async function end(init: Init): Promise<void> {
  process.kill(init.pid, "SIGKILL");
  await init.ended;
}

/** Its pid inside, the last of the pids by which the namespaces around it know it (proc(5)). */
function pidInside({ pid }: Init): string {
  const [, pids = ""] = /^NSpid:\t(.*)$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
  return pids.split("\t").at(-1) ?? "";
}

const withoutDumpable = (plan: Plan) =>
  plan.filter(({ name, args }) => name !== "prctl" || args[0] !== PR.SET_DUMPABLE);

test("nobody inside can look into a process that joins (CVE-2016-9962)", async ({ store }) => {
  const bird = await mapped(store);
  const seen = async (change?: (plan: Plan) => Plan) => {
    const init = parked(store, "mapped", change);
    const looks = ["readlink cwd", "ls root/", "readlink exe", "head -c 1 maps"].map((look) => {
      const [command = "", ...words] = look.split(" ");
      const path = `/proc/${pidInside(init)}/${words.pop()}`;
      return store.try("exec", "--privileged", "mapped", command, ...words, path).out !== "";
    });
    await end(init);
    return looks;
  };
  try {
    assert.equal(await seen(), [false, false, false, false]);
    assert.equal(await seen(withoutDumpable), [true, true, true, true], "the attack itself works");
  } finally {
    await bird.end();
  }
});

test("a process that joins has nothing of the machine open", async ({ store }) => {
  const bird = await running(store, "bird", "busybox", "sleep", "600");
  const init = parked(store, "bird");
  const out = store.mydocker(
    "exec",
    "--privileged",
    "bird",
    "ls",
    "-l",
    `/proc/${pidInside(init)}/fd`,
  );
  const targets = out.split("\n").flatMap((line) => line.split(" -> ")[1] ?? []);
  assert.is(targets.length, 5);
  for (const target of targets) assert.match(target, /^(\/dev\/null|pipe:\[\d+\])$/);
  await end(init);
  await bird.end();
});

test("what a process that joins executes cannot be overwritten (CVE-2019-5736)", async ({
  store,
}) => {
  const bird = await running(store, "target", "busybox", "sleep", "600");
  const init = parked(store, "target");
  // Opened while it runs, written to when it has ended, since a running program is busy.
  const script = [
    `exec 3< /proc/${pidInside(init)}/exe`,
    "readlink /proc/self/fd/3; echo opened; read line",
    'echo x > /proc/self/fd/3 && echo "written"; echo done',
  ].join("\n");
  const words = ["exec", "--privileged", "-i", "target", "sh", "-c", script];
  const attacker = spawn(store.program, words, { env: store.env, stdio: "pipe" });
  let out = "";
  attacker.stdout?.on("data", (bytes) => {
    out += bytes;
    if (/opened\n$/.test(out)) end(init).then(() => attacker.stdin?.end("\n"));
  });
  await new Promise((resolve) => attacker.once("close", resolve));
  assert.match(out, /^\/memfd:init \(deleted\)\nopened\ndone\n$/);
  const link = ["sh", "-c", "ln -s /proc/self/exe /link; echo"];
  store.mydocker("exec", "target", ...link);
  assert.is(store.try("exec", "target", "/link").status, 125, "init itself, which wants a plan");
  await bird.end();
});

test.run();
