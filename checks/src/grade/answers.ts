/**
 * Asks functions of a submission: a lesson's contract wants to call them, and they are anybody's
 * code, so they are called in a sealed pretend host and only their answers come out.
 *
 * A contract calls as if the function were here. An answer that is not known yet ends that call;
 * it is fetched, and the contract runs again, until it needs no answer that is not known.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { bundleModule } from "../../../runtime/build.mjs";
import type { Sources } from "../course/generator/sources.ts";
import { openHost } from "../harness/host.ts";
import type { Result } from "../harness/result.ts";
import { SUBMISSION } from "../harness/sealed.ts";
import { scaled } from "../harness/wait.ts";
import type { Limits } from "./limits.ts";
import { sealOf } from "./limits.ts";
import { revive, type Wire } from "./wire.ts";

/** A call of a function of a file below the sources. */
interface Question {
  readonly file: string;
  readonly name: string;
  readonly args: readonly unknown[];
}

type Answer = { readonly value: Wire } | { readonly threw: string };

type Contract = (
  load: (file: string) => Promise<Readonly<Record<string, unknown>>>,
  only?: readonly string[],
) => Promise<Result[]>;

const MOST_ROUNDS = 100;

/**
 * A lesson's contract on a submission.
 *
 * @param directory holds the submission's program; a module for each file is put beside it
 */
export async function askContract(
  lesson: string,
  sources: Sources,
  directory: string,
  limits: Limits,
  only?: readonly string[],
): Promise<Result[]> {
  const { contract }: { contract: Contract } = await import(
    pathToFileURL(join(lesson, "contract.ts")).href
  );
  const known = new Map<string, Answer>();
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const missing = new Map<string, Question>();
    const results = await contract(loader(known, missing), only);
    if (missing.size === 0) return results;
    const questions = [...missing.values()];
    const answers = await fetchAnswers(questions, sources, directory, limits);
    for (const [i, key] of [...missing.keys()].entries()) {
      known.set(key, answers[i] ?? { threw: "no answer" });
    }
  }
  throw new Error(`${lesson}: a contract that asks without end`);
}

/** Modules whose functions answer from what is known, and note what is not. */
const loader =
  (known: ReadonlyMap<string, Answer>, missing: Map<string, Question>) =>
  async (file: string): Promise<Readonly<Record<string, unknown>>> =>
    new Proxy(
      {},
      {
        get: (_, name) =>
          typeof name !== "string" || name === "then"
            ? undefined
            : (...args: readonly unknown[]) => {
                const key = JSON.stringify([file, name, args]);
                const answer = known.get(key);
                if (answer && "value" in answer) return revive(answer.value);
                if (!answer) missing.set(key, { file, name, args });
                throw new Error(answer?.threw ?? "not asked yet");
              },
      },
    );

/** What a process inside answers to lines of questions, each with one line. */
const RESPONDER = readFileSync(new URL("responder.cjs", import.meta.url), "utf8");

async function fetchAnswers(
  questions: readonly Question[],
  sources: Sources,
  directory: string,
  limits: Limits,
): Promise<Answer[]> {
  const files = [...new Set(questions.map(({ file }) => file))];
  const modules = new Map<string, string>();
  for (const file of files) {
    const path = await bundleModule(directory, file, sources);
    modules.set(file, join(SUBMISSION, path.slice(directory.length)));
  }
  const asked = questions.map(({ file, ...rest }) => ({ module: modules.get(file), ...rest }));
  const host = await openHost({
    command: ["sh", "-c", GUEST, "guest", process.execPath, "-e", RESPONDER],
    stdio: ["pipe", "pipe", "ignore"],
    env: { PATH: process.env.PATH },
    seal: sealOf(directory, limits),
  });
  host.child.stdin?.on("error", () => {});
  host.child.stdin?.end(JSON.stringify(asked));
  const timer = setTimeout(host.close, scaled(limits.seconds * 1000));
  const text = await printed(host.child.stdout);
  await host.ended;
  clearTimeout(timer);
  return parse(text);
}

/** Among the submission's own mounts, as all that is its. */
const GUEST = 'exec "/run/mydocker-trusted/probe" guest /run/mydocker-trusted/proc/1/ns/mnt "$@"';

const MOST_TEXT = 4 << 20;

async function printed(stream: NodeJS.ReadableStream | null): Promise<string> {
  let text = "";
  for await (const chunk of stream ?? []) if (text.length < MOST_TEXT) text += chunk;
  return text;
}

function parse(text: string): Answer[] {
  try {
    const answers = JSON.parse(text.split("\n").at(-2) ?? "");
    return Array.isArray(answers) ? answers : [];
  } catch {
    return [];
  }
}
