/** What the caller gives and gets: words, streams, signals, exit codes. */
import { constants } from "node:os";
import {
  both,
  catches,
  expectRan,
  guard,
  howItEnded,
  type Process,
  verbatim,
} from "../../../checks/src/harness/index.ts";

guard("1.11", async (t) => {
  const codes = [0, 7, 255];
  const all = await Promise.all(codes.map((code) => t.probe(["exit", `${code}`])));
  for (const [i, ended] of all.entries()) {
    expectRan(ended);
    ended.expect(ended.code === codes[i], {
      diagnosis: ended.code === 0 ? "exit-code-lost" : "exit-code-changed",
      expected: both(`exit code ${codes[i]}`, `退出码 ${codes[i]}`),
      observed: howItEnded(ended),
    });
  }
});

guard("1.12", async (t) => {
  const [fault, killed, caught] = await Promise.all([
    t.probe(["die", "SIGSEGV"]),
    t.container(["pause"]).then((box) => box.end()),
    t.container(["catch", "SIGTERM", "42"], { ready: catchesTerm }).then((box) => {
      box.command.signal("SIGTERM");
      return box.finish();
    }),
  ]);
  for (const [ended, name] of [
    [fault, "SIGSEGV"],
    [killed, "SIGKILL"],
  ] as const) {
    const code = 128 + constants.signals[name];
    ended.expect(ended.code === code, {
      diagnosis: "signal-lost",
      expected: both(`exit code ${code}: 128 and ${name}`, `退出码 ${code}：128 加上 ${name}`),
      observed: howItEnded(ended),
    });
  }
  caught.expect(caught.code === 42, {
    diagnosis: "signal-not-forwarded",
    expected: both(
      "kill -TERM of mydocker reaches PID 1, which ends with 42",
      "发给 mydocker 的 SIGTERM 到达 1 号进程，后者以 42 退出",
    ),
    observed: howItEnded(caught),
  });
});

const catchesTerm = (process: Process) => catches(process, constants.signals.SIGTERM);

const NASTY = [
  "",
  "a  b",
  "it's",
  'say "hi"',
  "$HOME",
  "*",
  "back\\slash",
  "two\nlines",
  "-v",
  "--",
  "é",
];

guard("1.13", async (t) => {
  const [shell, words] = await Promise.all([
    t.mydocker(["run", "/bin/sh", "-c", 'echo "a  b"']),
    t.probe(["argv", ...NASTY]),
  ]);
  for (const ended of [shell, words]) expectRan(ended);
  shell.expect(shell.stdout.toString() === "a  b\n", {
    diagnosis: "quoting-lost",
    expected: verbatim(JSON.stringify("a  b\n")),
    observed: verbatim(JSON.stringify(shell.stdout.toString())),
  });
  const expected = JSON.stringify(NASTY);
  const observed = JSON.stringify(argumentsIn(words.stdout));
  words.expect(observed === expected, {
    diagnosis: "words-changed",
    expected: verbatim(expected),
    observed: verbatim(observed),
  });
});

/** What `probe argv` printed, without its token; bytes beyond ASCII are printed one by one. */
function argumentsIn(stdout: Buffer): string[] {
  try {
    const words: string[] = JSON.parse(stdout.toString());
    return words.slice(0, -1).map((word) => Buffer.from(word, "latin1").toString());
  } catch {
    return [stdout.toString()];
  }
}

const EVERY_BYTE = Buffer.from(
  Array.from({ length: 256 * 1024 }, (_, i) => (i * 7 + (i >> 8)) % 256),
);

guard("1.14", async (t) => {
  const [copied, printed] = await Promise.all([
    t.probe(["cat"], { options: ["-i"], input: EVERY_BYTE }),
    t.mydocker(["run", "/bin/sh", "-c", "echo out; echo err >&2"]),
  ]);
  for (const ended of [printed, copied]) expectRan(ended);
  const outputs = [printed.stdout, printed.stderr].map((bytes) => JSON.stringify(bytes.toString()));
  printed.expect(outputs.join() === '"out\\n","err\\n"', {
    diagnosis: /^err$/m.test(printed.stdout.toString()) ? "streams-mixed" : "output-changed",
    expected: verbatim('stdout: "out\\n"  stderr: "err\\n"'),
    observed: verbatim(`stdout: ${outputs[0]}  stderr: ${outputs[1]}`),
  });
  copied.expect(copied.stdout.equals(EVERY_BYTE), {
    diagnosis: copied.stdout.length === 0 ? "no-stdin" : "bytes-changed",
    expected: both(
      `the ${EVERY_BYTE.length} bytes of its standard input come back`,
      `标准输入的 ${EVERY_BYTE.length} 字节原样返回`,
    ),
    observed: both(`${copied.stdout.length} bytes`, `${copied.stdout.length} 字节`),
  });
});

guard("1.16", async (t) => {
  const [missing, notProgram] = await Promise.all([
    t.mydocker(["run", "/no/such/program"]),
    t.mydocker(["run", "/etc/passwd"]),
  ]);
  for (const [ended, code] of [
    [missing, 127],
    [notProgram, 126],
  ] as const) {
    ended.expect(ended.code === code, {
      diagnosis: code === 127 ? "not-found-code" : "not-executable-code",
      expected: both(`exit code ${code}`, `退出码 ${code}`),
      observed: howItEnded(ended),
    });
  }
  missing.expect(missing.stderr.includes("/no/such/program"), {
    diagnosis: "silent-error",
    expected: both("an error that names the command", "错误信息中指出是哪个命令"),
    observed: howItEnded(missing),
  });
});
