/**
 * Lesson 7: network. Every check asks the kernel, and sends real packets, from inside, from the host
 * and from beyond it. Titles, hints and usual causes are in texts.ts.
 */
import { lessonNeeds } from "../../checks/src/harness/index.ts";
import "./checks/addresses.ts"; // 7.1 7.12 7.13
import "./checks/links.ts"; // 7.2
import "./checks/reach.ts"; // 7.3 7.4 7.5
import "./checks/publish.ts"; // 7.6 7.7 7.8 7.18
import "./checks/apart.ts"; // 7.9 7.10 7.11
import "./checks/leftovers.ts"; // 7.14 7.15 7.22
import "./checks/refusals.ts"; // 7.16 7.17
import "./checks/modes.ts"; // 7.19
import "./checks/names.ts"; // 7.20 7.21
import "./checks/sixth.ts"; // 7.23

lessonNeeds({ rules: true, internet: true });
