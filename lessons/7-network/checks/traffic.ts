/** Asks somebody over the network, from wherever one likes, and what may be said of the answer. */
import {
  both,
  type Expect,
  enter,
  MOMENT,
  PROBE,
  scaled,
  type Text,
} from "../../../checks/src/harness/index.ts";

/** Ways to ask. */
export const PROTOCOLS = ["tcp", "udp"] as const;
export type Protocol = (typeof PROTOCOLS)[number];

/** What came of a question. */
export interface Reply {
  readonly question: string;
  /** As who the other side saw the one who asked; undefined without an answer. */
  readonly from?: string | undefined;
  /** Why there is none. */
  readonly trouble?: string | undefined;
}

/** ms; a packet that is dropped makes no event, so somebody has to wait for nothing. */
const PATIENCE = 250;

let questions = 0;

/**
 * Asks the probe that serves there.
 *
 * @param pid of a process in whose network namespace the question is asked
 * @param limit ms, scaled
 */
export async function ask(
  pid: number,
  protocol: Protocol,
  address: string,
  port: number,
  limit: number = MOMENT,
): Promise<Reply> {
  questions++;
  const question = `question-${questions}`;
  const words = ["ask", protocol, address, `${port}`, question, `${scaled(limit)}`];
  const { code, stdout } = await probeIn(pid, words);
  const [from, again] = stdout.trim().split(" ");
  if (code === 0 && again === question) return { question, from };
  return { question, trouble: stdout.trim() };
}

/** By both ways. */
export interface Replies {
  readonly tcp: Reply;
  readonly udp: Reply;
}

/** Asks where no answer is expected. */
export const askInVain = (pid: number, protocol: Protocol, address: string, port: number) =>
  ask(pid, protocol, address, port, PATIENCE);

/** Whether an echo comes back (ICMP). */
export const ping = async (pid: number, address: string, limit = MOMENT): Promise<boolean> =>
  (await probeIn(pid, ["ping", address, `${scaled(limit)}`])).code === 0;

export const pingInVain = (pid: number, address: string) => ping(pid, address, PATIENCE);

/** The address of a name, by a name server. */
export async function lookUp(pid: number, server: string, name: string) {
  const { code, stdout } = await probeIn(pid, ["dns", server, name, `${scaled(MOMENT)}`]);
  return code === 0 ? stdout.trim() : undefined;
}

const probeIn = (pid: number, words: readonly string[]) => enter(pid, ["net"], [PROBE, ...words]);

/** Somebody who asks, and as who he is to be seen. */
export interface Asker {
  readonly pid: number;
  readonly who: Text;
  readonly seenAs: string;
}

/** What is said when it does not work. */
export interface Trouble {
  /** No answer, at least by one of the two; what became of the question by UDP may say more. */
  readonly silent: string | ((replies: Replies) => string);
  /** The answer is for somebody else. */
  readonly changed: string;
}

/** Fails unless TCP and UDP both get through, and nobody changed the asker's address on the way. */
export async function expectAnswers(
  expect: Expect,
  { pid, who, seenAs }: Asker,
  address: string,
  port: number,
  { silent, changed }: Trouble,
): Promise<void> {
  const [tcp, udp] = await Promise.all([
    ask(pid, "tcp", address, port),
    ask(pid, "udp", address, port),
  ]);
  [tcp, udp].forEach((reply, i) => {
    const how = `${PROTOCOLS[i]?.toUpperCase()} ${address}:${port}`;
    expect(reply.from !== undefined, {
      diagnosis: typeof silent === "string" ? silent : silent({ tcp, udp }),
      expected: both(`${who.en} gets an answer from ${how}`, `${who.zh}从 ${how} 得到回答`),
      observed: why(reply),
    });
    expect(reply.from === seenAs, {
      diagnosis: changed,
      expected: both(
        `at ${how}, ${who.en} is seen as ${seenAs}`,
        `在 ${how} 看来，${who.zh}的地址是 ${seenAs}`,
      ),
      observed: both(`as ${reply.from}`, `看到的是 ${reply.from}`),
    });
  });
}

/** Why there was no answer, for the report. */
export const why = ({ trouble = "" }: Reply): Text => both(trouble, WHY[trouble] ?? trouble);

const WHY: Readonly<Record<string, string>> = {
  "timed out": "超时",
  "Connection refused": "连接被拒绝",
  "Network is unreachable": "网络不可达",
  "No route to host": "没有到主机的路由",
};
