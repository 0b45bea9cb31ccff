/** How fast bytes come out of a container: through its standard output, and over its network. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { both } from "../../checks/src/harness/text.ts";
import type { Bed } from "../bed.ts";
import { engines, IMAGE, leftOut, trials } from "../engines.ts";
import type { Figure, Row } from "../figure.ts";
import { runtimes } from "../runtimes.ts";
import { summarise } from "../statistics.ts";
import { compiled, type Trial } from "../stopwatch.ts";

const ROUNDS = 5;

/** What the container writes is what the reader of `docker run` reads. */
export const stdout: Figure = {
  name: "stdout",
  title: both(
    "256 MiB written to standard output, as its reader sees it",
    "向标准输出写 256 MiB，由读取端计时",
  ),
  unit: "GB/s",
  goals: [{ of: "mydocker", atLeast: 0.9, than: "sh" }],
  measure: async (bed) => {
    const meter = await compiled(bed.cache, "meter");
    const dd = ["dd", "if=/dev/zero", "bs=64k", "count=4096"];
    const words = ["--rm", "--network", "none", IMAGE, ...dd];
    const each: Trial[] = [
      { subject: "sh", argv: [`${bed.rootfs}/bin/dd`, ...dd.slice(1)] },
      ...trials(await engines(bed), "run", ...words),
      ...runtimes(bed, dd).slice(0, 2),
    ];
    return inTurn(each, async ({ argv }) => {
      const said = bed.run("sh", "-c", '"$@" 2>/dev/null | "$0"', meter, ...argv);
      const [bytes = 0, ns = 1] = said.split(" ").map(Number);
      if (bytes !== 1 << 28) throw new Error(`${bytes} bytes came of ${argv.join(" ")}`);
      return bytes / ns;
    });
  },
};

const LENGTH = 1000; // ms

/** From a container to the machine, over the engine's bridge; "veth" is a pair without one. */
export const network: Figure = {
  name: "network",
  title: both("one TCP connection from a container to the machine", "从容器到主机的一条 TCP 连接"),
  unit: "GB/s",
  goals: [{ of: "mydocker", atLeast: 0.95, than: "veth" }],
  measure: async (bed) => {
    const flow = await compiled(bed.cache, "flow", "-static");
    const script = `exec /flow source "$(ip route | awk '/^default/ { print $3 }')" "$0" ${LENGTH}`;
    const inside = ["--rm", "-v", `${flow}:/flow:ro`, IMAGE, "sh", "-c", script];
    const namespace = bareVeth(bed);
    const each = [
      {
        subject: "veth",
        to: (port: string) => [...namespace, flow, "source", HERE, port, `${LENGTH}`],
      },
      ...(await engines(bed)).map(({ subject, argv }) => ({
        subject,
        to: (port: string) => argv("run", ...inside, port),
      })),
    ];
    return inTurn(each, ({ to }) => received(flow, to));
  },
};

const HERE = "198.51.100.1"; // RFC 5737
const THERE = "198.51.100.2";

/** A namespace that a pair leads to; returns the words that run a command in it. */
function bareVeth(bed: Bed): string[] {
  const lines = [
    "ip netns add bench",
    "ip link add bench0 type veth peer name bench1 netns bench",
    `ip address add ${HERE}/24 dev bench0`,
    "ip link set bench0 up",
    `ip -n bench address add ${THERE}/24 dev bench1`,
    "ip -n bench link set bench1 up",
  ];
  bed.run("sh", "-ec", lines.join("\n"));
  return ["ip", "netns", "exec", "bench"];
}

/** GB/s that a sink on this machine takes from the command that is told its port. */
async function received(flow: string, to: (port: string) => readonly string[]): Promise<number> {
  const sink = spawn(flow, ["sink"], { stdio: ["ignore", "pipe", "inherit"] });
  const lines = createInterface(sink.stdout)[Symbol.asyncIterator]();
  const ended = once(sink, "exit");
  try {
    const { value: port } = await lines.next();
    const [program = "", ...words] = to(port);
    const source = spawn(program, words, { stdio: ["ignore", "ignore", "inherit"] });
    const [code] = await once(source, "exit");
    if (code !== 0) throw new Error(`exit ${code} of ${program} ${words.join(" ")}`);
    const [bytes = 0, ns = 1] = (await lines.next()).value.split(" ").map(Number);
    return bytes / ns;
  } finally {
    sink.kill();
    await ended;
  }
}

/** One after the other, round by round; whoever fails is left out. */
async function inTurn<T extends { readonly subject: string }>(
  each: readonly T[],
  measure: (one: T) => Promise<number>,
): Promise<Row[]> {
  const values = new Map<T, number[]>(each.map((one) => [one, []]));
  for (let round = 0; round < ROUNDS; round++) {
    for (const [one, all] of values) {
      try {
        all.push(await measure(one));
      } catch (error) {
        if (one.subject === "mydocker") throw error;
        leftOut(one.subject, (error as Error).message);
        values.delete(one);
      }
    }
  }
  return [...values].map(([{ subject }, all]) => ({ subject, summary: summarise(all) }));
}
