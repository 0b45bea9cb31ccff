/**
 * Lesson 8: the life of a container, from `run -d` to `rm`. The checks look at what `ps` and `logs`
 * say beside what the kernel says of the container's processes: which namespaces and groups they are
 * in, what they are allowed, and whether they live. Titles, hints and usual causes are in texts.ts.
 */
import "./checks/state.ts"; // 8.1 8.2 8.3 8.4
import "./checks/logs.ts"; // 8.5 8.6
import "./checks/exec.ts"; // 8.7 8.8 8.9 8.10
import "./checks/stop.ts"; // 8.11 8.12
import "./checks/confined.ts"; // 8.13 8.14 8.15 8.16 8.17
import "./checks/end.ts"; // 8.18 8.19
