/** Processes: a fork bomb stops at its limit, and only there. */
import { beside, both, goal } from "../../../checks/src/harness/index.ts";
import { processesOf } from "./witness.ts";

const LIMIT = 20;

goal("2.8", async (t) => {
  const [limited, unlimited] = await Promise.all([
    t.container(["fork", "40"], { options: ["--pids-limit", `${LIMIT}`] }),
    t.container(["fork", "40"], { options: ["--pids-limit", "-1"] }),
  ]);
  const few = processesOf(limited);
  limited.expect(few <= LIMIT, {
    diagnosis: "no-pids-limit",
    expected: both(`${LIMIT} processes, and no more`, `${LIMIT} 个进程，不会更多`),
    observed: both(`${few} processes`, `${few} 个进程`),
  });
  limited.expect(few > LIMIT - 5, {
    diagnosis: "pids-limit-too-low",
    expected: both(`${LIMIT} processes, or nearly so`, `${LIMIT} 个进程，或接近此数`),
    observed: both(`${few} processes`, `${few} 个进程`),
  });
  const many = processesOf(unlimited);
  unlimited.expect(many === 41, {
    diagnosis: "minus-one-is-a-limit",
    expected: both("41 processes: -1 is no limit", "41 个进程：-1 表示不限制"),
    observed: both(`${many} processes`, `${many} 个进程`),
  });
  const { code } = await beside("uts");
  limited.expect(code === 0, {
    diagnosis: "machine-limited",
    expected: both("the machine itself still makes processes", "宿主机自己仍能创建进程"),
    observed: both(`a process beside it ended with ${code}`, `旁边的进程以 ${code} 结束`),
  });
});
