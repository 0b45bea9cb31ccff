/** What attachVolumes is asked: one directory, private and writable. */
import { answerOf, type PlanCall } from "../../../checks/src/harness/contract.ts";
import { expecting } from "../../../checks/src/harness/failure.ts";
import { both, verbatim } from "../../../checks/src/harness/text.ts";

type Attach = (volumes: readonly object[]) => readonly PlanCall[];

const VOLUME = {
  source: "/srv/data",
  target: "/data",
  readOnly: false,
  file: false,
  propagation: "private",
};

/** Asks it. */
export function askAttach(attach: unknown): void {
  const did = `attachVolumes([${JSON.stringify(VOLUME)}])`;
  const calls = answerOf(did, () => (attach as Attach)([VOLUME]));
  const expect = expecting(did);
  const observed = verbatim(calls.map(({ name }) => name).join(", ") || "[]");
  expect(!calls.some(({ name }) => name === "mount_setattr"), {
    diagnosis: "needs-newer-kernel",
    expected: both("nothing that came with Linux 5.12", "不用 Linux 5.12 才有的调用"),
    observed,
  });
  const last = calls.findLast(({ name }) => name === "chdir" || name === "fchdir");
  expect(last === undefined || (last.name === "chdir" && last.args[0] === "/"), {
    diagnosis: "left-elsewhere",
    expected: both("/ is the working directory again", "工作目录又是 /"),
    observed,
  });
}
