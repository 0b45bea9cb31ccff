/**
 * Lesson 6: what a container changed becomes an image. The checks look at what `mydocker diff`
 * says, at the layers that `mydocker save` writes, which tar reads, and at containers of the new
 * image. Titles, hints and usual causes are in texts.ts.
 */
import "./checks/diff.ts"; // 6.1 6.2
import "./checks/image.ts"; // 6.3 6.4 6.5
import "./checks/layer.ts"; // 6.6 6.7
import "./checks/settings.ts"; // 6.8 6.9
import "./checks/outside.ts"; // 6.10
import "./checks/files.ts"; // 6.11 6.12
import "./checks/still.ts"; // 6.13
import "./checks/export.ts"; // 6.14
