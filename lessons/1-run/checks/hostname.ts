/** The hostname: the container has one, and the machine keeps its own. */
import { hostname } from "node:os";
import {
  both,
  type Container,
  goal,
  hostnameOf,
  shares,
} from "../../../checks/src/harness/index.ts";

goal("1.5", async (t) => {
  const before = hostname();
  const inside = "set-inside";
  const [named, renamed, unnamed] = await Promise.all([
    t.container(["pause"], { options: ["--hostname", "lesson-one"] }),
    t.container(["hostname", inside], { options: ["--hostname", "lesson-two"] }),
    t.container(["pause"]),
  ]);
  const names = await Promise.all([named, renamed, unnamed].map(({ pid }) => hostnameOf(pid)));
  expectMachineName(renamed, before);
  named.expect(names[0] === "lesson-one", {
    diagnosis: names[0] === before ? "hostname-not-set" : "hostname-wrong",
    expected: both("hostname lesson-one inside", "容器内的主机名为 lesson-one"),
    observed: both(`hostname ${JSON.stringify(names[0])}`, `主机名为 ${JSON.stringify(names[0])}`),
  });
  unnamed.expect(names[2] !== before && names[2] !== "", {
    diagnosis: "hostname-not-set",
    expected: both(
      "a hostname of its own without --hostname too",
      "未加 --hostname 时也有自己的主机名",
    ),
    observed: both(`hostname ${names[2]}`, `主机名为 ${names[2]}`),
  });
});

function expectMachineName(box: Container, before: string): void {
  const after = hostname();
  box.expect(after === before, {
    diagnosis: shares(box.pid, "uts") ? "same-uts-namespace" : "hostname-leaks",
    expected: both(`the machine is still called ${before}`, `宿主机的主机名仍为 ${before}`),
    observed: both(`the machine is now called ${after}`, `宿主机的主机名变成了 ${after}`),
  });
}
