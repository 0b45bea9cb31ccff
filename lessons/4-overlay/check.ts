/**
 * Lesson 4: an image's layers and the container's own above them. Every check looks from outside,
 * through /proc/PID/root and by mydocker's own commands. Titles, hints and usual causes are in
 * texts.ts.
 */
import "./checks/layers.ts"; // 4.1 4.2 4.6
import "./checks/separate.ts"; // 4.3 4.4
import "./checks/diff.ts"; // 4.5
import "./checks/article.ts"; // 4.7
import "./checks/machine.ts"; // 4.8 4.9 4.11
import "./checks/image.ts"; // 4.10 4.12
