/** Makes what the checks would make with a compiler, which the throw-away machine does not have. */
import { busyboxRoot } from "../src/fixtures/busybox.ts";
import { probe } from "../src/harness/probe.ts";

busyboxRoot();
await probe();
