/**
 * Lesson 2: what a container may use. What is asked is what the limits bring about, as the kernel
 * counts it from outside; the titles, hints and usual causes are in texts.ts. What this machine's
 * version of cgroups cannot show is in contract.ts.
 */
import "./checks/groups.ts"; // 2.1
import "./checks/memory.ts"; // 2.2 to 2.4
import "./checks/processors.ts"; // 2.5 to 2.7
import "./checks/processes.ts"; // 2.8
import "./checks/devices.ts"; // 2.9
import "./checks/guards.ts"; // 2.10 to 2.13
