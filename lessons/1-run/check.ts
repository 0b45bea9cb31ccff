/**
 * Lesson 1: a command in namespaces of its own. Every check asks the kernel, from outside. Titles,
 * hints and usual causes are in texts.ts.
 */
import "./checks/namespaces.ts"; // 1.1 1.2 1.6 1.7
import "./checks/mounts.ts"; // 1.3 1.4
import "./checks/hostname.ts"; // 1.5
import "./checks/orphans.ts"; // 1.8
import "./checks/users.ts"; // 1.9 1.10
import "./checks/caller.ts"; // 1.11 1.12 1.13 1.14 1.16
import "./checks/terminal.ts"; // 1.15
import "./checks/leftovers.ts"; // 1.17 1.18 1.19
