/**
 * Lesson 5: volumes. Every check asks the kernel and the disk, from outside. Titles, hints and usual
 * causes are in texts.ts.
 */
import "./checks/paths.ts"; // 5.1 5.2 5.3 5.4
import "./checks/mounts.ts"; // 5.5 5.6 5.7
import "./checks/named.ts"; // 5.8
import "./checks/links.ts"; // 5.9 5.10
import "./checks/accidents.ts"; // 5.11 5.12 5.13 5.14
import "./checks/words.ts"; // 5.15
