/**
 * Lesson 3: a root of its own. Every check asks the kernel, from outside. Titles, hints and usual
 * causes are in texts.ts.
 */
import "./checks/root.ts"; // 3.1 3.2 3.3 3.4
import "./checks/dev.ts"; // 3.5 3.6
import "./checks/terminal.ts"; // 3.7
import "./checks/etc.ts"; // 3.8 3.9
import "./checks/proc.ts"; // 3.10
import "./checks/image.ts"; // 3.11 3.12
import "./checks/roots.ts"; // 3.13
import "./checks/readonly.ts"; // 3.14
import "./checks/links.ts"; // 3.15
import "./checks/users.ts"; // 3.16
