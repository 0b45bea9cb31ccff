/**
 * A thousand containers with a network, an address and a limit each, fifty at a time: started,
 * looked into, stopped, removed. Ends with the machine as it was. On a pretend host; needs root.
 *
 *     node --import tsx runtime/test/soak.ts [COUNT]
 */
import { fileURLToPath } from "node:url";
import { busyboxRoot } from "../../checks/src/fixtures/busybox.ts";
import { openHost } from "../../checks/src/harness/host.ts";

const path = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const [count = "1000"] = process.argv.slice(2);

const host = await openHost({
  command: [process.execPath, "--import", "tsx", path("crash/soaked.ts"), count],
  env: {
    ...process.env,
    MYDOCKER: path("../dist/mydocker"),
    BUSYBOX: busyboxRoot(),
    MYDOCKER_NETWORK: "bridge",
  },
  stdio: ["ignore", "inherit", "inherit"],
});
const { code } = await host.ended;
console.log(code === 0 ? "1 passed, 0 failed" : "0 passed, 1 failed");
process.exit(code);
